"""Plausible wrong versions of the tasks in chapter0_fundamentals/strides."""

import math

import numpy as np
import torch

from learn.variants import mistake


@mistake(
    "contiguous_strides",
    "You multiplied the sizes before each dimension (column-major): PyTorch multiplies those after it.",
)
def column_major(shape):
    return tuple(math.prod(max(size, 1) for size in shape[:d]) for d in range(len(shape)))


@mistake(
    "contiguous_strides",
    "You included the dimension's own size: only the sizes after it count, so the last stride is 1.",
)
def own_size_included(shape):
    return tuple(math.prod(max(size, 1) for size in shape[d:]) for d in range(len(shape)))


@mistake("contiguous_strides", "You counted in bytes, as NumPy does: PyTorch counts strides in elements.")
def in_bytes(shape):
    return tuple(4 * math.prod(max(size, 1) for size in shape[d + 1 :]) for d in range(len(shape)))


@mistake("contiguous_strides", "You took only the next dimension's size: multiply all sizes after the dimension.")
def next_size_only(shape):
    return tuple(max(size, 1) for size in (*shape[1:], 1)) if shape else ()


@mistake("contiguous_strides", "You built the strides from the last dimension on and did not turn the order round again.")
def still_reversed(shape):
    return tuple(math.prod(max(size, 1) for size in shape[d + 1 :]) for d in reversed(range(len(shape))))


@mistake("contiguous_strides", "You returned a list: strides are a tuple, as x.stride() gives them.")
def as_list(shape):
    return [math.prod(max(size, 1) for size in shape[d + 1 :]) for d in range(len(shape))]


@mistake("contiguous_strides", "A size of 0 made strides 0: it counts as 1, as in PyTorch.")
def zero_multiplied(shape):
    return tuple(math.prod(shape[d + 1 :]) for d in range(len(shape)))


@mistake("contiguous_strides", "You set the stride of a dimension of size 1 to 0: it follows the same rule as all others.")
def zero_for_size_one(shape):
    found = [math.prod(max(size, 1) for size in shape[d + 1 :]) for d in range(len(shape))]
    return tuple(0 if size == 1 else stride for size, stride in zip(shape, found, strict=True))


@mistake("contiguous_strides", "For the shape () you returned (1,): a tensor without dimensions has no strides, ().")
def one_for_no_dimension(shape):
    strides = [1]
    for size in reversed(shape[1:]):
        strides.insert(0, strides[0] * max(size, 1))
    return tuple(strides)


@mistake("contiguous_strides", "You made a tensor and asked it for its strides: multiply the sizes yourself.")
def asked_a_tensor(shape):
    return torch.empty(shape).stride()


@mistake("element_offset", "You multiplied the products together: add them up.")
def multiplied_up(index, strides, storage_offset=0):
    _same_length(index, strides)
    steps = [i * stride for i, stride in zip(index, strides, strict=True)]
    return storage_offset + (math.prod(steps) if steps else 0)


@mistake("element_offset", "You paired the first index with the last stride: index and strides go in the same order.")
def paired_backwards(index, strides, storage_offset=0):
    _same_length(index, strides)
    return storage_offset + sum(i * stride for i, stride in zip(index, reversed(strides), strict=True))


@mistake("element_offset", "You counted in bytes (times 4): strides and offsets are in elements.")
def offset_in_bytes(index, strides, storage_offset=0):
    _same_length(index, strides)
    return storage_offset + 4 * sum(i * stride for i, stride in zip(index, strides, strict=True))


@mistake("element_offset", "You took the last stride to be 1: permuted or sliced tensors have others there.")
def last_stride_one(index, strides, storage_offset=0):
    _same_length(index, strides)
    return storage_offset + sum(i * stride for i, stride in zip(index, (*strides[:-1], 1), strict=False))


@mistake(
    "element_offset",
    "You skipped strides of 0 as if they were missing and used 1: a stride of 0 means that no index moves.",
)
def zero_stride_as_one(index, strides, storage_offset=0):
    _same_length(index, strides)
    return storage_offset + sum(i * (stride or 1) for i, stride in zip(index, strides, strict=True))


