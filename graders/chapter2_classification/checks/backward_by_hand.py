"""Checks for chapter2_classification/backward_by_hand.

N = samples, K = classes, D = features, H = hidden units, I and O = inputs and outputs of a linear layer.

What is right is computed here, from a forward pass, in two ways: by autograd, and by central differences.
"""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, linear, relu

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

DOUBLE = torch.float64
PARAMETERS = "weight1", "bias1", "weight2", "bias2"


def gradients(loss, **inputs):
    """Return autograd's gradients of a scalar loss, by the names of its inputs."""
    leaves = {name: value.clone().requires_grad_() for name, value in inputs.items()}
    return dict(zip(leaves, torch.autograd.grad(loss(**leaves), list(leaves.values())), strict=True))


def differences(loss, h=1e-5, **inputs):
    """Estimate the gradients of a scalar loss by central differences, by the names of its inputs."""
    found = {}
    for name, value in inputs.items():
        steps = h * torch.eye(value.numel(), dtype=value.dtype).reshape(-1, *value.shape)
        slopes = [(loss(**inputs | {name: value + s}) - loss(**inputs | {name: value - s})) / (2 * h) for s in steps]
        found[name] = torch.stack(slopes).reshape(value.shape)
    return found


def expect_near(got, estimate, name):
    """Compare with central differences, which are not quite exact, and name the element that is furthest off."""
    expect(got, name).to_have_shape(estimate.shape)
    expect(got, name).to_have_dtype(estimate.dtype)
    errors = (got - estimate).abs().nan_to_num(nan=torch.inf)
    place = tuple(int(i) for i in torch.unravel_index(errors.argmax(), errors.shape))
    name = f"{name} at {list(place)}, where it is furthest off" if place else name
    expect(got[place], name).to_match(estimate[place], rtol=1e-5, atol=1e-7)


def avoids_autograd(task, inputs, needs):
    """Return a check that a task is a formula."""

    @check(task, needs=needs, reported=True, title="is a formula, without autograd")
    def formula(submission, rng):
        expect(submission.library_calls(task, *inputs(rng))).to_avoid("backward", "grad", "requires_grad")

    return formula


def leaves_inputs(task, inputs, needs):
    """Return a check that a task does not change its arguments."""

    @check(task, needs=needs, title="leaves its inputs as they were")
    def pure(submission, rng):
        given = inputs(rng)
        after, _ = submission.inputs_after(task, *given)
        for number, (got, want) in enumerate(zip(after, given, strict=True), start=1):
            expect(got, f"input {number}").to_match(want)

    return pure


# ------------------------------------------------------------------ cross_entropy_gradient


def scores(rng, n, k, dtype=DOUBLE):
    """Draw logits, and labels that are not all the same."""
    labels = rng.randint(0, k - 1, n)
    labels[0], labels[-1] = 0, k - 1
    return [rng.strided(3 * rng.randn(n, k, dtype=dtype)), labels]


@check("cross_entropy_gradient", points=2, title="agrees with central differences for a single sample")
def test_cross_entropy_gradient_single(submission, rng):
    for k in (rng.integer(3, 6), 2):
        logits, labels = scores(rng, 1, k)
        got = submission.call("cross_entropy_gradient", logits, labels)
        known = differences(lambda logits, labels=labels: cross_entropy(logits, labels), logits=logits)
        expect_near(got, known["logits"], "the gradient of the logits")


@check("cross_entropy_gradient", title="agrees with autograd for a batch, whose loss is a mean")
def test_cross_entropy_gradient_batch(submission, rng):
    for n, k in [rng.sizes(2, low=3), rng.sizes(2, low=3), (4, 4)]:
        logits, labels = scores(rng, n, k)
        known = gradients(lambda logits, labels=labels: cross_entropy(logits, labels), logits=logits)
        got = submission.call("cross_entropy_gradient", logits, labels)
        expect(got, "the gradient of the logits").to_match(known["logits"])


