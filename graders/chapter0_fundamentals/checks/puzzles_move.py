"""Checks for chapter0_fundamentals/puzzles_move.  N = length or number of rows, M = number of columns."""

import math

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

ELSEWHERE = ("einsum", "numpy", "array")
"""What solves almost every puzzle in one call; ``array`` is how NumPy's functions read a tensor."""
JOINED = (
    *("stack", "vstack", "hstack", "dstack", "row_stack", "column_stack", "cat", "concat", "concatenate"),
    *("pad", "constant_pad_nd", "pad_sequence", "atleast_2d"),
)
REVERSED = ("roll", "flip", "fliplr", "flipud", "rot90", "sort", "argsort", "msort", "topk")
EMPTIED = ("zeros", "zeros_like", "new_zeros", "full", "full_like", "new_full", "zero", "fill")
BIG = 2**24
"""Beyond this, float32 no longer holds every whole number."""


@check("diff", points=2, title="gives the difference from the element before")
def test_diff_values(submission, reference, rng):
    x = rng.strided(1 + rng.rand(rng.integer(4, 9)))
    expect(submission.call("diff", x)).to_match(reference.call("diff", x))


@check("diff", title="gives back a single element")
def test_diff_single(submission, reference, rng):
    x = 1 + rng.rand(1)
    expect(submission.call("diff", x)).to_match(reference.call("diff", x))


@check("diff", title="subtracts large whole numbers exactly")
def test_diff_integers(submission, reference, rng):
    x = BIG * rng.permutation(rng.integer(4, 9)) + 2 * BIG + 1
    expect(submission.call("diff", x)).to_match(reference.call("diff", x))


@check("diff", needs="test_diff_values", title="leaves its input as it was")
def test_diff_pure(submission, rng):
    x = 1 + rng.rand(rng.integer(4, 9))
    args, _ = submission.inputs_after("diff", x)
    expect(args[0], "the input").to_match(x)


@check("diff", needs="test_diff_values", title="is built from the toolbox", reported=True)
def test_diff_toolbox(submission, rng):
    calls = submission.library_calls("diff", rng.randn(rng.integer(4, 9)))
    expect(calls).to_avoid("diff", "gradient", *REVERSED, *JOINED, *ELSEWHERE)


test_diff_device = follows_device("diff", lambda rng: [1 + rng.rand(5)], needs="test_diff_values")


@check("vstack", points=2, title="puts one vector above the other")
def test_vstack_values(submission, reference, rng):
    for n in (2, rng.integer(3, 9), 1):
        x, y = rng.strided(rng.randn(n)), rng.randn(n)
        expect(submission.call("vstack", x, y)).to_match(reference.call("vstack", x, y))


@check("vstack", title="keeps whole numbers whole")
def test_vstack_integers(submission, reference, rng):
    n = rng.integer(3, 9)
    x, y = rng.randint(1, 9, n), rng.randint(-9, -1, n)
    expect(submission.call("vstack", x, y)).to_match(reference.call("vstack", x, y))


@check("vstack", title="is not disturbed by infinities")
def test_vstack_infinite(submission, reference, rng):
    x, y = rng.randn(4), rng.randn(4)
    x[1], y[2] = math.inf, -math.inf
    expect(submission.call("vstack", x, y)).to_match(reference.call("vstack", x, y))


@check("vstack", needs="test_vstack_values", title="is built from the toolbox", reported=True)
def test_vstack_toolbox(submission, rng):
    n = rng.integer(3, 9)
    calls = submission.library_calls("vstack", rng.randn(n), rng.randn(n))
    expect(calls).to_avoid(*JOINED, *ELSEWHERE)


test_vstack_device = follows_device("vstack", lambda rng: [1 + rng.rand(2), 3 + rng.rand(2)], needs="test_vstack_values")


@check("roll", points=2, title="moves elements to the right and round the end")
def test_roll_values(submission, reference, rng):
    x = rng.strided(1 + rng.rand(rng.integer(5, 9)))
    for shift in (1, 2, 3):
        expect(submission.call("roll", x, shift)).to_match(reference.call("roll", x, shift))


@check("roll", title="goes to the left, and round more than once")
def test_roll_far(submission, reference, rng):
    n = rng.integer(5, 9)
    x = 1 + rng.rand(n)
    for shift in (-1, -n - 2, 2 * n + 2):
        expect(submission.call("roll", x, shift)).to_match(reference.call("roll", x, shift))


@check("roll", title="moves nothing when the shift is 0")
def test_roll_zero(submission, reference, rng):
    x = 1 + rng.rand(rng.integer(5, 9))
    expect(submission.call("roll", x, 0)).to_match(reference.call("roll", x, 0))