@mistake("element_offset", "You forgot the storage offset: a slice does not start at the storage's beginning.")
def offset_forgotten(index, strides, storage_offset=0):
    _same_length(index, strides)
    return sum(i * stride for i, stride in zip(index, strides, strict=True))


@mistake("element_offset", "You added the storage offset once for each dimension: add it once.")
def offset_in_each_dimension(index, strides, storage_offset=0):
    _same_length(index, strides)
    return sum(storage_offset + i * stride for i, stride in zip(index, strides, strict=True))


@mistake("element_offset", "zip stops silently at the shorter one: pass strict=True, or compare the lengths yourself.")
def cut_short(index, strides, storage_offset=0):
    return storage_offset + sum(i * stride for i, stride in zip(index, strides, strict=False))


@mistake(
    "element_offset",
    "Counting through index finds only strides that are too short, with IndexError: compare the lengths first.",
)
def counted_through(index, strides, storage_offset=0):
    return storage_offset + sum(index[d] * strides[d] for d in range(len(index)))


@mistake("element_offset", "A failed assert raises AssertionError: compare the lengths and raise ValueError.")
def asserted(index, strides, storage_offset=0):
    assert len(index) == len(strides)
    return storage_offset + sum(i * stride for i, stride in zip(index, strides, strict=True))


def _same_length(index, strides):
    if len(index) != len(strides):
        raise ValueError("index and strides are not equally long")


@mistake(
    "strides_after_permute",
    "You applied the inverse: result dimension k takes strides[dims[k]], it does not send strides[k] there.",
)
def inverse_permutation(strides, dims):
    _named_once(strides, dims)
    result = list(strides)
    for k, d in enumerate(dims):
        result[d] = strides[k]
    return tuple(result)


@mistake("strides_after_permute", "You turned the order round whatever dims says: that is the transpose of a matrix only.")
def always_reversed(strides, dims):
    _named_once(strides, dims)
    return tuple(reversed(strides))


@mistake("strides_after_permute", "You left the strides as they were: permute moves no data, so the strides have to move.")
def unchanged(strides, dims):
    _named_once(strides, dims)
    return strides


@mistake("strides_after_permute", "You sorted the strides as if the result were contiguous: permute moves no data.")
def made_contiguous(strides, dims):
    _named_once(strides, dims)
    return tuple(sorted(strides, reverse=True))


@mistake("strides_after_permute", "You refused negative dims: -1 names the last dimension, as in permute.")
def negative_refused(strides, dims):
    if sorted(dims) != list(range(len(strides))):
        raise ValueError("dims must name each dimension once")
    return tuple(strides[d] for d in dims)


@mistake("strides_after_permute", "0 and -D are the same dimension: add D to negative dims before you look for repeats.")
def repeats_from_the_end(strides, dims):
    rank = len(strides)
    if len(set(dims)) != rank or len(dims) != rank or not all(-rank <= d < rank for d in dims):
        raise ValueError("dims must name each dimension once")
    return tuple(strides[d] for d in dims)


@mistake(
    "strides_after_permute",
    "A set sees neither that 0 and -D are one dimension nor that 5 may be none: compare the sorted dims with range(D).",
)
def set_counted_only(strides, dims):
    if len(set(dims)) != len(strides):
        raise ValueError("dims must name each dimension once")
    return tuple(strides[d] for d in dims)


@mistake(
    "strides_after_permute",
    "You compared only the lengths: (0, 1, 1) has the right one and still names a dimension twice.",
)
def length_checked_only(strides, dims):
    if len(dims) != len(strides):
        raise ValueError("dims must name each dimension once")
    return tuple(strides[d] for d in dims)


@mistake("strides_after_permute", "You checked nothing: dims that name a dimension twice, or none, must raise ValueError.")
def unchecked(strides, dims):
    return tuple(strides[d] for d in dims)


@mistake("strides_after_permute", "% D makes a dimension out of any number: check that it lies in -D to D - 1 first.")
def wrapped_round(strides, dims):
    rank = len(strides)
    if sorted(d % rank for d in dims) != list(range(rank)):
        raise ValueError("dims must name each dimension once")
    return tuple(strides[d % rank] for d in dims)


