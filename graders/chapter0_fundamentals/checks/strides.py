"""Checks for chapter0_fundamentals/strides.

D = number of dimensions, N = rows of a square matrix, T = length of a vector.
"""

import torch

from learn.checks import check
from learn.claims import expect_seen
from learn.devices import follows_device
from learn.expect import expect


@check("contiguous_strides", points=2, title="multiplies the sizes after each dimension")
def test_contiguous_strides_values(submission, reference, rng):
    for rank in (2, 3, 4):
        shape = tuple(rng.sizes(rank))
        expect(submission.call("contiguous_strides", shape)).to_match(reference.call("contiguous_strides", shape))


@check("contiguous_strides", title="takes sizes of 0 and 1 as PyTorch does")
def test_contiguous_strides_small_sizes(submission, reference, rng):
    a, b = rng.sizes(2)
    for shape in ((a, 1, b), (1, a), (a, 0, b), (b, 0)):
        expect(submission.call("contiguous_strides", shape)).to_match(reference.call("contiguous_strides", shape))


@check("contiguous_strides", title="knows shapes with one dimension and with none")
def test_contiguous_strides_low_rank(submission, reference, rng):
    for shape in ((rng.integer(2, 7),), ()):
        expect(submission.call("contiguous_strides", shape)).to_match(reference.call("contiguous_strides", shape))


@check("contiguous_strides", needs="test_contiguous_strides_values", title="calculates without asking a tensor", reported=True)
def test_contiguous_strides_without_tensor(submission, rng):
    used = submission.library_calls("contiguous_strides", tuple(rng.sizes(3)))
    expect(used).to_avoid("stride")


@check("element_offset", points=2, title="multiplies each index by its stride and adds up")
def test_element_offset_contiguous(submission, reference, rng):
    for rank in (1, 2, 3):
        index, shape = tuple(rng.sizes(rank)), tuple(rng.sizes(rank, low=8, high=12))
        strides = reference.call("contiguous_strides", shape)
        expect(submission.call("element_offset", index, strides)).to_match(reference.call("element_offset", index, strides))


@check("element_offset", title="takes the strides as they are: of permuted, expanded and sliced tensors")
def test_element_offset_any_strides(submission, reference, rng):
    index = tuple(rng.sizes(3))
    wide, step, gap = rng.integer(30, 40), rng.integer(8, 12), rng.integer(2, 4)
    for strides in ((1, wide, step), (wide, step, gap), (step, 0, gap), (wide, step, 0)):
        expect(submission.call("element_offset", index, strides)).to_match(reference.call("element_offset", index, strides))


@check("element_offset", title="starts at the storage offset")
def test_element_offset_start(submission, reference, rng):
    start = rng.integer(3, 20)
    row, column = rng.sizes(2)
    for index, strides in (((row, column), (10, 1)), ((), ())):
        known = reference.call("element_offset", index, strides, storage_offset=start)
        expect(submission.call("element_offset", index, strides, storage_offset=start)).to_match(known)


@check("element_offset", title="raises ValueError where index and strides are not equally long")
def test_element_offset_lengths(submission, rng):
    row, column = rng.sizes(2)
    for index, strides in (((row, column), (5,)), ((row,), (5, 1)), ((row, column), ())):
        expect(submission.attempt("element_offset", index, strides)).to_raise("ValueError")


@check("strides_after_permute", points=2, title="takes the strides in the order of dims")
def test_strides_after_permute_values(submission, reference, rng):
    for rank in (3, 4):
        strides = tuple(sorted(rng.sizes(rank, low=2, high=60)))[1:] + (1,)
        turn = rng.choice([1, rank - 1])  # a rotation: applied twice, it does not cancel
        dims = tuple((k + turn) % rank for k in range(rank))
        known = reference.call("strides_after_permute", strides, dims)
        expect(submission.call("strides_after_permute", strides, dims)).to_match(known)


