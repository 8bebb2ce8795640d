"""Checks for chapter1_workflow/line_models.

N, B = examples, T = time steps, D = features, D0, D1, ..., DL = features before, between and after the layers of a stack.
"""

import itertools

import torch

from learn.checks import check
from learn.claims import expect_seen
from learn.devices import follows_device
from learn.expect import expect

# ------------------------------------------------------------------ Line


def numbers(rng):
    """Return a slope and a height that cannot be taken for one another."""
    return {"weight": rng.uniform(2, 3), "bias": rng.uniform(-5, -4)}


def agree_parameters(submission, reference, task, *args):
    """Require that a module of a class has the parameters that the reference has, whatever their values."""
    seen, known = (subject.observe("parts", task=task, args=args) for subject in (submission, reference))
    expect(seen["parameters"], "the dict of named_parameters()").to_match(known["parameters"])


@check("Line", points=2, title="gives weight * x + bias for every x, in the shape of x")
def test_line_values(submission, reference, rng):
    n, t = rng.sizes(2)
    for shape in [(n, 1), (1, 1), (n,), (n, t, 1)]:
        expect_seen(submission, reference, "line", **numbers(rng), x=rng.strided(rng.randn(*shape)))


@check("Line", title="has two parameters, 'weight' and 'bias', of shape (1,)")
def test_line_parameters(submission, reference):
    agree_parameters(submission, reference, "Line")


@check("Line", title="makes its parameters in the dtype that it is given")
def test_line_dtype(submission, reference):
    for dtype in (torch.float64, torch.float16):
        agree_parameters(submission, reference, "Line", dtype)


@check("Line", title="can be trained by an optimizer, and shares nothing with another line")
def test_line_step(submission, reference, rng):
    n = rng.integer(5, 9)
    x, y = (rng.randn(n, 1, dtype=torch.float64) for _ in range(2))
    expect_seen(submission, reference, "line_step", "the error before and after a step", **numbers(rng), x=x, y=y, lr=0.1)


test_line_device = follows_device(
    "Line", lambda rng: numbers(rng) | {"x": rng.randn(5, 1)}, probe="line", needs="test_line_values"
)


# ------------------------------------------------------------------ Stack


def stack(rng, sizes, count=8):
    """Return the arguments of a stack, a batch for it, and values for its weights and biases."""
    pairs = list(itertools.pairwise(sizes))
    values = [rng.randn(d_out, d_in) for d_in, d_out in pairs] + [rng.randn(d_out) for _, d_out in pairs]
    return [sizes], [rng.strided(rng.randn(count, sizes[0]))], values


def agree_on_stacks(submission, reference, *made):
    """Require the reference's outputs and gradients of stacks whose parameters are known."""
    for asked in made:
        expect(submission.module_gradients("Stack", *asked)).to_match(reference.module_gradients("Stack", *asked))


@check("Stack", points=2, title="sends a batch through its layers, with a ReLU between them")
def test_stack_values(submission, reference, rng):
    made = [stack(rng, rng.sizes(layers + 1, low=3, high=8), count) for count, layers in [(8, 2), (9, 3), (1, 4), (7, 4)]]
    agree_on_stacks(submission, reference, *made)


@check("Stack", title="is just a linear layer, without any ReLU, where there are two sizes")
def test_stack_single(submission, reference, rng):
    agree_on_stacks(submission, reference, stack(rng, rng.sizes(2, low=4), 20), stack(rng, [rng.integer(4, 7), 1], 20))


@check("Stack", title="has a weight and a bias of its own in each layer, also where sizes are equal")
def test_stack_own_layers(submission, reference, rng):
    size = rng.integer(3, 6)
    for sizes in ([2, size, size, size, 1], [size] * 4):
        expect_seen(submission, reference, "shapes", "the sorted list of the parameters' shapes", sizes=sizes)


@check("Stack", title="gives the same answer when it is called again")
def test_stack_again(submission, rng):
    first, second = submission.observe("called_twice", sizes=[3, 8, 2], x=rng.randn(5, 3))
    expect(first).to_have_shape((5, 2))
    expect(second, "the answer to the second call").to_match(first)


test_stack_device = follows_device("Stack", lambda rng: list(stack(rng, rng.sizes(4, low=3))), needs="test_stack_values")


# ------------------------------------------------------------------ Standardiser


def statistics(rng):
    """Return means, none of which is 0, standard deviations, none of which is 1, and a batch."""
    b, d = rng.sizes(2)
    return {"mean": 3 + rng.rand(d), "std": 2 + rng.rand(d), "x": rng.strided(5 * rng.randn(b, d))}


@check("Standardiser", title="subtracts mean and divides by std, and leaves x as it was")
def test_standardiser_values(submission, reference, rng):
    given = statistics(rng)
    for x in (given["x"], given["x"][:1]):
        expect_seen(submission, reference, "standardised", **given | {"x": x})


@check("Standardiser", title="has mean and std in its state_dict, and nothing else")
def test_standardiser_saved(submission, reference, rng):
    given = statistics(rng)
    expect_seen(submission, reference, "saved", "the state_dict", mean=given["mean"], std=given["std"])


@check("Standardiser", needs="test_standardiser_values", title="has no parameters")
def test_standardiser_parameters(submission, reference, rng):
    given = statistics(rng)
    agree_parameters(submission, reference, "Standardiser", given["mean"], given["std"])


@check("Standardiser", title="uses the statistics that it loads")
def test_standardiser_loaded(submission, reference, rng):
    given = statistics(rng)
    seen, known = (subject.observe("reloaded", **given) for subject in (submission, reference))
    expect(seen["output"], "the result after load_state_dict").to_match(known["output"])


