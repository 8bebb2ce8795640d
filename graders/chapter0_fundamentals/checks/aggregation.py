"""Checks for chapter0_fundamentals/aggregation.  N = rows, D = columns, H, W = height and width."""

import torch

from learn.checks import check
from learn.expect import expect


@check("row_means", points=2, title="gives the mean of each row")
def test_row_means_values(submission, reference, rng):
    for n, d in [(1, 3), (4, 1), rng.sizes(2)]:
        x = rng.randn(n, d)
        expect(submission.call("row_means", x)).to_match(reference.call("row_means", x))


@check("row_means", title="averages integers without truncating them")
def test_row_means_integers(submission, reference, rng):
    x = rng.randint(-9, 9, *rng.sizes(2))
    x[0, 0] += int(x[0].sum()) % x.shape[1] == 0
    expect(submission.call("row_means", x)).to_match(reference.call("row_means", x))


@check("row_means", title="leaves its input as it was")
def test_row_means_pure(submission, rng):
    x = rng.randn(*rng.sizes(2))
    args, _ = submission.inputs_after("row_means", x)
    expect(args[0], "the input").to_match(x)


@check("argmax_2d", points=2, title="finds the row and the column")
def test_argmax_values(submission, reference, rng):
    for _ in range(3):
        x = rng.randn(*rng.sizes(2, low=3))
        expect(submission.call("argmax_2d", x)).to_match(reference.call("argmax_2d", x))


@check("argmax_2d", title="takes the first of several largest elements")
def test_argmax_ties(submission, reference, rng):
    x = torch.zeros(3, 5)
    x[1, 3] = x[2, 0] = 1.0
    expect(submission.call("argmax_2d", x)).to_match(reference.call("argmax_2d", x))
