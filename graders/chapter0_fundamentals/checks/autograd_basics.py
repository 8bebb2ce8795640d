"""Checks for chapter0_fundamentals/autograd_basics.  N = inputs, D = elements of a weight."""

import torch

from learn.checks import check
from learn.devices import follows_device, require_there
from learn.expect import expect


def compare(submission, reference, probe, parts, **inputs):
    """Ask both the same question and compare these parts of their answers; a part's value names it in feedback."""
    seen, known = submission.observe(probe, **inputs), reference.observe(probe, **inputs)
    for part, name in parts.items():
        expect(seen[part], name).to_match(known[part])


def follow(submission, reference, accelerator, probe, part, **inputs):
    """Run a probe with its tensors on the accelerator: a part of its answer is there, and is the reference's on the CPU."""
    seen, known = (subject.probe_on_device(probe, part, **inputs) for subject in (submission, reference))
    require_there(seen, accelerator)
    expect(seen["output"]).to_match(known["output"], rtol=None if accelerator == "sim" else 1e-4)


@check("gradient_of", points=2, title="gives the gradient")
def test_gradient_of_values(submission, reference, rng):
    for x in (rng.randn(3), rng.randn(), rng.randn(1), rng.randn(*rng.sizes(2), dtype=torch.float64)):
        for function in ("cubic", "sine_of_sum", "weighted"):
            parts = {"gradient": "the gradient"}
            compare(submission, reference, "scalar_gradient", parts, function=function, x=x, role="plain")


@check("gradient_of", title="leaves an x alone that requires a gradient and has one")
def test_gradient_of_leaf(submission, reference, rng):
    x, old = rng.randn(4), rng.randn(4)
    parts = {"gradient": "the gradient", "x": "x"}
    compare(submission, reference, "scalar_gradient", parts, function="cubic", x=x, role="leaf", old=old)


@check("gradient_of", needs="test_gradient_of_values", title="leaves an x alone that requires no gradient")
def test_gradient_of_plain(submission, reference, rng):
    compare(submission, reference, "scalar_gradient", {"x": "x"}, function="cubic", x=rng.randn(4), role="plain")


@check("gradient_of", title="takes an x that was computed, and gives a result outside of any graph")
def test_gradient_of_hidden(submission, reference, rng):
    parts = {"gradient": "the gradient", "requires_grad": "requires_grad of the gradient"}
    compare(submission, reference, "scalar_gradient", parts, function="cubic", x=rng.randn(4), role="hidden")


@check("gradient_of", title="gives no gradient to other tensors that the function uses")
def test_gradient_of_weights(submission, reference, rng):
    parts = {"gradient": "the gradient", "weights": "the weights of f"}
    compare(submission, reference, "weighted_gradient", parts, x=rng.randn(4), weights=rng.randn(4))


@check("gradient_of", needs="test_gradient_of_values", reported=True, title="works where its input is, on any device")
def test_gradient_of_device(submission, reference, accelerator, rng):
    x = rng.randn(4)
    follow(submission, reference, accelerator, "scalar_gradient", "gradient", function="cubic", x=x, role="plain")
    follow(submission, reference, accelerator, "weighted_gradient", "gradient", x=x, weights=rng.randn(4))


@check("accumulate_gradients", points=2, title="shows sums of gradients where nothing is cleared")
def test_accumulate_gradients_sum(submission, reference, rng):
    n, d = rng.sizes(2)
    for loss in ("square", "sine"):
        inputs = {"loss": loss, "w": rng.randn(d), "xs": rng.randn(n, d), "zero_between": False}
        compare(submission, reference, "accumulated", {"held": "the result"}, **inputs)


@check("accumulate_gradients", points=2, title="shows each gradient on its own where it is cleared before")
def test_accumulate_gradients_zero(submission, reference, rng):
    n, d = rng.sizes(2)
    for loss in ("square", "sine"):
        inputs = {"loss": loss, "w": rng.randn(d), "xs": rng.randn(n, d), "zero_between": True}
        compare(submission, reference, "accumulated", {"held": "the result"}, **inputs)


@check("accumulate_gradients", title="takes a single input and a weight of any shape")
def test_accumulate_gradients_shapes(submission, reference, rng):
    for shape in [(3,), (), rng.sizes(2)]:
        for zero_between in (False, True):
            inputs = {"loss": "sine", "w": rng.randn(*shape), "xs": rng.randn(1, *shape), "zero_between": zero_between}
            compare(submission, reference, "accumulated", {"held": "the result"}, **inputs)


@check("accumulate_gradients", title="starts without a gradient, and leaves the weight and its own as they were")
def test_accumulate_gradients_pure(submission, reference, rng):
    for role, old in [("plain", None), ("leaf", rng.randn(3))]:
        for zero_between in (False, True):
            inputs = {"loss": "sine", "w": rng.randn(3), "xs": rng.randn(2, 3), "zero_between": zero_between}
            parts = {"held": "the result", "w": "w"}
            compare(submission, reference, "accumulated", parts, **inputs, role=role, old=old)


