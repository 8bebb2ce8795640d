"""Unusual but right versions of the tasks in chapter0_fundamentals/creation."""

import math

import numpy as np
import torch

from learn.variants import alternative


@alternative("tensor_from_lists", "goes through a NumPy array of float32")
def by_numpy(numbers):
    return torch.from_numpy(np.array(numbers, dtype=np.float32))


@alternative("tensor_from_lists", "builds the tensor list by list")
def by_recursion(numbers):
    if not isinstance(numbers, list):
        return torch.full((), numbers, dtype=torch.float32)
    return torch.stack([by_recursion(part) for part in numbers]) if numbers else torch.empty(0)


@alternative("describe", "works everything out from the shape and the dtype, and keeps the torch.Size")
def from_shape(x):
    count = math.prod(x.shape)
    return {
        "bytes": count * x.dtype.itemsize,
        "device": str(x.device).partition(":")[0],
        "dtype": x.dtype,
        "ndim": len(x.shape),
        "numel": count,
        "shape": x.shape,
    }


@alternative("filled_like", "fills a copy in place")
def copy_filled(x, value):
    return x.clone().fill_(value)


@alternative("filled_like", "names shape, dtype and device")
def all_named(x, value):
    return torch.full(x.shape, value, dtype=x.dtype, device=x.device)


@alternative("to_uint8", "clamps first, adds a half, and lets the cast cut the fraction off")
def half_added(image):
    return (image.clamp(0, 1) * 255 + 0.5).to(torch.uint8)


@alternative("to_uint8", "one value after the other, in Python")
def one_by_one(image):
    values = [min(max(round(255 * value), 0), 255) for value in image.flatten().tolist()]
    return torch.tensor(values, dtype=torch.uint8, device=image.device).reshape(image.shape)


@alternative("add_exactly", "adds in place to a tensor of zeros")
def onto_zeros(a, b):
    floating = torch.result_type(a, b).is_floating_point
    dtype = torch.float64 if floating else torch.int64
    total = torch.zeros(torch.broadcast_shapes(a.shape, b.shape), dtype=dtype, device=a.device)
    total += a
    total += b
    return total


@alternative("steps", "mixes both ends with weights, in float64")
def weighted_ends(start, stop, num):
    weight = torch.arange(num, dtype=torch.float64) / max(num - 1, 1)
    return ((1 - weight) * start + weight * stop).float()


@alternative("steps", "a Python list")
def from_list(start, stop, num):
    return torch.tensor([start + (stop - start) * i / max(num - 1, 1) for i in range(num)], dtype=torch.float32)


@alternative("steps", "arange up to half a step beyond stop")
def half_a_step_more(start, stop, num):
    if num == 1:
        return torch.tensor([start], dtype=torch.float32)
    step = (stop - start) / (num - 1)
    return torch.arange(start, stop + step / 2, step, dtype=torch.float32)