@check("cross_entropy_gradient", title="is finite for large logits")
def test_cross_entropy_gradient_large(submission, rng):
    for size in (1000.0, -1000.0):
        logits, labels = scores(rng, 1, 4)
        logits = logits + size
        known = gradients(lambda logits, labels=labels: cross_entropy(logits, labels), logits=logits)
        got = submission.call("cross_entropy_gradient", logits, labels)
        expect(got, "the gradient of the logits").to_match(known["logits"])


@check("cross_entropy_gradient", title="keeps the dtype of float32 logits")
def test_cross_entropy_gradient_dtype(submission, rng):
    logits, labels = scores(rng, 5, 3, dtype=torch.float32)
    known = gradients(lambda logits: cross_entropy(logits, labels), logits=logits)
    got = submission.call("cross_entropy_gradient", logits, labels)
    expect(got, "the gradient of the logits").to_match(known["logits"], rtol=1e-3, atol=1e-5)


test_cross_entropy_gradient_pure = leaves_inputs(
    "cross_entropy_gradient", lambda rng: scores(rng, 4, 3), needs="test_cross_entropy_gradient_single"
)
test_cross_entropy_gradient_formula = avoids_autograd(
    "cross_entropy_gradient", lambda rng: scores(rng, 4, 3), needs="test_cross_entropy_gradient_single"
)
test_cross_entropy_gradient_device = follows_device(
    "cross_entropy_gradient",
    lambda rng: scores(rng, 4, 3, dtype=torch.float32),
    needs="test_cross_entropy_gradient_single",
)


# ------------------------------------------------------------------ bce_gradient


def judgements(rng, *shape, dtype=DOUBLE):
    """Draw logits and targets of 0 and 1, the first of which is 1."""
    targets = rng.bools(*shape).to(dtype)
    targets.view(-1)[:1] = 1
    return [rng.strided(3 * rng.randn(*shape, dtype=dtype)), targets]


@check("bce_gradient", title="agrees with central differences for a single logit")
def test_bce_gradient_single(submission, rng):
    for shape in [(1,), (), (1, 1)]:
        logits, targets = judgements(rng, *shape)
        known = differences(lambda logits, targets=targets: binary_cross_entropy_with_logits(logits, targets), logits=logits)
        expect_near(submission.call("bce_gradient", logits, targets), known["logits"], "the gradient of the logits")


def compare_bce(submission, logits, targets, rtol=None, atol=None):
    known = gradients(lambda logits: binary_cross_entropy_with_logits(logits, targets), logits=logits)
    got = submission.call("bce_gradient", logits, targets)
    expect(got, "the gradient of the logits").to_match(known["logits"], rtol=rtol, atol=atol)


@check("bce_gradient", title="agrees with autograd for many logits, whose loss is a mean")
def test_bce_gradient_vector(submission, rng):
    for n in (rng.integer(2, 4), rng.integer(5, 9)):
        compare_bce(submission, *judgements(rng, n))


@check("bce_gradient", title="takes the mean over all elements of a matrix")
def test_bce_gradient_matrix(submission, rng):
    for shape in [rng.sizes(2), (1, 5), (2, 3, 4)]:
        compare_bce(submission, *judgements(rng, *shape))


@check("bce_gradient", title="takes targets between 0 and 1")
def test_bce_gradient_soft(submission, rng):
    for targets in ([0.2], [0.7], [0.5]):
        compare_bce(submission, rng.randn(1, dtype=DOUBLE), torch.tensor(targets, dtype=DOUBLE))


@check("bce_gradient", title="is finite for large logits")
def test_bce_gradient_large(submission, rng):
    for logit in (1000.0, -1000.0):
        for target in (0.0, 1.0):
            compare_bce(submission, *(torch.tensor([value], dtype=DOUBLE) for value in (logit - rng.uniform(0, 9), target)))


@check("bce_gradient", title="keeps the dtype of float32 logits")
def test_bce_gradient_dtype(submission, rng):
    compare_bce(submission, *judgements(rng, 5, dtype=torch.float32), rtol=1e-3, atol=1e-5)


test_bce_gradient_formula = avoids_autograd("bce_gradient", lambda rng: judgements(rng, 4), needs="test_bce_gradient_single")
test_bce_gradient_device = follows_device(
    "bce_gradient", lambda rng: judgements(rng, 4, dtype=torch.float32), needs="test_bce_gradient_single"
)


