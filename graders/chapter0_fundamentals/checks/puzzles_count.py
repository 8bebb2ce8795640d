"""Checks for chapter0_fundamentals/puzzles_count.  N = length, H, W = height and width, M = number of boundaries."""

import math

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

ELSEWHERE = ("einsum", "numpy", "array")
"""What solves almost every puzzle in one call; ``array`` is how NumPy's functions read a tensor."""
COUNTED = (
    *("bincount", "histc", "histogram", "histogramdd", "unique", "unique_consecutive", "count_nonzero", "one_hot"),
    *("sum", "nansum", "mean", "nanmean", "cumsum"),
)
SCATTERED = (
    *("scatter", "scatter_add", "scatter_reduce", "index_add", "index_put", "index_reduce", "put", "segment_reduce"),
    *("masked_scatter", "embedding_bag"),
)
RESHAPED = (
    *("reshape", "view", "view_as", "reshape_as", "flatten", "ravel", "unflatten", "as_strided", "resize"),
    "take",
)
JOINED = ("stack", "vstack", "hstack", "row_stack", "column_stack", "cat", "concat", "concatenate")
REPEATED = ("repeat", "repeat_interleave", "tile", "expand", "expand_as", "broadcast_to", "broadcast_tensors")
STEPS = ("heaviside", "sign", "sgn", "signbit", "copysign", "clamp", "clip", "relu", "threshold", "hardtanh")
SORTED = ("sort", "argsort", "msort", "argmax", "argmin", "max", "min", "topk", "nonzero", "argwhere")
BIG = 2**24
"""Beyond this, float32 no longer holds every whole number."""


@check("bincount", points=2, title="counts every number")
def test_bincount_values(submission, reference, rng):
    size = rng.integer(3, 7)
    x = rng.strided(_all_twice(rng, size))
    expect(submission.call("bincount", x, size)).to_match(reference.call("bincount", x, size))


@check("bincount", title="has a count for numbers that do not occur")
def test_bincount_unseen(submission, reference, rng):
    size = rng.integer(3, 6)
    x = _all_twice(rng, size)
    expect(submission.call("bincount", x, size + 2)).to_match(reference.call("bincount", x, size + 2))


@check("bincount", title="counts in int64")
def test_bincount_dtype(submission, reference, rng):
    x = _all_twice(rng, 4)
    expect(submission.call("bincount", x, 4)).to_have_dtype(reference.call("bincount", x, 4).dtype)


@check("bincount", title="is all zeros for an empty vector")
def test_bincount_empty(submission, reference, rng):
    x, size = rng.permutation(0), rng.integer(2, 6)
    expect(submission.call("bincount", x, size)).to_match(reference.call("bincount", x, size))


@check("bincount", needs="test_bincount_values", title="is built from the toolbox", reported=True)
def test_bincount_toolbox(submission, rng):
    calls = submission.library_calls("bincount", _all_twice(rng, 4), 4)
    expect(calls).to_avoid(*COUNTED, *SCATTERED, *ELSEWHERE)


test_bincount_device = follows_device("bincount", lambda rng: [_all_twice(rng, 4), 4], needs="test_bincount_values")


@check("scatter_add", points=2, title="adds up what goes to the same place")
def test_scatter_add_values(submission, reference, rng):
    size = rng.integer(3, 7)
    index = rng.strided(_all_twice(rng, size))
    values = rng.strided(2 + rng.rand(index.shape[0]))
    expected = reference.call("scatter_add", values, index, size)
    expect(submission.call("scatter_add", values, index, size)).to_match(expected)


@check("scatter_add", title="has a 0 for places that get nothing")
def test_scatter_add_unused(submission, reference, rng):
    size = rng.integer(3, 6)
    index = _all_twice(rng, size)
    values = 2 + rng.rand(index.shape[0])
    expect(submission.call("scatter_add", values, index, size + 2)).to_match(
        reference.call("scatter_add", values, index, size + 2)
    )


@check("scatter_add", title="adds up large whole numbers exactly")
def test_scatter_add_integers(submission, reference, rng):
    index = _all_twice(rng, 4)
    values = 2 * rng.randint(BIG, 2 * BIG, index.shape[0])
    values[0] += 1
    expect(submission.call("scatter_add", values, index, 4)).to_match(reference.call("scatter_add", values, index, 4))


@check("scatter_add", needs="test_scatter_add_values", title="is built from the toolbox", reported=True)
def test_scatter_add_toolbox(submission, rng):
    index = _all_twice(rng, 4)
    calls = submission.library_calls("scatter_add", 2 + rng.rand(index.shape[0]), index, 4)
    expect(calls).to_avoid(*COUNTED, *SCATTERED, *ELSEWHERE)


