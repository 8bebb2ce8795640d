"""Unusual but right versions of the tasks in chapter0_fundamentals/strides."""

import math

import torch

from learn.variants import alternative


@alternative("contiguous_strides", "one product for each dimension")
def by_products(shape):
    return tuple(math.prod(size or 1 for size in shape[d + 1 :]) for d in range(len(shape)))


@alternative("contiguous_strides", "recursive: the strides of the rest, and one more in front")
def by_recursion(shape):
    if len(shape) < 2:
        return (1,) * len(shape)
    rest = by_recursion(shape[1:])
    return (rest[0] * max(shape[1], 1), *rest)


@alternative("element_offset", "walks through the dimensions from the last one on")
def by_walking(index, strides, storage_offset=0):
    if len(index) != len(strides):
        raise ValueError("one index is needed for each stride")
    place = storage_offset
    for d in range(len(strides) - 1, -1, -1):
        place += index[d] * strides[d]
    return place


@alternative("strides_after_permute", "permutes an empty tensor that has these strides")
def by_permuting(strides, dims):
    try:
        return torch.empty_strided([2] * len(strides), strides, device="meta").permute(dims).stride()
    except (RuntimeError, IndexError) as error:
        raise ValueError("dims is no permutation") from error


@alternative("strides_after_permute", "crosses the dimensions off one after the other")
def by_crossing_off(strides, dims):
    rank = len(strides)
    left = dict(enumerate(strides))
    result = [left.pop(d + rank if d < 0 else d, None) for d in dims]
    if None in result or left:
        raise ValueError("each dimension is needed once")
    return tuple(result)


@alternative("is_contiguous", "from the last dimension on, with the step that is expected next")
def by_expected_step(shape, strides):
    step = 1
    for size, stride in zip(reversed(shape), reversed(strides), strict=True):
        if size == 0:
            return True
        if size > 1 and stride != step:
            return 0 in shape
        step *= size
    return True


@alternative("trace_by_stride", "a contiguous copy, of which N + 1 is the diagonal's stride, summed by a product")
def by_copy(x):
    diagonal = torch.as_strided(x.contiguous(), (len(x),), (len(x) + 1,))
    return diagonal @ torch.ones_like(diagonal)


@alternative("trace_by_stride", "names the storage offset, and adds up in Python")
def by_adding(x):
    diagonal = torch.as_strided(x, [x.shape[0]], [sum(x.stride())], x.storage_offset())
    return torch.tensor(sum(diagonal.tolist()), dtype=x.dtype, device=x.device)


@alternative("sliding_windows", "widens by expand, then sets the strides")
def by_expanding(x, size):
    if size < 1 or size > x.numel():
        raise ValueError("there is no window of this size")
    table = x[: x.numel() - size + 1].unsqueeze(1).expand(-1, size)
    return torch.as_strided(table, table.shape, x.stride() * 2, x.storage_offset())
