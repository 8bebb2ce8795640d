"""Hidden checks for chapter1_tiny/basics."""

from learn.checks import check
from learn.expect import expect


@check("double", title="keeps integers integers")
def test_double_integers(submission, reference, rng):
    x = rng.randint(1, 9, 4)
    expect(submission.call("double", x)).to_match(reference.call("double", x))
