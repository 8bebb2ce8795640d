"""Checks for chapter1_workflow/optimizers_by_hand.  A, B, C = sizes of parameters, T = steps."""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

AFTER = "the parameters after each step"


def numbers(rng, shape, dtype=torch.float64):
    """Draw numbers of either sign whose size lies between 0.5 and 2: none is so near to 0 that eps would matter."""
    return (0.5 + 1.5 * rng.rand(*shape, dtype=dtype)) * torch.where(rng.bools(*shape), 1, -1)


def run(rng, task, steps=3, dtype=torch.float64, **options):
    """Draw parameters, two of them of equal shape, and their gradients for T steps."""
    a, b, c = rng.sizes(3)
    shapes = [(a, b), (a, b), (c,), ()]
    values = [rng.strided(numbers(rng, shape, dtype)) for shape in shapes]
    grads = [[rng.strided(numbers(rng, shape, dtype)) for shape in shapes] for _ in range(steps)]
    return {"task": task, "values": values, "grads": grads, "options": options}


def compare(submission, reference, probe, inputs, parts=None):
    """Ask both the same question and compare their answers, or these parts of them; a part's value names it in feedback."""
    seen, known = submission.observe(probe, **inputs), reference.observe(probe, **inputs)
    for part, name in (parts or {}).items():
        expect(seen[part], name).to_match(known[part])
    if not parts:
        expect(seen, AFTER).to_match(known)


def with_gaps(inputs):
    """Take away gradients: the first parameter's come late, the second one's have a gap, the third has none."""
    for step, parameter in [(0, 0), (1, 1), (0, 2), (1, 2), (2, 2)]:
        inputs["grads"][step][parameter] = None
    return inputs


def compare_memory(submission, reference, inputs):
    """Compare what views of the parameters show, and what became of gradients and leaves."""
    parts = {
        "grads": "the gradients after each step",
        "views": "what the parameters' memory holds after each step",
        "leaves": "whether each parameter is still a leaf that requires a gradient",
    }
    compare(submission, reference, "memory", inputs, parts)


def compare_iterable(submission, reference, inputs):
    """Compare steps with a generator of parameters, and what zero_grad() does to them."""
    parts = {"after": AFTER, "gone": "whether zero_grad() cleared each parameter's gradient"}
    compare(submission, reference, "taken", inputs, parts)


def require_by_hand(submission, inputs):
    """Require that no optimizer of torch.optim was made."""
    made = submission.observe("borrowed", **inputs)
    expect(made == []).to_be_true("Your code made an optimizer of torch.optim: this task asks you to do its work yourself.")


def settings(rng):
    """Draw settings for Momentum."""
    return {"lr": rng.uniform(0.05, 0.2), "momentum": rng.uniform(0.6, 0.9)}


@check("Momentum", title="takes the steps of gradient descent with momentum")
def test_momentum_values(submission, reference, rng):
    for options in (settings(rng), {"lr": 0.5, "momentum": 0.0}):
        compare(submission, reference, "trajectory", run(rng, "Momentum", **options))


@check("Momentum", title="dampens all gradients but the first, and adds weight_decay * p to each")
def test_momentum_options(submission, reference, rng):
    for options in ({"dampening": 0.3}, {"dampening": 0.8, "weight_decay": 0.5}):
        compare(submission, reference, "trajectory", run(rng, "Momentum", **options, **settings(rng)))


@check("Momentum", title="looks ahead along the velocity with nesterov")
def test_momentum_nesterov(submission, reference, rng):
    compare(submission, reference, "trajectory", run(rng, "Momentum", nesterov=True, **settings(rng)))


@check("Momentum", title="passes over parameters without a gradient, whose first step may come later")
def test_momentum_none(submission, reference, rng):
    compare(submission, reference, "trajectory", with_gaps(run(rng, "Momentum", dampening=0.5, **settings(rng))))


@check("Momentum", title="moves parameters in place, and leaves their gradients as they were")
def test_momentum_memory(submission, reference, rng):
    for decay in (0.0, 0.5):
        compare_memory(submission, reference, run(rng, "Momentum", weight_decay=decay, **settings(rng)))


