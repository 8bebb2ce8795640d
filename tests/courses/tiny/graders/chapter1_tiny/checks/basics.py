"""Checks for chapter1_tiny/basics."""

from learn.checks import check
from learn.expect import expect


@check("double", points=2, title="doubles every element")
def test_double_values(submission, reference, rng):
    for shape in [(1,), rng.sizes(2)]:
        x = rng.strided(rng.randn(*shape))
        expect(submission.call("double", x)).to_match(reference.call("double", x))


@check("double", title="lets gradients through", needs="test_double_values")
def test_double_gradients(submission, reference, rng):
    x = rng.randn(3)
    expect(submission.gradients("double", x)).to_match(reference.gradients("double", x))


@check("Counter", points=2, title="counts its calls")
def test_counter(submission, rng):
    calls = rng.integer(2, 5)
    expect(submission.observe("counts", calls=calls), "the counts").to_match(list(range(1, calls + 1)))