# ------------------------------------------------------------------ linear_backward


def layer(rng, n, i, o, dtype=DOUBLE):
    return [
        rng.strided(rng.randn(n, o, dtype=dtype)),
        rng.strided(rng.randn(n, i, dtype=dtype)),
        rng.randn(o, i, dtype=dtype),
    ]


def sizes_of_layers(rng):
    """Return several sizes (N, I, O), among them equal ones, where a swap does not show in the shape."""
    return [rng.sizes(3, low=3), rng.sizes(3, low=3), (4, 4, 4), (5, 3, 1)]


def compare_linear(submission, given, judge, method, names=("x", "weight", "bias")):
    """Compare what the task says about some of the three inputs with what a method finds."""
    upstream, x, weight = given
    known = method(
        lambda x, weight, bias: (linear(x, weight, bias) * upstream).sum(),
        x=x,
        weight=weight,
        bias=torch.zeros(len(weight), dtype=weight.dtype),
    )
    got = submission.call("linear_backward", *given)
    if not (isinstance(got, tuple) and len(got) == len(known)):
        expect(got).to_match(tuple(known.values()))
    for name, part in zip(known, got, strict=True):
        if name in names:
            judge(part, known[name], f"the gradient of {name}")


def match(got, want, name):
    expect(got, name).to_match(want)


@check("linear_backward", title="gives the gradient of x")
def test_linear_backward_x(submission, rng):
    for sizes in sizes_of_layers(rng):
        compare_linear(submission, layer(rng, *sizes), match, gradients, names="x")


@check("linear_backward", points=2, title="gives the gradient of the weight")
def test_linear_backward_weight(submission, rng):
    for sizes in sizes_of_layers(rng):
        compare_linear(submission, layer(rng, *sizes), match, gradients, names=["weight"])


@check("linear_backward", title="gives the gradient of the bias")
def test_linear_backward_bias(submission, rng):
    for sizes in sizes_of_layers(rng):
        compare_linear(submission, layer(rng, *sizes), match, gradients, names=["bias"])


@check("linear_backward", title="agrees with central differences for a single sample")
def test_linear_backward_single(submission, rng):
    compare_linear(submission, layer(rng, 1, *rng.sizes(2, low=3)), expect_near, differences)


test_linear_backward_formula = avoids_autograd(
    "linear_backward", lambda rng: layer(rng, 4, 3, 2), needs="test_linear_backward_weight"
)
test_linear_backward_device = follows_device(
    "linear_backward", lambda rng: layer(rng, 4, 3, 2, dtype=torch.float32), needs="test_linear_backward_weight"
)


# ------------------------------------------------------------------ relu_backward


def away_from_0(rng, *shape):
    """Draw numbers of both signs that are not near 0; the first is positive, the last is negative."""
    size = 0.5 + rng.rand(*shape, dtype=DOUBLE)
    signs = torch.where(rng.bools(*shape), 1.0, -1.0)
    signs.view(-1)[0], signs.view(-1)[-1] = 1, -1
    return size * signs


@check("relu_backward", title="agrees with central differences")
def test_relu_backward_values(submission, rng):
    for shape in [(6,), rng.sizes(2), (2, 3, 4)]:
        x, upstream = away_from_0(rng, *shape), 1 + rng.rand(*shape, dtype=DOUBLE)
        known = differences(lambda x, upstream=upstream: (upstream * relu(x)).sum(), x=x)
        expect_near(submission.call("relu_backward", upstream, x), known["x"], "the gradient of x")


def compare_relu(submission, upstream, x):
    known = gradients(lambda x: (upstream * relu(x)).sum(), x=x)
    expect(submission.call("relu_backward", upstream, x), "the gradient of x").to_match(known["x"])


@check("relu_backward", title="lets a negative gradient through where x is positive")
def test_relu_backward_negative(submission, rng):
    for shape in [(6,), rng.sizes(2), (1, 2)]:
        compare_relu(submission, rng.strided(-1 - rng.rand(*shape, dtype=DOUBLE)), rng.strided(away_from_0(rng, *shape)))


