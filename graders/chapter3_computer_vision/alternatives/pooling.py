"""Unusual but right versions of the tasks in chapter3_computer_vision/pooling."""

import math

import torch
from torch.nn import functional

from learn.variants import alternative


def both(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def as_columns(x, kernel_size, stride, padding, fill):
    """Return the windows by functional.unfold, shape (N, C, KH * KW, OH, OW)."""
    kernel, (ph, pw) = both(kernel_size), both(padding)
    step = both(kernel if stride is None else stride)
    padded = functional.pad(x, (pw, pw, ph, ph), value=fill)
    columns = functional.unfold(padded, kernel, stride=step)
    size = [(length - k) // s + 1 for length, k, s in zip(padded.shape[2:], kernel, step, strict=True)]
    return columns.reshape(*x.shape[:2], math.prod(kernel), *size)


@alternative("max_pool2d", "functional.unfold, and the lowest finite number as padding")
def by_columns(x, kernel_size, stride=None, padding=0):
    return as_columns(x, kernel_size, stride, padding, torch.finfo(x.dtype).min).max(dim=2).values


@alternative("max_pool2d", "the maximum of shifted pictures, one for each place in the window")
def by_shifts(x, kernel_size, stride=None, padding=0):
    (kh, kw), (ph, pw) = both(kernel_size), both(padding)
    sh, sw = both((kh, kw) if stride is None else stride)
    n, c, height, width = x.shape
    padded = x.new_full((n, c, height + 2 * ph, width + 2 * pw), -math.inf)
    padded[:, :, ph : ph + height, pw : pw + width] = x
    rows, columns = (height + 2 * ph - kh) // sh + 1, (width + 2 * pw - kw) // sw + 1
    result = None
    for i in range(kh):
        for j in range(kw):
            shifted = padded[:, :, i : i + sh * rows : sh, j : j + sw * columns : sw][:, :, :rows, :columns]
            result = shifted if result is None else torch.maximum(result, shifted)
    return result


@alternative("avg_pool2d", "a convolution with a kernel of ones, and another one that counts")
def by_convolution(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    kernel, step = both(kernel_size), both(kernel_size if stride is None else stride)
    flat = x.reshape(-1, 1, *x.shape[2:])
    ones = x.new_ones(1, 1, *kernel)
    sums = functional.conv2d(flat, ones, stride=step, padding=padding)
    counts = ones.sum()
    if not count_include_pad:
        counts = functional.conv2d(torch.ones_like(flat), ones, stride=step, padding=padding)
    return (sums / counts).reshape(*x.shape[:2], *sums.shape[2:])


@alternative("avg_pool2d", "window by window, cut to the picture, without any padding")
def window_by_window(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    kernel, starts = both(kernel_size), both(padding)
    step = both(kernel if stride is None else stride)
    bounds = []
    for size, k, s, p in zip(x.shape[2:], kernel, step, starts, strict=True):
        first = [i * s - p for i in range((size + 2 * p - k) // s + 1)]
        bounds.append([(max(a, 0), min(a + k, size)) for a in first])
    rows = []
    for top, bottom in bounds[0]:
        cut = [x[:, :, top:bottom, left:right] for left, right in bounds[1]]
        rows.append(torch.stack([w.sum((2, 3)) / (math.prod(kernel if count_include_pad else w.shape[2:])) for w in cut], -1))
    return torch.stack(rows, dim=-2)


@alternative("global_avg_pool", "einsum, divided by the area")
def by_einsum(x):
    return torch.einsum("nchw->nc", x) / (x.shape[2] * x.shape[3])


@alternative("global_avg_pool", "flattened, with the pixels as a batch of products")
def by_product(x):
    flat = x.flatten(start_dim=2)
    return (flat @ flat.new_full((flat.shape[2], 1), 1 / flat.shape[2]))[:, :, 0]


def bin_weights(x, size, bins):
    """Return a matrix of shape (bins, size) whose rows average the bins."""
    weights = x.new_zeros(bins, size)
    for i in range(bins):
        start, end = math.floor(i * size / bins), math.ceil((i + 1) * size / bins)
        weights[i, start:end] = 1 / (end - start)
    return weights


@alternative("pool_to_size", "a matrix product for the rows, another one for the columns")
def by_matrices(x, output_size):
    rows, columns = (bin_weights(x, size, bins) for size, bins in zip(x.shape[2:], output_size, strict=True))
    return rows @ x @ columns.T


@alternative("pool_to_size", "differences of cumulative sums, in float64")
def by_cumulative_sums(x, output_size):
    result = x.double()
    for dim, bins in zip((2, 3), output_size, strict=True):
        size = x.shape[dim]
        starts = torch.arange(bins, device=x.device) * size // bins
        ends = ((torch.arange(bins, device=x.device) + 1) * size + bins - 1) // bins
        shape = [*result.shape]
        shape[dim] = 1
        sums = torch.cat([result.new_zeros(shape), result.cumsum(dim)], dim)
        sizes = (ends - starts).reshape([-1 if d == dim else 1 for d in range(4)])
        result = (sums.index_select(dim, ends) - sums.index_select(dim, starts)) / sizes
    return result.to(x.dtype)