@check("Momentum", title="takes a generator of parameters, and clears their gradients in zero_grad()")
def test_momentum_iterable(submission, reference, rng):
    compare_iterable(submission, reference, run(rng, "Momentum", **settings(rng)))


@check("Momentum", needs="test_momentum_values", reported=True, title="does without torch.optim")
def test_momentum_by_hand(submission, rng):
    require_by_hand(submission, run(rng, "Momentum", **settings(rng)))


test_momentum_device = follows_device(
    "Momentum",
    lambda rng: run(rng, "Momentum", steps=2, dtype=torch.float32, weight_decay=0.1, **settings(rng)),
    probe="trajectory",
    needs="test_momentum_values",
)


@check("RMSprop", title="divides by the root of the running mean of squares")
def test_rmsprop_values(submission, reference, rng):
    for alpha in (0.0, rng.uniform(0.7, 0.95)):
        compare(submission, reference, "trajectory", run(rng, "RMSprop", lr=0.1, alpha=alpha, eps=1e-12))


@check("RMSprop", title="adds eps to the root, not under it")
def test_rmsprop_eps(submission, reference, rng):
    compare(submission, reference, "trajectory", run(rng, "RMSprop", lr=0.1, alpha=0.8, eps=0.5))


@check("RMSprop", title="passes over parameters without a gradient")
def test_rmsprop_none(submission, reference, rng):
    compare(submission, reference, "trajectory", with_gaps(run(rng, "RMSprop", lr=0.1, alpha=0.8, eps=1e-12)))


@check("RMSprop", title="moves parameters in place, and leaves their gradients as they were")
def test_rmsprop_memory(submission, reference, rng):
    compare_memory(submission, reference, run(rng, "RMSprop", lr=0.1, alpha=0.8, eps=1e-12))


@check("RMSprop", title="takes a generator of parameters, and clears their gradients in zero_grad()")
def test_rmsprop_iterable(submission, reference, rng):
    compare_iterable(submission, reference, run(rng, "RMSprop", lr=0.1, alpha=0.8, eps=1e-12))


@check("RMSprop", needs="test_rmsprop_values", reported=True, title="does without torch.optim")
def test_rmsprop_by_hand(submission, rng):
    require_by_hand(submission, run(rng, "RMSprop", lr=0.1))


test_rmsprop_device = follows_device(
    "RMSprop",
    lambda rng: run(rng, "RMSprop", steps=2, dtype=torch.float32, lr=0.1, alpha=0.8),
    probe="trajectory",
    needs="test_rmsprop_values",
)


def rates(rng):
    """Draw settings for Adam, with an eps that does not matter."""
    return {"lr": rng.uniform(0.05, 0.2), "betas": (rng.uniform(0.5, 0.7), rng.uniform(0.8, 0.9)), "eps": 1e-12}


@check("Adam", points=2, title="keeps both means, and corrects them for their start")
def test_adam_values(submission, reference, rng):
    for steps in (1, 8):
        compare(submission, reference, "trajectory", run(rng, "Adam", steps=steps, **rates(rng)))


@check("Adam", title="adds eps to the root of the corrected v")
def test_adam_eps(submission, reference, rng):
    compare(submission, reference, "trajectory", run(rng, "Adam", **rates(rng) | {"eps": 0.5}))


@check("Adam", title="passes over parameters without a gradient, and counts each one's own steps")
def test_adam_none(submission, reference, rng):
    compare(submission, reference, "trajectory", with_gaps(run(rng, "Adam", **rates(rng))))


@check("Adam", title="moves parameters in place, and leaves their gradients as they were")
def test_adam_memory(submission, reference, rng):
    compare_memory(submission, reference, run(rng, "Adam", **rates(rng)))


@check("Adam", title="takes a generator of parameters, and clears their gradients in zero_grad()")
def test_adam_iterable(submission, reference, rng):
    compare_iterable(submission, reference, run(rng, "Adam", **rates(rng)))