@check("roll", title="keeps whole numbers whole")
def test_roll_integers(submission, reference, rng):
    x = rng.permutation(rng.integer(5, 9))
    expect(submission.call("roll", x, 2)).to_match(reference.call("roll", x, 2))


@check("roll", needs="test_roll_values", title="leaves its input as it was")
def test_roll_pure(submission, rng):
    x = 1 + rng.rand(rng.integer(5, 9))
    args, _ = submission.inputs_after("roll", x, 2)
    expect(args[0], "the input").to_match(x)


@check("roll", needs="test_roll_values", title="is built from the toolbox", reported=True)
def test_roll_toolbox(submission, rng):
    calls = submission.library_calls("roll", rng.randn(rng.integer(5, 9)), 2)
    expect(calls).to_avoid(*REVERSED, *JOINED, *ELSEWHERE)


test_roll_device = follows_device("roll", lambda rng: [1 + rng.rand(6), 2], needs="test_roll_values")


@check("flip", points=2, title="reverses the order")
def test_flip_values(submission, reference, rng):
    x = rng.strided(rng.randn(rng.integer(4, 9)))
    expect(submission.call("flip", x)).to_match(reference.call("flip", x))


@check("flip", title="gives back a single element")
def test_flip_single(submission, reference, rng):
    x = rng.randn(1)
    expect(submission.call("flip", x)).to_match(reference.call("flip", x))


@check("flip", title="keeps whole numbers whole")
def test_flip_integers(submission, reference, rng):
    x = rng.permutation(rng.integer(4, 9))
    expect(submission.call("flip", x)).to_match(reference.call("flip", x))


@check("flip", needs="test_flip_values", title="leaves its input as it was")
def test_flip_pure(submission, rng):
    x = rng.randn(rng.integer(4, 9))
    args, _ = submission.inputs_after("flip", x)
    expect(args[0], "the input").to_match(x)


@check("flip", needs="test_flip_values", title="is built from the toolbox", reported=True)
def test_flip_toolbox(submission, rng):
    calls = submission.library_calls("flip", rng.randn(rng.integer(4, 9)))
    expect(calls).to_avoid(*REVERSED, *JOINED, *ELSEWHERE)


# The same from both ends: two mistakes in the order, which other checks tell apart, would give one result here.
test_flip_device = follows_device("flip", lambda rng: [rng.uniform(1, 2) * abs(torch.arange(-2, 3))], needs="test_flip_values")


@check("compress", points=2, title="moves the kept elements to the front")
def test_compress_values(submission, reference, rng):
    mask, x = _some_kept(rng)
    expect(submission.call("compress", mask, x)).to_match(reference.call("compress", mask, x))


@check("compress", title="is all zeros where nothing is kept")
def test_compress_nothing(submission, reference, rng):
    x = 1 + rng.rand(rng.integer(4, 8))
    mask = x < 0
    expect(submission.call("compress", mask, x)).to_match(reference.call("compress", mask, x))


@check("compress", title="changes nothing where everything is kept")
def test_compress_everything(submission, reference, rng):
    for n in (rng.integer(4, 8), 1):
        x = 1 + rng.rand(n)
        expect(submission.call("compress", x > 0, x)).to_match(reference.call("compress", x > 0, x))


@check("compress", title="keeps zeros that are to be kept")
def test_compress_zeros(submission, reference, rng):
    mask, x = _some_kept(rng)
    x[1] = 0.0
    expect(submission.call("compress", mask, x)).to_match(reference.call("compress", mask, x))


@check("compress", title="keeps whole numbers whole")
def test_compress_integers(submission, reference, rng):
    mask, x = _some_kept(rng)
    x = 1 + torch.arange(x.shape[0])
    expect(submission.call("compress", mask, x)).to_match(reference.call("compress", mask, x))


@check("compress", needs="test_compress_values", title="leaves its inputs as they were")
def test_compress_pure(submission, rng):
    mask, x = _some_kept(rng)
    args, _ = submission.inputs_after("compress", mask, x)
    for seen, given, name in zip(args, (mask, x), ("mask", "x"), strict=True):
        expect(seen, name).to_match(given)


@check("compress", needs="test_compress_values", title="is built from the toolbox", reported=True)
def test_compress_toolbox(submission, rng):
    calls = submission.library_calls("compress", *_some_kept(rng))
    expect(calls).to_avoid(
        *("masked_select", "masked_scatter", "nonzero", "argwhere", "count_nonzero", "unique", "cumsum", "gather"),
        *(*REVERSED, *JOINED, *ELSEWHERE),
    )


test_compress_device = follows_device("compress", lambda rng: [*_some_kept(rng)], needs="test_compress_values")


