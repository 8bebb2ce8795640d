"""Checks for chapter0_fundamentals/calculus."""

import torch

from learn.checks import check
from learn.expect import expect


@check("numerical_gradient", points=2, title="is close to the true gradient for every shape")
def test_numerical_gradient_values(submission, reference, rng):
    for shape in [(), (1,), (5,), rng.sizes(2)]:
        x = rng.randn(*shape, dtype=torch.float64)
        function = rng.choice(["weighted", "sine_of_sum"])
        seen = submission.observe("gradient_of", function=function, x=x, h=1e-5)
        known = reference.observe("gradient_of", function=function, x=x, h=1e-5)
        expect(seen["gradient"], "the gradient").to_match(known["gradient"], rtol=1e-3)


@check("numerical_gradient", title="uses differences on both sides of x")
def test_numerical_gradient_central(submission, reference, rng):
    x = 1 + rng.rand(4, dtype=torch.float64)
    seen = submission.observe("gradient_of", function="cubic", x=x, h=0.1)
    known = reference.observe("gradient_of", function="cubic", x=x, h=0.1)
    expect(seen["gradient"], "the gradient").to_match(known["gradient"])


@check("numerical_gradient", title="leaves x as it was")
def test_numerical_gradient_pure(submission, rng):
    x = rng.randn(3, dtype=torch.float64)
    seen = submission.observe("gradient_of", function="cubic", x=x, h=1e-3)
    expect(seen["x"], "x").to_match(x)


@check("quadratic", title="gives x^T A x", points=2)
def test_quadratic_values(submission, reference, rng):
    for n in (1, rng.integer(2, 6)):
        a, x = rng.strided(rng.randn(n, n)), rng.randn(n)
        expect(submission.call("quadratic", a, x)).to_match(reference.call("quadratic", a, x))


@check("quadratic", title="lets gradients through to both inputs", points=2)
def test_quadratic_gradients(submission, reference, rng):
    a, x = rng.randn(4, 4), rng.randn(4)
    expect(submission.gradients("quadratic", a, x)).to_match(reference.gradients("quadratic", a, x))