@check("relu_backward", title="lets nothing through where x is exactly 0")
def test_relu_backward_kink(submission, rng):
    for zero in (0.0, -0.0):
        compare_relu(submission, 1 + rng.rand(3, dtype=DOUBLE), torch.tensor([2.0, zero, -2.0], dtype=DOUBLE))


@check("relu_backward", title="keeps the dtype of a float32 gradient")
def test_relu_backward_dtype(submission, rng):
    compare_relu(submission, 1 + rng.rand(4), away_from_0(rng, 4).float())


def of_both_signs(rng):
    """Draw an upstream gradient and an x, with a negative gradient where x is positive, and the other way round."""
    return [away_from_0(rng, 6).flip(0).float(), away_from_0(rng, 6).float()]


test_relu_backward_pure = leaves_inputs("relu_backward", of_both_signs, needs="test_relu_backward_values")
test_relu_backward_formula = avoids_autograd("relu_backward", of_both_signs, needs="test_relu_backward_values")
test_relu_backward_device = follows_device("relu_backward", of_both_signs, needs="test_relu_backward_values")


# ------------------------------------------------------------------ softmax_backward


def sent_back(rng, *shape, dtype=DOUBLE):
    return [rng.strided(rng.randn(*shape, dtype=dtype)), rng.randn(*shape, dtype=dtype).softmax(dim=-1)]


@check("softmax_backward", title="agrees with central differences for a single row")
def test_softmax_backward_row(submission, rng):
    for k in (rng.integer(3, 6), 2):
        logits, upstream = rng.randn(k, dtype=DOUBLE), rng.randn(k, dtype=DOUBLE)
        known = differences(lambda logits, upstream=upstream: (upstream * logits.softmax(dim=0)).sum(), logits=logits)
        got = submission.call("softmax_backward", upstream, logits.softmax(dim=0))
        expect_near(got, known["logits"], "the gradient of the logits")


def compare_softmax(submission, rng, *shape):
    logits, upstream = rng.randn(*shape, dtype=DOUBLE), rng.strided(rng.randn(*shape, dtype=DOUBLE))
    known = gradients(lambda logits: (upstream * logits.softmax(dim=-1)).sum(), logits=logits)
    got = submission.call("softmax_backward", upstream, rng.strided(logits.softmax(dim=-1)))
    expect(got, "the gradient of the logits").to_match(known["logits"])


@check("softmax_backward", points=2, title="agrees with autograd for a batch of rows")
def test_softmax_backward_batch(submission, rng):
    for shape in [rng.sizes(2, low=3), (4, 4), (1, 3)]:
        compare_softmax(submission, rng, *shape)


@check("softmax_backward", title="takes rows in a tensor of more dimensions")
def test_softmax_backward_dimensions(submission, rng):
    for shape in [rng.sizes(3), (2, 3, 4, 5)]:
        compare_softmax(submission, rng, *shape)


test_softmax_backward_pure = leaves_inputs(
    "softmax_backward", lambda rng: sent_back(rng, 3, 4), needs="test_softmax_backward_row"
)
test_softmax_backward_formula = avoids_autograd(
    "softmax_backward", lambda rng: sent_back(rng, 3, 4), needs="test_softmax_backward_row"
)
test_softmax_backward_device = follows_device(
    "softmax_backward", lambda rng: sent_back(rng, 3, 4, dtype=torch.float32), needs="test_softmax_backward_row"
)


# ------------------------------------------------------------------ two_layer_gradients


def loss_of(x, labels, weight1, bias1, weight2, bias2):
    return cross_entropy(linear(relu(linear(x, weight1, bias1)), weight2, bias2), labels)