@check(
    "accumulate_gradients",
    needs=("test_accumulate_gradients_sum", "test_accumulate_gradients_zero"),
    reported=True,
    title="works where its input is, on any device",
)
def test_accumulate_gradients_device(submission, reference, accelerator, rng):
    for zero_between in (False, True):
        inputs = {"loss": "sine", "w": rng.randn(3), "xs": rng.randn(2, 3), "zero_between": zero_between}
        follow(submission, reference, accelerator, "accumulated", "held", **inputs)


@check("stop_gradient", title="gives the mean squared difference")
def test_stop_gradient_values(submission, reference, rng):
    for shape in [(4,), (), (1, 1), rng.sizes(2)]:
        prediction, target = rng.randn(*shape), rng.randn(*shape)
        expect(submission.call("stop_gradient", prediction, target)).to_match(
            reference.call("stop_gradient", prediction, target)
        )


@check("stop_gradient", title="sends the gradient to the prediction")
def test_stop_gradient_prediction(submission, reference, rng):
    prediction, target = rng.randn(3, 2), rng.randn(3, 2)
    seen = submission.gradients("stop_gradient", prediction, target)
    known = reference.gradients("stop_gradient", prediction, target)
    expect(seen["grads"]["input 1"], "the gradient of the prediction").to_match(known["grads"]["input 1"])


@check("stop_gradient", needs="test_stop_gradient_values", title="sends no gradient to the target")
def test_stop_gradient_target(submission, rng):
    seen = submission.gradients("stop_gradient", rng.randn(3, 2), rng.randn(3, 2))
    expect(seen["grads"]["input 2"], "the gradient of the target").to_match(None)


@check("stop_gradient", needs="test_stop_gradient_values", title="leaves the target in its graph")
def test_stop_gradient_pure(submission, reference, rng):
    prediction, target = rng.randn(3), rng.randn(3)
    for role in ("hidden", "leaf"):
        inputs = {"prediction": prediction, "target": target, "role": role}
        seen = submission.observe("target_after", **inputs)
        known = reference.observe("target_after", **inputs)
        expect(seen, "requires_grad of the target, before and after").to_match(known)


test_stop_gradient_device = follows_device(
    "stop_gradient", lambda rng: [rng.randn(3, 2), rng.randn(3, 2)], needs="test_stop_gradient_values"
)


@check("straight_through_round", title="rounds to the nearest whole number")
def test_straight_through_round_values(submission, reference, rng):
    for shape in [(5,), (), rng.sizes(2)]:
        x = rng.randint(-9, 9, *shape) + 0.1 + 0.3 * rng.rand(*shape)
        for moved in (x, x + 0.5):  # one of the two is not what a cut towards 0 gives, above 0 and below
            expect(submission.call("straight_through_round", moved)).to_match(reference.call("straight_through_round", moved))


@check("straight_through_round", title="rounds halves to the even neighbour")
def test_straight_through_round_halves(submission, reference, rng):
    x = rng.permutation(6) - 2.5
    expect(submission.call("straight_through_round", x)).to_match(reference.call("straight_through_round", x))


@check("straight_through_round", title="lets the gradient through unchanged")
def test_straight_through_round_gradient(submission, reference, rng):
    x = 3 * rng.randn(*rng.sizes(2))
    seen = submission.gradients("straight_through_round", x)
    known = reference.gradients("straight_through_round", x)
    expect(seen["grads"]["input 1"], "the gradient of x").to_match(known["grads"]["input 1"])


@check(
    "straight_through_round",
    needs="test_straight_through_round_values",
    title="takes a leaf and leaves its values as they were",
)
def test_straight_through_round_pure(submission, rng):
    x = rng.randint(-9, 9, 4) + 0.25
    seen = submission.observe("rounded", x=x)
    expect(seen["x"], "x").to_match(x)


test_straight_through_round_device = follows_device(
    "straight_through_round", lambda rng: [rng.randint(-9, 9, 5) + 0.25], needs="test_straight_through_round_values"
)


def compare_gradients(submission, reference, index, name, **inputs):
    """Compare one of the two gradients, once it is sure that there are two."""
    seen, known = (subject.observe("two_gradients", **inputs)["gradients"] for subject in (submission, reference))
    if not (isinstance(seen, tuple) and len(seen) == len(known)):
        expect(seen, "the pair of gradients").to_match(known)
    expect(seen[index], name).to_match(known[index])


@check("intermediate_gradient", title="gives the gradient of the hidden value")
def test_intermediate_gradient_hidden(submission, reference, rng):
    for first, second in [("tanh", "squares"), ("outer", "sine")]:
        inputs = {"first": first, "second": second, "x": 0.5 + rng.rand(rng.integer(2, 4))}
        compare_gradients(submission, reference, 0, "the gradient of the hidden value", **inputs)


@check("intermediate_gradient", title="gives the gradient of x")
def test_intermediate_gradient_x(submission, reference, rng):
    for first, second in [("tanh", "sine"), ("outer", "squares")]:
        inputs = {"first": first, "second": second, "x": 0.5 + rng.rand(rng.integer(2, 4))}
        compare_gradients(submission, reference, 1, "the gradient of x", **inputs)