@check("strides_after_permute", title="counts negative dims from the end")
def test_strides_after_permute_negative(submission, reference, rng):
    strides = tuple(rng.sizes(3, low=2, high=60))
    for dims in ((-1, 0, 1), (1, -1, -3), (-1, -2, -3)):
        known = reference.call("strides_after_permute", strides, dims)
        expect(submission.call("strides_after_permute", strides, dims)).to_match(known)


@check("strides_after_permute", title="raises ValueError where a dimension is named twice")
def test_strides_after_permute_twice(submission, rng):
    strides = tuple(rng.sizes(3, low=2, high=60))
    for dims in ((0, 1, 1), (2, -1, -1), (0, -3, 1), (2, 1, -1)):
        expect(submission.attempt("strides_after_permute", strides, dims)).to_raise("ValueError")


@check("strides_after_permute", title="raises ValueError where one is missing or does not exist")
def test_strides_after_permute_missing(submission, rng):
    strides = tuple(rng.sizes(3, low=2, high=60))
    for dims in ((1, 0), (), (0, 1, 2, 0), (0, 1, 5), (0, 1, -4)):
        expect(submission.attempt("strides_after_permute", strides, dims)).to_raise("ValueError")


def agree(submission, reference, cases):
    """Compare the verdicts on these pairs of shape and strides."""
    for shape, strides in cases:
        known = reference.call("is_contiguous", shape, strides)
        expect(submission.call("is_contiguous", shape, strides)).to_match(known)


@check("is_contiguous", points=2, title="tells row-major strides from permuted ones")
def test_is_contiguous_order(submission, reference, rng):
    a, b, c = rng.sizes(3)
    permuted = [((b, a, c), (c, b * c, 1)), ((c, b), (1, c)), ((c, a, b), (1, b * c, c))]
    agree(submission, reference, [((a, b, c), (b * c, c, 1)), ((a,), (1,)), ((), ()), *permuted])


@check("is_contiguous", title="sees gaps and repeats in storage")
def test_is_contiguous_gaps(submission, reference, rng):
    a, b = rng.sizes(2)
    agree(submission, reference, [((a, b), (b + 2, 1)), ((a,), (2,)), ((a, b), (2 * b, 2)), ((a, b), (0, 1))])


@check("is_contiguous", title="ignores the stride of a dimension of size 1, and of no other")
def test_is_contiguous_size_one(submission, reference, rng):
    a, b = rng.sizes(2)
    odd = rng.integer(50, 90)
    contiguous = [((1, a, b), (odd, b, 1)), ((a, 1), (1, odd)), ((a, 1, b), (b, odd, 1)), ((1, 1), (odd, 0))]
    agree(submission, reference, [*contiguous, ((b, 1, a), (1, odd, b))])


@check("is_contiguous", title="calls a tensor without elements contiguous")
def test_is_contiguous_empty(submission, reference, rng):
    a, b = rng.sizes(2)
    agree(submission, reference, [((a, 0, b), (1, 7, 5)), ((0,), (2,)), ((0, a), (1, 3))])


@check("trace_by_stride", points=2, title="sums the diagonal")
def test_trace_by_stride_values(submission, reference, rng):
    for n in (1, *rng.sizes(2, low=3)):
        x = rng.randn(n, n)
        expect(submission.call("trace_by_stride", x)).to_match(reference.call("trace_by_stride", x))


@check("trace_by_stride", title="takes both strides from the matrix")
def test_trace_by_stride_strided(submission, reference, rng):
    n = rng.integer(3, 6)
    square = rng.randn(n, n, dtype=rng.choice([torch.float32, torch.float64]))
    transposed = rng.strided(square)
    expect(submission.call("trace_by_stride", transposed)).to_match(reference.call("trace_by_stride", transposed))
    for whole, step in ((rng.randn(n, n + 2), 1), (rng.randn(2 * n, 2 * n + 1), 2)):
        inputs = {"whole": whole, "start": 0, "step": step, "n": n}
        expect_seen(submission, reference, "trace_of_part", "the trace of a part", **inputs)