@check("pad_to", points=2, title="fills up with zeros")
def test_pad_to_longer(submission, reference, rng):
    for n in (rng.integer(2, 6), 1):
        x, size = rng.strided(1 + rng.rand(n)), n + rng.integer(2, 6)
        expect(submission.call("pad_to", x, size)).to_match(reference.call("pad_to", x, size))


@check("pad_to", title="cuts off the end")
def test_pad_to_shorter(submission, reference, rng):
    n = rng.integer(4, 8)
    x = 1 + rng.rand(n)
    for size in (n - 1, 2, 0):
        expect(submission.call("pad_to", x, size)).to_match(reference.call("pad_to", x, size))


@check("pad_to", title="keeps whole numbers whole")
def test_pad_to_integers(submission, reference, rng):
    x = rng.randint(1, 9, 3)
    expect(submission.call("pad_to", x, 5)).to_match(reference.call("pad_to", x, 5))


@check("pad_to", title="always makes a new tensor")
def test_pad_to_new(submission, rng):
    x = rng.randn(5)
    for size in (3, 5):
        separate = not submission.shares_memory("pad_to", x, size)
        expect(separate).to_be_true("the result is a view of x: whoever changes it changes x too.")


@check("pad_to", needs="test_pad_to_longer", title="is built from the toolbox", reported=True)
def test_pad_to_toolbox(submission, rng):
    calls = submission.library_calls("pad_to", rng.randn(3), 5)
    expect(calls).to_avoid(*JOINED, *EMPTIED, "resize", *ELSEWHERE)


test_pad_to_device = follows_device("pad_to", lambda rng: [1 + rng.rand(3), 5], needs="test_pad_to_longer")


@check("sequence_mask", points=2, title="puts zeros behind the end of each row")
def test_sequence_mask_values(submission, reference, rng):
    n, m = rng.sizes(2, low=3)
    for rows in (n, m):
        values, lengths = rng.strided(1 + rng.rand(rows, m)), _lengths(rng, rows, m)
        expected = reference.call("sequence_mask", values, lengths)
        expect(submission.call("sequence_mask", values, lengths)).to_match(expected)


@check("sequence_mask", title="knows rows that are empty, full or longer than the matrix")
def test_sequence_mask_ends(submission, reference, rng):
    m = rng.integer(3, 7)
    values, lengths = 1 + rng.rand(3, m), torch.tensor([0, m, m + 2])
    expect(submission.call("sequence_mask", values, lengths)).to_match(reference.call("sequence_mask", values, lengths))


@check("sequence_mask", title="puts zeros in the place of NaN and infinity too")
def test_sequence_mask_nan(submission, reference, rng):
    values, lengths = 1 + rng.rand(3, 4), torch.tensor([1, 3, 2])
    values[0, 3], values[2, 2] = math.nan, math.inf
    expect(submission.call("sequence_mask", values, lengths)).to_match(reference.call("sequence_mask", values, lengths))


@check("sequence_mask", title="keeps whole numbers whole")
def test_sequence_mask_integers(submission, reference, rng):
    n, m = rng.sizes(2, low=3)
    values, lengths = rng.randint(1, 9, n, m), _lengths(rng, n, m)
    expect(submission.call("sequence_mask", values, lengths)).to_match(reference.call("sequence_mask", values, lengths))


@check("sequence_mask", needs="test_sequence_mask_values", title="leaves its input as it was")
def test_sequence_mask_pure(submission, rng):
    values, lengths = 1 + rng.rand(4, 4), _lengths(rng, 4, 4)
    args, _ = submission.inputs_after("sequence_mask", values, lengths)
    expect(args[0], "values").to_match(values)


@check("sequence_mask", needs="test_sequence_mask_values", title="is built from the toolbox", reported=True)
def test_sequence_mask_toolbox(submission, rng):
    calls = submission.library_calls("sequence_mask", 1 + rng.rand(4, 4), _lengths(rng, 4, 4))
    expect(calls).to_avoid("masked_fill", "masked_scatter", "tril", "triu", *ELSEWHERE)


test_sequence_mask_device = follows_device(
    "sequence_mask", lambda rng: [1 + rng.rand(3, 4), torch.tensor([1, 3, 2])], needs="test_sequence_mask_values"
)


def _some_kept(rng):
    """Return a mask that drops the first element and keeps at least two with a gap, and values without 0."""
    n = rng.integer(5, 8)
    mask = rng.bools(n)
    mask[:4] = torch.tensor([False, True, False, True])
    return mask, 1 + rng.rand(n)


def _lengths(rng, n, m):
    """Return a length from 1 to m - 1 for each row, the first two different."""
    lengths = rng.randint(1, m - 1, n)
    lengths[0], lengths[1] = 1, m - 1
    return lengths