test_scatter_add_device = follows_device(
    "scatter_add", lambda rng: [2 + rng.rand(9), _all_twice(rng, 4), 4], needs="test_scatter_add_values"
)


@check("flatten", points=2, title="reads row after row")
def test_flatten_values(submission, reference, rng):
    h, w = sorted(rng.sizes(2))
    for shape in [(h, w), (w, h)]:
        x = rng.randn(*shape)
        expect(submission.call("flatten", x)).to_match(reference.call("flatten", x))


@check("flatten", title="reads matrices that are not contiguous")
def test_flatten_strided(submission, reference, rng):
    x = rng.strided(rng.randint(-9, 9, *rng.sizes(2)))
    x[0, 1] = x[1, 0] + 1  # so that the order shows in the second element
    expect(submission.call("flatten", x)).to_match(reference.call("flatten", x))


@check("flatten", title="reads a single row and a single column")
def test_flatten_thin(submission, reference, rng):
    for shape in [(1, 4), (4, 1), (1, 1)]:
        x = rng.bools(*shape)
        expect(submission.call("flatten", x)).to_match(reference.call("flatten", x))


@check("flatten", needs="test_flatten_values", title="is built from the toolbox", reported=True)
def test_flatten_toolbox(submission, rng):
    calls = submission.library_calls("flatten", rng.randn(*rng.sizes(2)))
    expect(calls).to_avoid(*RESHAPED, *JOINED, *ELSEWHERE)


test_flatten_device = follows_device("flatten", lambda rng: [rng.randn(3, 4)], needs="test_flatten_values")


@check("linspace", points=2, title="goes in equal steps and includes both ends")
def test_linspace_values(submission, reference, rng):
    for n in (rng.integer(3, 9), 2):
        start, end = _ends(rng, n)
        expect(submission.call("linspace", start, end, n)).to_match(reference.call("linspace", start, end, n))


@check("linspace", title="goes down where the end is smaller")
def test_linspace_falling(submission, reference, rng):
    n = rng.integer(3, 9)
    end, start = _ends(rng, n)
    expect(submission.call("linspace", start, end, n)).to_match(reference.call("linspace", start, end, n))


@check("linspace", title="holds the start alone when n is 1")
def test_linspace_single(submission, reference, rng):
    start, end = _ends(rng, 2)
    expect(submission.call("linspace", start, end, 1)).to_match(reference.call("linspace", start, end, 1))


@check("linspace", title="is float32")
def test_linspace_dtype(submission, reference, rng):
    n = rng.integer(3, 9)
    start, end = _ends(rng, n)
    expect(submission.call("linspace", start, end, n)).to_have_dtype(reference.call("linspace", start, end, n).dtype)


@check("linspace", needs="test_linspace_values", title="is built from the toolbox", reported=True)
def test_linspace_toolbox(submission, rng):
    n = rng.integer(3, 9)
    calls = submission.library_calls("linspace", *_ends(rng, n), n)
    expect(calls).to_avoid("linspace", "logspace", "lerp", "tensor", "as_tensor", "range", "cumsum", *ELSEWHERE)


@check("heaviside", points=2, title="is 0 below zero and 1 above")
def test_heaviside_signs(submission, reference, rng):
    for n in (rng.integer(4, 9), 1):
        x = 1 + rng.rand(n)
        x[-3:] *= -1
        values = rng.strided(2 + rng.rand(n))
        expect(submission.call("heaviside", x, values)).to_match(reference.call("heaviside", x, values))


@check("heaviside", title="takes the given value at zero")
def test_heaviside_zeros(submission, reference, rng):
    x = torch.tensor([-1.5, 0.0, 2.5, -0.0])
    values = rng.uniform(2.2, 2.8) + torch.arange(4)
    expect(submission.call("heaviside", x, values)).to_match(reference.call("heaviside", x, values))


@check("heaviside", title="is not disturbed by infinite values away from zero")
def test_heaviside_infinite(submission, reference, rng):
    x, values = rng.strided(torch.tensor([-1.5, 0.5, 2.5])), rng.randn(3)
    values[0], values[2] = math.inf, -math.inf
    expect(submission.call("heaviside", x, values)).to_match(reference.call("heaviside", x, values))


@check("heaviside", needs="test_heaviside_signs", title="leaves its inputs as they were")
def test_heaviside_pure(submission, rng):
    x, values = torch.tensor([-1.5, 0.0, 2.5]), 2 + rng.rand(3)
    args, _ = submission.inputs_after("heaviside", x, values)
    for seen, given, name in zip(args, (x, values), ("x", "values"), strict=True):
        expect(seen, name).to_match(given)