def _named_once(strides, dims):
    rank = len(strides)
    if sorted(d + rank if d < 0 else d for d in dims) != list(range(rank)):
        raise ValueError("dims must name each dimension once")


@mistake("is_contiguous", "You looked at the last stride only: the others have to fit the sizes after them too.")
def last_stride_only(shape, strides):
    return 0 in shape or all(size == 1 or stride == 1 for size, stride in zip(shape[-1:], strides[-1:], strict=True))


@mistake(
    "is_contiguous",
    "You asked only whether the elements fill the storage without gaps: they must be in row-major order too.",
)
def dense_in_any_order(shape, strides):
    if 0 in shape:
        return True
    step = 1
    for stride, size in sorted((stride, size) for size, stride in zip(shape, strides, strict=True) if size > 1):
        if stride != step:
            return False
        step *= size
    return True


@mistake(
    "is_contiguous",
    "Falling strides are not enough: each must equal the product of the sizes after it, or there are gaps.",
)
def falling_strides(shape, strides):
    used = [stride for size, stride in zip(shape, strides, strict=True) if size > 1]
    return 0 in shape or used == sorted(used, reverse=True)


@mistake(
    "is_contiguous",
    "You compared the stride of a dimension of size 1 as well: it is never used, so any number is right.",
)
def size_one_compared(shape, strides):
    return 0 in shape or strides == _row_major(shape)


@mistake("is_contiguous", "A dimension of size 1 anywhere satisfied you: skip its stride only, and look at the others.")
def any_size_one(shape, strides):
    return 0 in shape or 1 in shape or strides == _row_major(shape)


@mistake("is_contiguous", "A tensor without elements is contiguous whatever its strides are: look for a size of 0 first.")
def empty_compared(shape, strides):
    return all(n == 1 or s == w for n, s, w in zip(shape, strides, _row_major(shape), strict=True))


def _row_major(shape):
    return tuple(math.prod(max(size, 1) for size in shape[d + 1 :]) for d in range(len(shape)))


@mistake("trace_by_stride", "You stepped by one row only, which walks down the first column: add the column's stride.")
def down_a_column(x):
    return x.as_strided((len(x),), (x.stride(0),)).sum()


@mistake("trace_by_stride", "You stepped by one column only, which walks along the first row: add the row's stride.")
def along_a_row(x):
    return x.as_strided((len(x),), (x.stride(1),)).sum()


@mistake("trace_by_stride", "You stopped one element early: the diagonal of an N x N matrix has N elements.")
def one_element_short(x):
    return x.as_strided((len(x) - 1,), (x.stride(0) + x.stride(1),)).sum()


@mistake(
    "trace_by_stride",
    "You returned a Python number: the result is a tensor of shape (), so leave item() and float() out.",
)
def as_number(x):
    return x.as_strided((len(x),), (x.stride(0) + x.stride(1),)).sum().item()


@mistake("trace_by_stride", "N + 1 is right for a contiguous matrix only: use x.stride(0) + x.stride(1).")
def contiguous_assumed(x):
    return x.as_strided((len(x),), (len(x) + 1,)).sum()


@mistake("trace_by_stride", "You took the column's stride to be 1: in a transposed or thinned-out matrix it is x.stride(1).")
def column_stride_assumed(x):
    return x.as_strided((len(x),), (x.stride(0) + 1,)).sum()


@mistake(
    "trace_by_stride",
    "storage_offset=0 starts at the storage's beginning, not at x's: leave it out or pass x.storage_offset().",
)
def from_storage_start(x):
    return x.as_strided((len(x),), (x.stride(0) + x.stride(1),), 0).sum()


@mistake("trace_by_stride", "as_strided_ with an underscore changes the caller's tensor into the diagonal: use as_strided.")
def strided_in_place(x):
    return x.as_strided_((len(x),), (x.stride(0) + x.stride(1),)).sum()


@mistake("trace_by_stride", "You let trace() do it: build the view of the diagonal with as_strided.")
def library_trace(x):
    return torch.trace(x)


