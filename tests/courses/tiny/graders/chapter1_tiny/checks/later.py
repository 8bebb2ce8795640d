"""Checks for chapter1_tiny/later."""

from learn.checks import check
from learn.expect import expect


@check("quadruple", points=2, title="multiplies by four", needs="double")
def test_quadruple(submission, reference, rng):
    x = rng.randn(3)
    expect(submission.call("quadruple", x)).to_match(reference.call("quadruple", x))