@check("trace_by_stride", title="reads a block inside a larger matrix")
def test_trace_by_stride_block(submission, reference, rng):
    n, start = rng.integer(3, 5), rng.integer(1, 3)
    inputs = {"whole": rng.randn(n + start + 1, n + start + 2), "start": start, "step": 1, "n": n}
    expect_seen(submission, reference, "trace_of_part", "the trace of the block", **inputs)


@check("trace_by_stride", needs="test_trace_by_stride_values", title="leaves the matrix as it was")
def test_trace_by_stride_pure(submission, rng):
    n = rng.integer(3, 6)
    x = rng.randn(n, n)
    args, _ = submission.inputs_after("trace_by_stride", x)
    expect(args[0], "x").to_match(x)


@check("trace_by_stride", title="uses as_strided", reported=True)
def test_trace_by_stride_by_view(submission, rng):
    n = rng.integer(3, 6)
    used = {name.strip("_") for name in submission.library_calls("trace_by_stride", rng.randn(n, n))}
    expect("as_strided" in used).to_be_true("You did not use as_strided, which this task is about.")


test_trace_by_stride_device = follows_device(
    "trace_by_stride", lambda rng: [rng.randn(4, 4)], needs="test_trace_by_stride_values"
)


@check("sliding_windows", points=2, title="gives every window, one a row")
def test_sliding_windows_values(submission, reference, rng):
    t = rng.integer(7, 9)
    for size, x in ((3, rng.randn(t)), (1, rng.randint(0, 99, t)), (t, rng.randn(t)), (1, rng.randn(1))):
        expect(submission.call("sliding_windows", x, size)).to_match(reference.call("sliding_windows", x, size))


@check("sliding_windows", title="steps by the stride of x")
def test_sliding_windows_strided(submission, reference, rng):
    inputs = {"whole": rng.randn(rng.integer(18, 24)), "start": 0, "step": rng.integer(2, 3), "size": 3}
    expect_seen(submission, reference, "windows_of_part", "the windows of every second or third element", **inputs)


@check("sliding_windows", title="starts where x starts in its storage")
def test_sliding_windows_part(submission, reference, rng):
    inputs = {"whole": rng.randn(12), "start": rng.integer(2, 5), "step": 1, "size": 3}
    expect_seen(submission, reference, "windows_of_part", "the windows of a part", **inputs)


@check("sliding_windows", title="is a view: it shares the memory of x")
def test_sliding_windows_shares_memory(submission, rng):
    x = rng.randn(rng.integer(6, 9))
    for given in (x, rng.strided(x)):
        shared = submission.shares_memory("sliding_windows", given, 3)
        expect(shared).to_be_true("The windows are a copy: they do not share the memory of x.")


@check("sliding_windows", title="raises ValueError for a size below 1")
def test_sliding_windows_too_small(submission, rng):
    x = rng.randn(rng.integer(4, 7))
    for size in (0, -2):
        expect(submission.attempt("sliding_windows", x, size)).to_raise("ValueError")


@check("sliding_windows", title="raises ValueError for a size above the length")
def test_sliding_windows_too_large(submission, rng):
    x = rng.randn(rng.integer(4, 7))
    for size in (len(x) + 1, 2 * len(x)):
        expect(submission.attempt("sliding_windows", x, size)).to_raise("ValueError")


@check("sliding_windows", needs="test_sliding_windows_values", title="does without unfold", reported=True)
def test_sliding_windows_by_hand(submission, rng):
    expect(submission.library_calls("sliding_windows", rng.randn(6), 2)).to_avoid("unfold")


test_sliding_windows_device = follows_device(
    "sliding_windows", lambda rng: [rng.randn(7), 3], needs="test_sliding_windows_values"
)
