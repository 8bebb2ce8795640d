"""Checks for chapter0_fundamentals/calculus.  N = number of variables."""

import torch

from learn.checks import check
from learn.devices import follows_device, require_there
from learn.expect import expect

BOTH = ("numerical_gradient", "relative_error")


def positive(rng, *shape):
    """Draw values between 1 and 2, far from the zeros of the powers that are differentiated."""
    return 1 + rng.rand(*shape, dtype=torch.float64)


def follow(submission, reference, accelerator, probe, part, *, rtol=None, **inputs):
    """Run a probe with its tensors on the accelerator: a part of its answer is there, and is the reference's on the CPU."""
    seen, known = (subject.probe_on_device(probe, part, **inputs) for subject in (submission, reference))
    require_there(seen, accelerator)
    expect(seen["output"]).to_match(known["output"], rtol=rtol or (None if accelerator == "sim" else 1e-4))


@check("numerical_gradient", points=2, title="is close to the true gradient for every shape")
def test_numerical_gradient_values(submission, reference, rng):
    for shape in [(5,), (), (1,), rng.sizes(2)]:
        x = rng.randn(*shape, dtype=torch.float64)
        for function in ("weighted", "sine_of_sum"):
            seen = submission.observe("estimate", function=function, x=x, h=1e-5)
            known = reference.observe("estimate", function=function, x=x, h=1e-5)
            expect(seen["gradient"], "the gradient").to_match(known["gradient"], rtol=1e-3, atol=1e-3)


@check("numerical_gradient", title="uses differences over h on both sides of x")
def test_numerical_gradient_central(submission, reference, rng):
    x = positive(rng, 4)
    for h in (0.1, 0.5):
        seen = submission.observe("estimate", function="cubic", x=x, h=h)
        known = reference.observe("estimate", function="cubic", x=x, h=h)
        expect(seen["gradient"], "the gradient").to_match(known["gradient"])


@check("numerical_gradient", title="takes an x that is not contiguous")
def test_numerical_gradient_strided(submission, reference, rng):
    x = rng.strided(positive(rng, *rng.sizes(2)))
    seen = submission.observe("estimate", function="cubic", x=x, h=1e-3)
    known = reference.observe("estimate", function="cubic", x=x, h=1e-3)
    expect(seen["gradient"], "the gradient").to_match(known["gradient"], rtol=1e-2)


@check("numerical_gradient", needs="test_numerical_gradient_values", title="leaves x as it was")
def test_numerical_gradient_pure(submission, rng):
    x = rng.randn(3, dtype=torch.float64)
    seen = submission.observe("estimate", function="cubic", x=x, h=1e-3)
    expect(seen["x"], "x").to_match(x)


@check("numerical_gradient", title="needs nothing that autograd could follow")
def test_numerical_gradient_opaque(submission, reference, rng):
    x = positive(rng, 3)
    seen = submission.observe("estimate", function="opaque", x=x, h=1e-3)
    known = reference.observe("estimate", function="opaque", x=x, h=1e-3)
    expect(seen["gradient"], "the gradient").to_match(known["gradient"], rtol=1e-2)


@check(
    "numerical_gradient",
    needs="test_numerical_gradient_values",
    reported=True,
    title="works where its input is, on any device",
)
def test_numerical_gradient_device(submission, reference, accelerator, rng):
    inputs = {"function": "cubic", "x": positive(rng, 2, 3), "h": 1e-3}
    follow(submission, reference, accelerator, "estimate", "gradient", rtol=1e-3, **inputs)


@check("quadratic_gradient", points=2, title="is right for a matrix that is not symmetric")
def test_quadratic_gradient_values(submission, reference, rng):
    for n in (rng.integer(3, 6), 2):
        a = rng.strided(rng.randn(n, n) + torch.triu(torch.full((n, n), 5.0), diagonal=1))
        x = 1 + rng.rand(n)
        expect(submission.call("quadratic_gradient", a, x)).to_match(reference.call("quadratic_gradient", a, x))


@check("quadratic_gradient", title="is right for a symmetric matrix")
def test_quadratic_gradient_symmetric(submission, reference, rng):
    for n in (rng.integer(2, 6), 1):
        a = 1 + rng.rand(n, n)
        a, x = a + a.T, 1 + rng.rand(n)
        expect(submission.call("quadratic_gradient", a, x)).to_match(reference.call("quadratic_gradient", a, x))


@check("quadratic_gradient", needs="test_quadratic_gradient_values", title="leaves the matrix and x as they were")
def test_quadratic_gradient_pure(submission, rng):
    a, x = rng.randn(3, 3), rng.randn(3)
    args, _ = submission.inputs_after("quadratic_gradient", a, x)
    expect(args[0], "the matrix").to_match(a)
    expect(args[1], "x").to_match(x)


@check("quadratic_gradient", needs="test_quadratic_gradient_values", title="is a formula, without autograd", reported=True)
def test_quadratic_gradient_formula(submission, rng):
    calls = submission.library_calls("quadratic_gradient", rng.randn(3, 3), rng.randn(3))
    expect(calls).to_avoid("backward", "grad", "requires_grad")


test_quadratic_gradient_device = follows_device(
    "quadratic_gradient", lambda rng: [rng.randn(3, 3), 1 + rng.rand(3)], needs="test_quadratic_gradient_values"
)


