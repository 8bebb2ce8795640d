"""Checks for chapter0_fundamentals/aggregation.

N = rows, D = columns or features; H, W = height, width; B = batch, C = channels, T = positions of a sequence.
"""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect


@check("row_means", points=2, title="gives the mean of each row")
def test_row_means_values(submission, reference, rng):
    for n, d in [(1, 3), (4, 1), rng.sizes(2)]:
        x = rng.strided(rng.randn(n, d))
        expect(submission.call("row_means", x)).to_match(reference.call("row_means", x))


@check("row_means", title="averages integers without truncating them")
def test_row_means_integers(submission, reference, rng):
    x = rng.randint(-9, 9, *rng.sizes(2))
    # The first row's mean must have a fraction.
    x[0, 0] += int(x[0].sum()) % x.shape[1] == 0
    expect(submission.call("row_means", x)).to_match(reference.call("row_means", x))


@check("row_means", title="gives float32 for float64 too")
def test_row_means_dtype(submission, reference, rng):
    x = rng.randn(*rng.sizes(2), dtype=torch.float64)
    expect(submission.call("row_means", x)).to_match(reference.call("row_means", x))


@check("row_means", needs="test_row_means_values", title="leaves its input as it was")
def test_row_means_pure(submission, rng):
    x = rng.randn(*rng.sizes(2))
    args, _ = submission.inputs_after("row_means", x)
    expect(args[0], "the input").to_match(x)


test_row_means_device = follows_device("row_means", lambda rng: [rng.randn(*rng.sizes(2))], needs="test_row_means_values")


@check("argmax_2d", points=2, title="finds the row and the column")
def test_argmax_values(submission, reference, rng):
    # Row and column of the peak differ and neither is 0 or last, so that no other numbering gives the same pair.
    for h, w, row, column in [(4, 5, 1, 3), (5, 4, 3, 1), (6, 4, 3, 2)]:
        x = rng.strided(rng.randn(h, w))
        x[row, column] = 9.0
        expect(submission.call("argmax_2d", x)).to_match(reference.call("argmax_2d", x))


@check("argmax_2d", title="finds the largest of negative numbers")
def test_argmax_negative(submission, reference, rng):
    x = -1 - rng.rand(4, 5)
    x[2, 3] = -0.5
    expect(submission.call("argmax_2d", x)).to_match(reference.call("argmax_2d", x))


@check("argmax_2d", title="takes the first of several largest elements")
def test_argmax_ties(submission, reference, rng):
    x = rng.rand(3, 5) - 1
    x[1, 3] = x[2, 0] = x[2, 4] = 1.0
    expect(submission.call("argmax_2d", x)).to_match(reference.call("argmax_2d", x))


def _one_peak(rng):
    """Return a matrix whose largest element is in row 1, column 3."""
    x = rng.randn(4, 5)
    x[1, 3] = 9.0
    return x


test_argmax_2d_device = follows_device("argmax_2d", lambda rng: [_one_peak(rng)], needs="test_argmax_values")


@check("channel_statistics", points=2, title="gives each channel's mean and biased standard deviation")
def test_channel_statistics_values(submission, reference, rng):
    for _ in range(2):
        x = 3 * rng.strided(rng.randn(*rng.sizes(4))) + 1
        expect(submission.call("channel_statistics", x)).to_match(reference.call("channel_statistics", x))


@check("channel_statistics", title="gives shape (1,) for one channel")
def test_channel_statistics_one_channel(submission, reference, rng):
    b, h, w = rng.sizes(3)
    x = rng.randn(b, 1, h, w)
    expect(submission.call("channel_statistics", x)).to_match(reference.call("channel_statistics", x))


@check("channel_statistics", title="gives deviation 0 to a channel of equal values")
def test_channel_statistics_constant(submission, reference, rng):
    b, c, h, w = rng.sizes(4)
    x = rng.permutation(c).float()[:, None, None]
    for values in (x.expand(b, c, h, w).clone(), x[None]):
        # A mean that is off by a rounding error is no mistake.
        known = reference.call("channel_statistics", values)
        expect(submission.call("channel_statistics", values)).to_match(known, atol=1e-5)


@check("channel_statistics", title="stays accurate far from zero")
def test_channel_statistics_far_from_zero(submission, reference, rng):
    x = 1000 + rng.randn(*rng.sizes(4, low=3))
    expect(submission.call("channel_statistics", x)).to_match(reference.call("channel_statistics", x))