def network(rng, n, d, h, k, dtype=DOUBLE):
    """Draw samples and parameters, such that no unit of the network is near the kink of ReLU, where differences fail."""
    nearest = 0.0
    while nearest < 1e-3:  # much more than the step of the differences
        x, labels = scores(rng, n, d, dtype)[0] / 3, rng.randint(0, k - 1, n)
        shapes = (h, d), (h,), (k, h), (k,)
        parameters = {name: rng.randn(*shape, dtype=dtype) for name, shape in zip(PARAMETERS, shapes, strict=True)}
        nearest = linear(x, parameters["weight1"], parameters["bias1"]).abs().min()
    labels[0], labels[-1] = 0, k - 1
    return {"x": x, "labels": labels, **parameters}


def compare_network(submission, inputs, names, judge=match, method=gradients):
    """Compare the gradients of some parameters with what a method finds; the name ``"loss"`` asks for the loss."""
    parameters = {name: inputs[name] for name in PARAMETERS}
    fixed = {"x": inputs["x"], "labels": inputs["labels"]}
    known = method(lambda **parameters: loss_of(**fixed, **parameters), **parameters)
    loss = loss_of(**inputs)
    got = submission.call("two_layer_gradients", *inputs.values())
    formed = isinstance(got, tuple) and len(got) == 2 and isinstance(got[1], dict) and set(got[1]) == set(known)
    if not formed:
        expect(got).to_match((loss, known))
    seen, known = {"loss": got[0]} | got[1], {"loss": loss} | known
    for name in names:
        judge(seen[name], known[name], name if name == "loss" else f"the gradient of {name}")


@check("two_layer_gradients", title="gives the mean cross-entropy as the loss")
def test_two_layer_gradients_loss(submission, rng):
    for n in (rng.integer(5, 8), 1):
        compare_network(submission, network(rng, n, 4, 6, 3), ["loss"])


def match_single(got, want, name):
    expect(got, name).to_match(want, rtol=1e-3, atol=1e-5)


def compare_layer(submission, rng, names):
    """Compare the gradients of a layer for batches in float64, and for a single sample in float32."""
    for sizes in (rng.sizes(4, low=4, high=9), (5, 5, 5, 5)):
        compare_network(submission, network(rng, *sizes), names)
    compare_network(submission, network(rng, 1, 3, 5, 4, dtype=torch.float32), names, match_single)


@check("two_layer_gradients", title="gives the gradients of the second layer")
def test_two_layer_gradients_second(submission, rng):
    compare_layer(submission, rng, ["weight2", "bias2"])


@check("two_layer_gradients", title="gives the gradients of the first layer")
def test_two_layer_gradients_first(submission, rng):
    compare_layer(submission, rng, ["weight1", "bias1"])


@check("two_layer_gradients", title="agrees with central differences in every parameter")
def test_two_layer_gradients_differences(submission, rng):
    inputs = network(rng, *rng.sizes(4, low=4))
    compare_network(submission, inputs, PARAMETERS, expect_near, differences)


@check("two_layer_gradients", title="gives no gradient to a unit that is at the kink of ReLU")
def test_two_layer_gradients_kink(submission, rng):
    inputs = network(rng, *rng.sizes(4, low=4))
    inputs["weight1"][1], inputs["bias1"][1] = 0, 0
    compare_network(submission, inputs, PARAMETERS)


@check("two_layer_gradients", title="is finite for large logits")
def test_two_layer_gradients_large(submission, rng):
    inputs = network(rng, *rng.sizes(4, low=4))
    inputs["weight2"] = 1000 * inputs["weight2"]
    hidden = relu(linear(inputs["x"], inputs["weight1"], inputs["bias1"]))
    largest = linear(hidden, inputs["weight2"], inputs["bias2"]).argmax(dim=1)
    inputs["labels"] = (largest + 1) % len(inputs["weight2"])  # the label's probability is 0 in floating point
    compare_network(submission, inputs, ["loss", *PARAMETERS])


test_two_layer_gradients_formula = avoids_autograd(
    "two_layer_gradients",
    lambda rng: network(rng, 4, 3, 5, 2).values(),
    needs="test_two_layer_gradients_loss",
)
test_two_layer_gradients_device = follows_device(
    "two_layer_gradients",
    lambda rng: list(network(rng, 4, 3, 5, 2, dtype=torch.float32).values()),
    needs="test_two_layer_gradients_loss",
)