@check("Standardiser", title="is converted by .to(), with its statistics")
def test_standardiser_converted(submission, reference, rng):
    given = statistics(rng)
    wide = {name: tensor.double() for name, tensor in given.items()}
    for inputs in (wide | {"x": given["x"]}, given | {"x": wide["x"]}):
        expect_seen(submission, reference, "standardised", **inputs)


@check("Standardiser", title="keeps copies, so that neither it nor the caller changes the other's statistics")
def test_standardiser_copies(submission, reference, rng):
    given = statistics(rng)
    expect_seen(submission, reference, "changed_later", "the result after the caller's tensors changed", **given)
    seen, known = (subject.observe("reloaded", **given) for subject in (submission, reference))
    expect(seen["given"], "what the caller holds after load_state_dict").to_match(known["given"])


def layer_and_batch(rng):
    given = statistics(rng)
    return [[given["mean"], given["std"]], [given["x"]]]


test_standardiser_device = follows_device("Standardiser", layer_and_batch, needs="test_standardiser_values")


# ------------------------------------------------------------------ count_parameters


def agree_counts(submission, reference, rng, model, **kwargs):
    expect_seen(submission, reference, "counted", "(total, trainable)", model=model, sizes=rng.sizes(3), **kwargs)


@check("count_parameters", title="counts the elements of all parameters")
def test_count_parameters_values(submission, reference, rng):
    agree_counts(submission, reference, rng, "flat")


@check("count_parameters", title="tells how many of them require a gradient")
def test_count_parameters_frozen(submission, reference, rng):
    for frozen in (["0.weight"], ["2.weight"], ["0.bias", "2.weight"], ["0.weight", "0.bias", "2.weight"]):
        agree_counts(submission, reference, rng, "flat", frozen=frozen)


@check("count_parameters", title="counts a parameter once that is used in several places")
def test_count_parameters_tied(submission, reference, rng):
    agree_counts(submission, reference, rng, "tied")


@check("count_parameters", title="finds parameters at the top, and in modules inside modules")
def test_count_parameters_nested(submission, reference, rng):
    agree_counts(submission, reference, rng, "nested")


@check("count_parameters", title="counts no buffers")
def test_count_parameters_buffers(submission, reference, rng):
    agree_counts(submission, reference, rng, "with buffers")


# ------------------------------------------------------------------ copy_weights

NAMES = ["first", "norm", "last"]


def state(rng, size):
    """Return values for all that a net of this size has."""
    made = {f"{name}.weight": rng.randn(size, size) for name in ("first", "last")} | {"norm.weight": rng.randn(size)}
    made |= {f"{name}.bias": rng.randn(size) for name in NAMES}
    made |= {"norm.running_mean": rng.randn(size), "norm.running_var": 1 + rng.rand(size)}
    return made | {"norm.num_batches_tracked": torch.tensor(rng.integer(1, 999))}


def nets(rng):
    """Return the values of two nets of the same size, and the names of their layers."""
    size = rng.integer(3, 6)
    return {"source": state(rng, size), "target": state(rng, size), "names": NAMES}


@check("copy_weights", points=2, title="gives target what source holds under each name, parameters and buffers")
def test_copy_weights_values(submission, reference, rng):
    given = nets(rng) | {"other_names": NAMES}
    seen, known = (subject.observe("copied", **given) for subject in (submission, reference))
    expect(seen["target"], "the state_dict of target").to_match(known["target"])


@check("copy_weights", title="goes by names, whatever the order, and leaves source as it was")
def test_copy_weights_names(submission, reference, rng):
    given = nets(rng) | {"other_names": NAMES[::-1]}
    seen, known = (subject.observe("copied", **given) for subject in (submission, reference))
    for name in ("source", "target"):
        expect(seen[name], f"the state_dict of {name}").to_match(known[name])


@check("copy_weights", title="leaves each module with memory of its own")
def test_copy_weights_apart(submission, reference, rng):
    for changed, other in [("source", "target"), ("target", "source")]:
        name = f"the state_dict of {other}, after {changed} changed,"
        expect_seen(submission, reference, "copied_and_changed", name, **nets(rng), changed=changed)


@check("copy_weights", title="leaves target's parameters in the hands of its optimizer")
def test_copy_weights_trained(submission, reference, rng):
    given = nets(rng)
    x = rng.randn(4, len(given["source"]["first.bias"]))
    expect_seen(submission, reference, "copied_and_trained", "the state_dict of target after a step", **given, x=x)


@check("copy_weights", title="raises a RuntimeError where names or shapes differ")
def test_copy_weights_refuses(submission, rng):
    both, one, other = {"first": 3, "last": 2}, {"first": 3}, {"first": 3, "end": 2}
    narrow, wide = {"last": 1}, {"last": rng.integer(2, 5)}  # one number is broadcast over several by copy_()
    for source, target in [(both, one), (one, both), (both, other), (narrow, wide), (wide, narrow)]:
        refused = submission.observe("refused", source=source, target=target)
        ours, theirs = (
            " and ".join(f"'{name}' with {size} output{'s' * (size > 1)}" for name, size in layers.items())
            for layers in (source, target)
        )
        expect(refused).to_be_true(f"source has a layer {ours}, target a layer {theirs}, and no RuntimeError was raised.")


test_copy_weights_device = follows_device(
    "copy_weights", lambda rng: nets(rng) | {"other_names": NAMES}, probe="copied", needs="test_copy_weights_values"
)