@check("channel_statistics", needs="test_channel_statistics_values", title="leaves its input as it was")
def test_channel_statistics_pure(submission, rng):
    x = 1 + rng.randn(*rng.sizes(4))
    args, _ = submission.inputs_after("channel_statistics", x)
    expect(args[0], "the input").to_match(x)


test_channel_statistics_device = follows_device(
    "channel_statistics", lambda rng: [rng.randn(*rng.sizes(4))], needs="test_channel_statistics_values"
)


def _rows(rng, n, d):
    """Return a matrix of positive numbers, without ties, whose first rows rank their positions in different orders.

    From the largest down, row 0 has its positions in the order 1, 2, .., D - 1, 0 and row 1 in the order D - 1, .., 0.
    """
    x = rng.rand(n, d)
    x[0] = torch.arange(d, 0, -1).roll(1)
    x[1] = torch.arange(1, d + 1)
    return x


@check("top_k_mask", points=2, title="marks the k largest elements of each row")
def test_top_k_mask_values(submission, reference, rng):
    for n, d, k in [(3, 5, 2), (4, 6, 3), (4, 4, 2)]:
        x = rng.strided(_rows(rng, n, d))
        expect(submission.call("top_k_mask", x, k)).to_match(reference.call("top_k_mask", x, k))


@check("top_k_mask", title="can mark a whole row")
def test_top_k_mask_all(submission, reference, rng):
    n, d = rng.sizes(2)
    x = _rows(rng, n, d)
    expect(submission.call("top_k_mask", x, d)).to_match(reference.call("top_k_mask", x, d))


@check("top_k_mask", title="takes negative numbers for what they are")
def test_top_k_mask_negative(submission, reference, rng):
    x = _rows(rng, 3, 5) - 10
    expect(submission.call("top_k_mask", x, 2)).to_match(reference.call("top_k_mask", x, 2))


@check("top_k_mask", needs="test_top_k_mask_values", title="leaves its input as it was")
def test_top_k_mask_pure(submission, rng):
    x = _rows(rng, 3, 5)
    args, _ = submission.inputs_after("top_k_mask", x, 2)
    expect(args[0], "the input").to_match(x)


test_top_k_mask_device = follows_device("top_k_mask", lambda rng: [_rows(rng, 3, 5), 2], needs="test_top_k_mask_values")


@check("weighted_mean", points=2, title="weights the rows, here with weights that sum to 1")
def test_weighted_mean_values(submission, reference, rng):
    for n, d in [rng.sizes(2), (4, 4)]:
        x, weights = rng.strided(rng.randn(n, d)), 0.5 + rng.rand(n)
        weights /= weights.sum()
        expect(submission.call("weighted_mean", x, weights)).to_match(reference.call("weighted_mean", x, weights))


@check("weighted_mean", title="divides by the sum of the weights")
def test_weighted_mean_total(submission, reference, rng):
    n, d = rng.sizes(2)
    x, weights = rng.randn(n, d), 2 + rng.rand(n)
    weights[0] = 0.0
    expect(submission.call("weighted_mean", x, weights)).to_match(reference.call("weighted_mean", x, weights))


@check("weighted_mean", title="lets gradients through to values and weights")
def test_weighted_mean_gradients(submission, reference, rng):
    n, d = rng.sizes(2)
    x, weights = rng.randn(n, d), 0.5 + rng.rand(n)
    known = reference.gradients("weighted_mean", x, weights)
    # A tiny number that was added to the sum against 0 / 0 does no harm.
    expect(submission.gradients("weighted_mean", x, weights)).to_match(known, rtol=1e-5)


@check("weighted_mean", needs="test_weighted_mean_values", title="leaves its inputs as they were")
def test_weighted_mean_pure(submission, rng):
    n, d = rng.sizes(2)
    x, weights = rng.randn(n, d), 2 + rng.rand(n)
    args, _ = submission.inputs_after("weighted_mean", x, weights)
    expect(args, "the inputs").to_match([x, weights])


test_weighted_mean_device = follows_device(
    "weighted_mean", lambda rng: [rng.randn(4, 3), 0.5 + rng.rand(4)], needs="test_weighted_mean_values"
)


@check("masked_mean", points=2, title="averages each sequence over its valid positions")
def test_masked_mean_values(submission, reference, rng):
    x = rng.strided(rng.randn(3, 5, 4))
    x[1, 0] = 0.0
    mask = torch.arange(5) < torch.tensor([[2], [4], [3]])
    expect(submission.call("masked_mean", x, mask)).to_match(reference.call("masked_mean", x, mask))