@check("Adam", needs="test_adam_values", reported=True, title="does without torch.optim")
def test_adam_by_hand(submission, rng):
    require_by_hand(submission, run(rng, "Adam", **rates(rng)))


test_adam_device = follows_device(
    "Adam",
    lambda rng: run(rng, "Adam", steps=2, dtype=torch.float32, **rates(rng)),
    probe="trajectory",
    needs="test_adam_values",
)


@check("AdamW", title="shrinks parameters by lr * weight_decay where gradients are 0")
def test_adamw_decay(submission, reference, rng):
    inputs = run(rng, "AdamW", weight_decay=0.5, **rates(rng) | {"eps": 1e-8})
    inputs["grads"] = [[torch.zeros_like(grad) for grad in row] for row in inputs["grads"]]
    compare(submission, reference, "trajectory", inputs)


@check("AdamW", points=2, title="shrinks them and takes Adam's steps, eps included")
def test_adamw_values(submission, reference, rng):
    for eps in (1e-12, 0.5):
        compare(submission, reference, "trajectory", run(rng, "AdamW", weight_decay=0.5, **rates(rng) | {"eps": eps}))


@check("AdamW", title="passes over parameters without a gradient, which do not shrink either")
def test_adamw_none(submission, reference, rng):
    compare(submission, reference, "trajectory", with_gaps(run(rng, "AdamW", weight_decay=0.5, **rates(rng))))


@check("AdamW", title="moves parameters in place, and leaves their gradients as they were")
def test_adamw_memory(submission, reference, rng):
    compare_memory(submission, reference, run(rng, "AdamW", weight_decay=0.5, **rates(rng)))


@check("AdamW", title="takes a generator of parameters, and clears their gradients in zero_grad()")
def test_adamw_iterable(submission, reference, rng):
    compare_iterable(submission, reference, run(rng, "AdamW", weight_decay=0.5, **rates(rng)))


@check("AdamW", needs="test_adamw_values", reported=True, title="does without torch.optim")
def test_adamw_by_hand(submission, rng):
    require_by_hand(submission, run(rng, "AdamW", weight_decay=0.5, **rates(rng)))


test_adamw_device = follows_device(
    "AdamW",
    lambda rng: run(rng, "AdamW", steps=2, dtype=torch.float32, weight_decay=0.5, **rates(rng)),
    probe="trajectory",
    needs="test_adamw_values",
)


def groups_of(submission, reference, rng, model, frozen=()):
    """Compare the weight decays of all groups that each parameter of a named model is in."""
    inputs = {"model": model, "frozen": list(frozen), "weight_decay": rng.uniform(0.05, 0.3)}
    seen, known = submission.observe("model_groups", **inputs), reference.observe("model_groups", **inputs)
    for name, decays in known.items():
        what = "parameters that are not the model's" if name == "stranger" else name
        expect(seen[name], f"the list of weight decays for {what}").to_match(decays)


@check("decay_groups", title="lets weights decay, and biases not")
def test_decay_groups_weights(submission, reference, rng):
    groups_of(submission, reference, rng, "perceptron")


@check("decay_groups", title="goes by the number of dimensions, whatever the layer or the name")
def test_decay_groups_dimensions(submission, reference, rng):
    for model in ("normalised", "convolution", "fourfold"):
        groups_of(submission, reference, rng, model)


@check("decay_groups", title="leaves frozen parameters out")
def test_decay_groups_frozen(submission, reference, rng):
    groups_of(submission, reference, rng, "perceptron", frozen=["0.weight", "2.bias"])


@check("decay_groups", title="holds a parameter once that two layers share")
def test_decay_groups_tied(submission, reference, rng):
    groups_of(submission, reference, rng, "tied")


@check("decay_groups", title="makes AdamW decay what should, and nothing else")
def test_decay_groups_adamw(submission, reference):
    inputs = {"model": "perceptron", "weight_decay": 0.5, "lr": 0.5}
    seen, known = submission.observe("decayed", **inputs), reference.observe("decayed", **inputs)
    for name, values in known.items():
        expect(seen[name], f"{name} after a step of AdamW with gradients of 0").to_match(values)