@mistake("trace_by_stride", "You picked the elements by their indices: build the view of the diagonal with as_strided.")
def picked_by_index(x):
    places = torch.arange(len(x))
    return x[places, places].sum()


@mistake(
    "trace_by_stride", "torch.tensor puts the sum on the CPU, wherever x is: call sum() on the view, which leaves it there."
)
def sum_on_cpu(x):
    diagonal = x.as_strided((len(x),), (x.stride(0) + x.stride(1),))
    return torch.tensor(sum(diagonal.tolist()), dtype=x.dtype)


@mistake("sliding_windows", "One window is missing: there are T - size + 1.")
def one_window_short(x, size):
    _fitting(x, size)
    return x.as_strided((len(x) - size, size), (x.stride(0), x.stride(0)))


@mistake("sliding_windows", "T windows would read past the end of x: the last one starts at T - size.", raises=True)
def past_the_end(x, size):
    _fitting(x, size)
    return x.as_strided((len(x), size), (x.stride(0), x.stride(0)))


@mistake(
    "sliding_windows",
    "Your windows stand side by side: the next one starts one element later, so both strides are equal.",
)
def windows_side_by_side(x, size):
    _fitting(x, size)
    return x.as_strided((len(x) // size, size), (size * x.stride(0), x.stride(0)))


@mistake("sliding_windows", "Your windows are the columns: the shape is (T - size + 1, size).")
def windows_as_columns(x, size):
    _fitting(x, size)
    return x.as_strided((size, len(x) - size + 1), (x.stride(0), x.stride(0)))


@mistake("sliding_windows", "Strides of (1, 1) are right for a contiguous x only: use x.stride(0).")
def stride_one_assumed(x, size):
    _fitting(x, size)
    return x.as_strided((len(x) - size + 1, size), (1, 1))


@mistake(
    "sliding_windows",
    "storage_offset=0 starts at the storage's beginning, not at x's: leave it out or pass x.storage_offset().",
)
def windows_from_storage_start(x, size):
    _fitting(x, size)
    return x.as_strided((len(x) - size + 1, size), (x.stride(0), x.stride(0)), 0)


@mistake("sliding_windows", "stack copies every window: as_strided makes them a view of x.")
def stacked(x, size):
    _fitting(x, size)
    return torch.stack([x[n : n + size] for n in range(len(x) - size + 1)])


@mistake("sliding_windows", "contiguous() copies an x that is not contiguous: keep x, and use its own stride.")
def contiguous_first(x, size):
    _fitting(x, size)
    return x.contiguous().as_strided((len(x) - size + 1, size), (1, 1))


@mistake(
    "sliding_windows",
    "You let size 0 through, which gives windows without elements: a size below 1 must raise ValueError.",
)
def size_zero_allowed(x, size):
    if size < 0 or size > len(x):
        raise ValueError("size does not fit")
    return x.as_strided((len(x) - size + 1, size), (x.stride(0), x.stride(0)))


@mistake("sliding_windows", "A size above T gives no windows in your version: it must raise ValueError.")
def too_large_allowed(x, size):
    if size < 1:
        raise ValueError("size does not fit")
    return x.as_strided((max(len(x) - size + 1, 0), size), (x.stride(0), x.stride(0)))


@mistake("sliding_windows", "You checked nothing: sizes below 1 or above T must raise ValueError.")
def any_size(x, size):
    return x.as_strided((len(x) - size + 1, size), (x.stride(0), x.stride(0)))


@mistake("sliding_windows", "You called unfold, which is the task itself: choose shape and strides with as_strided.")
def library_unfold(x, size):
    _fitting(x, size)
    return x.unfold(0, size, 1)


@mistake(
    "sliding_windows",
    "You let NumPy build the view, and NumPy cannot read what is on an accelerator: as_strided works anywhere.",
)
def windows_by_numpy(x, size):
    if not 1 <= size <= len(x):
        raise ValueError("size does not fit")
    return torch.from_numpy(np.lib.stride_tricks.sliding_window_view(x.numpy(), size, writeable=True))


def _fitting(x, size):
    if not 1 <= size <= len(x):
        raise ValueError("size does not fit")