@check("masked_mean", title="skips invalid positions between valid ones")
def test_masked_mean_holes(submission, reference, rng):
    x = rng.randn(2, 5, 3)
    mask = torch.tensor([[False, True, False, True, True], [True, False, True, False, False]])
    expect(submission.call("masked_mean", x, mask)).to_match(reference.call("masked_mean", x, mask))


@check("masked_mean", title="gives zeros where nothing is valid")
def test_masked_mean_nothing_valid(submission, reference, rng):
    x, mask = rng.randn(2, 4, 3), torch.tensor([[True, True, True, False], [False] * 4])
    expect(submission.call("masked_mean", x, mask)).to_match(reference.call("masked_mean", x, mask))


@check("masked_mean", title="lets nothing out of the padding, not even NaN")
def test_masked_mean_nan_padding(submission, reference, rng):
    x, mask = rng.randn(2, 4, 3), torch.tensor([[True, True, False, False], [True, True, True, False]])
    x[0, 2], x[0, 3], x[1, 3] = torch.inf, torch.nan, -torch.inf
    expect(submission.call("masked_mean", x, mask)).to_match(reference.call("masked_mean", x, mask))


@check("masked_mean", title="keeps sizes of 1")
def test_masked_mean_ones(submission, reference, rng):
    for b, t, d in [(1, 3, 2), (2, 1, 3), (2, 3, 1)]:
        x, mask = rng.randn(b, t, d), torch.ones(b, t, dtype=torch.bool)
        expect(submission.call("masked_mean", x, mask)).to_match(reference.call("masked_mean", x, mask))


@check("masked_mean", needs="test_masked_mean_values", title="leaves its inputs as they were")
def test_masked_mean_pure(submission, rng):
    x, mask = rng.randn(2, 4, 3), torch.tensor([[True, True, False, False], [True, True, True, False]])
    args, _ = submission.inputs_after("masked_mean", x, mask)
    expect(args, "the inputs").to_match([x, mask])


test_masked_mean_device = follows_device(
    "masked_mean",
    lambda rng: [rng.randn(2, 4, 3), torch.arange(4) < torch.tensor([[2], [3]])],
    needs="test_masked_mean_values",
)


@check("softmax_rows", points=2, title="turns each row into probabilities")
def test_softmax_rows_values(submission, reference, rng):
    for n, d in [rng.sizes(2), (1, 4), (4, 1), (3, 3)]:
        x = rng.strided(rng.randn(n, d))
        expect(submission.call("softmax_rows", x)).to_match(reference.call("softmax_rows", x))


@check("softmax_rows", title="stays finite for large values")
def test_softmax_rows_large(submission, reference, rng):
    x = 1000 + rng.randn(3, 4)
    expect(submission.call("softmax_rows", x)).to_match(reference.call("softmax_rows", x))


@check("softmax_rows", title="stays finite where rows lie far apart")
def test_softmax_rows_apart(submission, reference, rng):
    x = torch.tensor([[0.0], [-600.0], [-2000.0]]) + rng.randn(3, 4)
    expect(submission.call("softmax_rows", x)).to_match(reference.call("softmax_rows", x))


@check("softmax_rows", title="stays finite where values lie far apart within a row")
def test_softmax_rows_spread(submission, reference, rng):
    x = torch.tensor([0.0, -400.0, -900.0, 0.0]) + rng.randn(3, 4)
    expect(submission.call("softmax_rows", x)).to_match(reference.call("softmax_rows", x))


@check("softmax_rows", title="lets gradients through")
def test_softmax_rows_gradients(submission, reference, rng):
    x = rng.randn(*rng.sizes(2))
    known = reference.gradients("softmax_rows", x)
    # A tiny number that was added to the sums against 0 / 0 does no harm.
    expect(submission.gradients("softmax_rows", x)).to_match(known, rtol=1e-5)


@check("softmax_rows", needs="test_softmax_rows_values", title="leaves its input as it was")
def test_softmax_rows_pure(submission, rng):
    x = rng.randn(*rng.sizes(2))
    args, _ = submission.inputs_after("softmax_rows", x)
    expect(args[0], "the input").to_match(x)


@check("softmax_rows", needs="test_softmax_rows_values", reported=True, title="does without PyTorch's own softmax")
def test_softmax_rows_by_yourself(submission, rng):
    calls = submission.library_calls("softmax_rows", rng.randn(2, 3))
    expect(calls).to_avoid("softmax", "log_softmax", "special_softmax", "special_log_softmax", "softmin")


test_softmax_rows_device = follows_device("softmax_rows", lambda rng: [rng.randn(3, 4)], needs="test_softmax_rows_values")