@check("heaviside", needs="test_heaviside_signs", title="is built from the toolbox", reported=True)
def test_heaviside_toolbox(submission, rng):
    n = rng.integer(3, 6)
    x, values = 1 + rng.rand(n), 2 + rng.rand(n)
    expect(submission.library_calls("heaviside", x, values)).to_avoid(*STEPS, *ELSEWHERE)


test_heaviside_device = follows_device(
    "heaviside",
    lambda rng: [torch.tensor([-1.5, 0.0, 2.5]), 2 + rng.rand(3)],
    needs=("test_heaviside_signs", "test_heaviside_zeros"),
)


@check("repeat", points=2, title="puts the vector into every row")
def test_repeat_values(submission, reference, rng):
    n, times = rng.sizes(2)
    x = rng.strided(1 + rng.rand(n))
    expect(submission.call("repeat", x, times)).to_match(reference.call("repeat", x, times))


@check("repeat", title="gives a single row, or none at all")
def test_repeat_few(submission, reference, rng):
    x = 1 + rng.rand(rng.integer(2, 6))
    for times in (1, 0):
        expect(submission.call("repeat", x, times)).to_match(reference.call("repeat", x, times))


@check("repeat", title="copies large whole numbers exactly")
def test_repeat_integers(submission, reference, rng):
    n, times = rng.sizes(2)
    x = 2 * rng.randint(BIG, 2 * BIG, n) + 1
    expect(submission.call("repeat", x, times)).to_match(reference.call("repeat", x, times))


@check("repeat", title="always makes a new tensor")
def test_repeat_new(submission, rng):
    x = rng.randn(4)
    for times in (3, 1):
        separate = not submission.shares_memory("repeat", x, times)
        expect(separate).to_be_true("the result is a view of x: whoever changes it changes x too.")


@check("repeat", needs="test_repeat_values", title="is built from the toolbox", reported=True)
def test_repeat_toolbox(submission, rng):
    calls = submission.library_calls("repeat", rng.randn(4), 3)
    expect(calls).to_avoid(*REPEATED, *JOINED, *ELSEWHERE)


test_repeat_device = follows_device("repeat", lambda rng: [1 + rng.rand(4), 3], needs="test_repeat_values")


@check("bucketize", points=2, title="finds the bucket of numbers between boundaries")
def test_bucketize_values(submission, reference, rng):
    n, m = rng.sizes(2, low=3)
    boundaries = torch.arange(m) ** 2.0
    x = rng.strided(boundaries[rng.randint(0, m - 2, n)] + 0.5)
    x[0] = -1.0
    expect(submission.call("bucketize", x, boundaries)).to_match(reference.call("bucketize", x, boundaries))


@check("bucketize", title="puts a number that equals a boundary into the bucket above")
def test_bucketize_ties(submission, reference, rng):
    n, m = rng.sizes(2, low=3)
    boundaries = torch.arange(m) ** 2.0
    x = boundaries[rng.randint(0, m - 2, n)]
    expect(submission.call("bucketize", x, boundaries)).to_match(reference.call("bucketize", x, boundaries))


@check("bucketize", title="counts all boundaries for numbers beyond the last")
def test_bucketize_beyond(submission, reference, rng):
    n, m = rng.sizes(2)
    x, boundaries = m**2 + rng.rand(n), torch.arange(m) ** 2.0
    expect(submission.call("bucketize", x, boundaries)).to_match(reference.call("bucketize", x, boundaries))


@check("bucketize", title="is int64")
def test_bucketize_dtype(submission, reference, rng):
    x, boundaries = 1 + rng.rand(4), 2.0 * torch.arange(3)
    expect(submission.call("bucketize", x, boundaries)).to_have_dtype(reference.call("bucketize", x, boundaries).dtype)


@check("bucketize", needs="test_bucketize_values", title="is built from the toolbox", reported=True)
def test_bucketize_toolbox(submission, rng):
    calls = submission.library_calls("bucketize", 1 + rng.rand(4), 2.0 * torch.arange(3))
    expect(calls).to_avoid("bucketize", "searchsorted", *SORTED, *COUNTED, *ELSEWHERE)


test_bucketize_device = follows_device(
    "bucketize", lambda rng: [rng.permutation(4) - 0.5, torch.arange(3) ** 2.0], needs="test_bucketize_values"
)


def _all_twice(rng, size):
    """Return every number from 0 to size - 1 at least twice, in random order."""
    number = torch.arange(2 * size + 1) % size
    return number[rng.permutation(2 * size + 1)]


def _ends(rng, n):
    """Return two numbers with n - 1 steps between them, the first one smaller, all in quarters: float32 is exact."""
    start = rng.integer(5, 7) / 4
    return start, start + rng.integer(1, 3) / 4 * (n - 1)