@check("intermediate_gradient", title="calls each function once")
def test_intermediate_gradient_calls(submission, reference, rng):
    inputs = {"first": "tanh", "second": "squares", "x": rng.randn(3)}
    compare(submission, reference, "two_gradients", {"calls": "the number of calls"}, **inputs)


@check("intermediate_gradient", needs="test_intermediate_gradient_hidden", title="leaves x and its gradient as they were")
def test_intermediate_gradient_pure(submission, reference, rng):
    for role, old in [("plain", None), ("leaf", rng.randn(3))]:
        inputs = {"first": "tanh", "second": "squares", "x": rng.randn(3), "role": role, "old": old}
        compare(submission, reference, "two_gradients", {"x": "x"}, **inputs)


@check(
    "intermediate_gradient",
    needs=("test_intermediate_gradient_hidden", "test_intermediate_gradient_x"),
    reported=True,
    title="works where its input is, on any device",
)
def test_intermediate_gradient_device(submission, reference, accelerator, rng):
    inputs = {"first": "tanh", "second": "squares", "x": 0.5 + rng.rand(3)}
    follow(submission, reference, accelerator, "two_gradients", "gradients", **inputs)


def leaves(rng):
    """Draw the values and gradients of two parameters, and a learning rate."""
    shapes = [tuple(rng.sizes(2)), (rng.integer(1, 4),)]
    values, grads = ([rng.randn(*shape) for shape in shapes] for _ in range(2))
    return {"values": values, "grads": grads, "lr": rng.uniform(0.1, 0.5)}


@check("sgd_step", points=2, title="moves each parameter against its gradient")
def test_sgd_step_values(submission, reference, rng):
    for _ in range(2):
        compare(submission, reference, "stepped", {"values": "the parameters"}, **leaves(rng))


@check("sgd_step", title="works in the parameters' own memory")
def test_sgd_step_memory(submission, reference, rng):
    parts = {"views": "the views of the parameters", "same_objects": "whether the list holds the same tensors"}
    compare(submission, reference, "stepped", parts, **leaves(rng))


@check("sgd_step", needs="test_sgd_step_values", title="leaves them leaves that require a gradient")
def test_sgd_step_leaves(submission, reference, rng):
    parts = {"is_leaf": "is_leaf of the parameters", "requires_grad": "requires_grad of the parameters"}
    compare(submission, reference, "stepped", parts, **leaves(rng))


@check("sgd_step", title="sets the gradients to None")
def test_sgd_step_grads(submission, reference, rng):
    compare(submission, reference, "stepped", {"grads": "the gradients afterwards"}, **leaves(rng))


@check("sgd_step", title="passes over a parameter without a gradient")
def test_sgd_step_none(submission, reference, rng):
    inputs = leaves(rng)
    inputs["grads"][0] = None
    compare(submission, reference, "stepped", {"values": "the parameters"}, **inputs)


@check("sgd_step", needs="test_sgd_step_values", reported=True, title="works where its input is, on any device")
def test_sgd_step_device(submission, reference, accelerator, rng):
    inputs = leaves(rng)
    seen, known = (subject.probe_on_device("stepped", **inputs) for subject in (submission, reference))
    require_there(seen, accelerator)
    rtol = None if accelerator == "sim" else 1e-4
    expect(seen["output"]["values"], "the parameters").to_match(known["output"]["values"], rtol=rtol)


@check("second_derivative", points=2, title="gives the second derivative of each element")
def test_second_derivative_values(submission, reference, rng):
    for shape in [(4,), (), rng.sizes(2)]:
        x = 0.5 + rng.rand(*shape)
        for function in ("cube", "exp(2x)", "x * sin(x)"):
            compare(submission, reference, "curvature", {"second": "the second derivative"}, function=function, x=x)
    x = rng.rand(3, dtype=torch.float64)  # no difference of f is exact for the functions above and for this one
    compare(submission, reference, "curvature", {"second": "the second derivative"}, function="sin(1000x)", x=x)


@check("second_derivative", title="is 0 for a straight line")
def test_second_derivative_line(submission, reference, rng):
    compare(submission, reference, "curvature", {"second": "the second derivative"}, function="line", x=rng.randn(64))


@check("second_derivative", needs="test_second_derivative_values", title="gives a result outside of any graph")
def test_second_derivative_detached(submission, reference, rng):
    parts = {"requires_grad": "requires_grad of the second derivative"}
    compare(submission, reference, "curvature", parts, function="cube", x=rng.randn(3))


@check("second_derivative", needs="test_second_derivative_values", title="leaves x and its gradient as they were")
def test_second_derivative_pure(submission, reference, rng):
    for role, old in [("plain", None), ("leaf", rng.randn(3))]:
        inputs = {"function": "cube", "x": rng.randn(3), "role": role, "old": old}
        compare(submission, reference, "curvature", {"x": "x"}, **inputs)


@check(
    "second_derivative", needs="test_second_derivative_values", reported=True, title="works where its input is, on any device"
)
def test_second_derivative_device(submission, reference, accelerator, rng):
    for function in ("cube", "line"):
        follow(submission, reference, accelerator, "curvature", "second", function=function, x=0.5 + rng.rand(4))