@check("relative_error", points=2, title="gives the largest relative error")
def test_relative_error_values(submission, reference, rng):
    for shape in [(4,), rng.sizes(2), ()]:
        a = torch.where(rng.bools(*shape), 1.0, -1.0) * positive(rng, *shape)
        b = a * (1.3 + 0.6 * rng.rand(*shape))
        if shape:  # the largest element and the largest difference, but not the largest relative error
            a.view(-1)[:2], b.view(-1)[:2] = torch.tensor([100.0, 20.0]), torch.tensor([101.0, 23.0])
        expect(submission.call("relative_error", a, b)).to_match(reference.call("relative_error", a, b))


@check("relative_error", title="treats its two gradients alike")
def test_relative_error_symmetric(submission, reference, rng):
    a = positive(rng, 4)
    for b in (1.5 * a, a / 1.5, -a):
        expect(submission.call("relative_error", a, b)).to_match(reference.call("relative_error", a, b))


@check("relative_error", title="is safe where both gradients are 0")
def test_relative_error_zero(submission, reference, rng):
    a = positive(rng, 3)
    b = 1.5 * a
    a[0] = b[0] = 0.0
    expect(submission.call("relative_error", a, b)).to_match(reference.call("relative_error", a, b))


@check("relative_error", title="measures small elements against the floor that it is given")
def test_relative_error_floor(submission, reference, rng):
    a = 1e-4 * positive(rng, 3)
    b = 2 * a
    for floor in (1e-2, 1e-3, 1e-6):
        seen = submission.call("relative_error", a, b, floor=floor)
        expect(seen).to_match(reference.call("relative_error", a, b, floor=floor))


@check("relative_error", title="is NaN where one of the gradients has a NaN")
def test_relative_error_nan(submission, reference, rng):
    a, b = positive(rng, 3), positive(rng, 3)
    b[1] = torch.nan
    expect(submission.call("relative_error", a, b)).to_match(reference.call("relative_error", a, b))


def two_gradients(rng):
    """Draw two gradients whose relative error is largest at the end, where they are small and negative."""
    last = -positive(rng, 1)
    return [torch.cat([torch.tensor([100.0, 20.0]), last]), torch.cat([torch.tensor([101.0, 23.0]), 2 * last])]


test_relative_error_device = follows_device("relative_error", two_gradients, needs="test_relative_error_values")


def compare_verdicts(submission, reference, x, pairs, tolerance=1e-4):
    """Compare what is said about each pair of a function and a claim about its gradient."""
    for function, gradient in pairs:
        inputs = {"function": function, "gradient": gradient, "x": x, "tolerance": tolerance}
        seen, known = submission.observe("judgement", **inputs), reference.observe("judgement", **inputs)
        expect(seen, f"the verdict on '{gradient}' as the gradient of '{function}'").to_match(known)


@check("check_gradient", points=2, needs=BOTH, title="accepts a right gradient")
def test_check_gradient_right(submission, reference, rng):
    for shape in [(5,), (), rng.sizes(2)]:
        pairs = [("cubic", "3x^2"), ("sum", "ones"), ("steep", "3000000x^2")]
        compare_verdicts(submission, reference, positive(rng, *shape), pairs)


@check("check_gradient", points=2, needs=BOTH, title="rejects a gradient that is wrong at any element")
def test_check_gradient_wrong(submission, reference, rng):
    x = torch.linspace(1, 2, 5, dtype=torch.float64) + 0.1 * rng.rand(5)
    wrong = ("3x^2, doubled at the end", "-3x^2", "3x^2, in reverse order")
    compare_verdicts(submission, reference, x, [("cubic", gradient) for gradient in wrong])
    x = torch.tensor([rng.uniform(40, 50), 0.1], dtype=torch.float64)  # the wrong one is small beside the other
    compare_verdicts(submission, reference, x, [("cubic", "3x^2, doubled at the end")])


@check("check_gradient", needs=BOTH, title="rejects a gradient of another shape")
def test_check_gradient_shape(submission, reference, rng):
    pairs = [("sum", "a single one"), ("sum", "a column of ones")]
    compare_verdicts(submission, reference, positive(rng, 4), pairs)


@check("check_gradient", needs=BOTH, title="rejects a gradient with a NaN in it")
def test_check_gradient_nan(submission, reference, rng):
    compare_verdicts(submission, reference, positive(rng, 3), [("cubic", "3x^2, NaN in the middle")])


@check("check_gradient", needs=BOTH, title="is as strict as the tolerance says")
def test_check_gradient_tolerance(submission, reference, rng):
    x = 1 + positive(rng, 3)
    for tolerance in (0.1, 1e-3):
        compare_verdicts(submission, reference, x, [("cubic", "3.03x^2")], tolerance)


@check(
    "check_gradient",
    needs=(*BOTH, "test_check_gradient_right"),
    reported=True,
    title="works where its input is, on any device",
)
def test_check_gradient_device(submission, reference, accelerator, rng):
    for gradient in ("3x^2", "-3x^2"):
        inputs = {"function": "cubic", "gradient": gradient, "x": positive(rng, 4), "tolerance": 1e-4}
        follow(submission, reference, accelerator, "judgement", "", **inputs)
