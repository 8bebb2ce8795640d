"""Unusual but right versions of the tasks in chapter0_fundamentals/puzzles_count."""

import torch

from learn.variants import alternative


@alternative("bincount", "a Python loop")
def bincount_by_loop(x, size):
    out = torch.arange(size, device=x.device) * 0
    for k in range(x.shape[0]):
        out[x[k]] += 1
    return out


@alternative("bincount", "counts in float64 and converts")
def bincount_in_double(x, size):
    hits = torch.where(torch.arange(size, device=x.device)[:, None] == x, 1.0, 0.0).double()
    return (hits @ (x.double() * 0 + 1)).to(torch.int64)


@alternative("scatter_add", "a Python loop")
def scatter_by_loop(values, index, size):
    out = (torch.arange(size, device=values.device) * 0).to(values.dtype)
    for k in range(values.shape[0]):
        out[int(index[k])] += values[k]
    return out


@alternative("scatter_add", "where puts the values into a table, and @ adds it up")
def scatter_by_where(values, index, size):
    table = torch.where(torch.arange(size, device=values.device)[:, None] == index, values, 0)
    return table @ (values * 0 + 1)


@alternative("flatten", "row after row into a vector of its own")
def flatten_by_rows(x):
    height, width = x.shape
    out = torch.arange(height * width, device=x.device).to(x.dtype)
    for k in range(height):
        out[k * width : (k + 1) * width] = x[k]
    return out


@alternative("flatten", "indices that count rows by comparing")
def flatten_by_comparing(x):
    height, width = x.shape
    i = torch.arange(height * width)
    row = (i[:, None] >= torch.arange(1, height + 1) * width).to(torch.int64) @ (torch.arange(height) * 0 + 1)
    return x[row, i - row * width]


@alternative("linspace", "mixes both ends, in float64 inside")
def linspace_by_mixing(start, end, n):
    share = torch.arange(n).double() / max(n - 1, 1)
    return ((1 - share) * start + share * end).to(torch.float32)


@alternative("linspace", "a special case for one number, and a step for more")
def linspace_by_steps(start, end, n):
    if n == 1:
        return torch.arange(1).float() + start
    return torch.arange(n).float() * ((end - start) / (n - 1)) + start


@alternative("heaviside", "two nested wheres with Python numbers")
def heaviside_by_nesting(x, values):
    return torch.where(x > 0, 1.0, torch.where(x < 0, 0.0, values))


@alternative("heaviside", "a Python loop")
def heaviside_by_loop(x, values):
    out = values + 0
    for k in range(x.shape[0]):
        if x[k] != 0:
            out[k] = 1.0 if x[k] > 0 else 0.0
    return out


@alternative("repeat", "a column of ones times the row")
def repeat_by_matmul(x, times):
    ones = (torch.arange(times, device=x.device) * 0 + 1).to(x.dtype)
    return ones[:, None] @ x[None, :]


@alternative("repeat", "reads the only row of x[None] several times")
def repeat_by_indexing(x, times):
    return x[None, :][torch.arange(times) * 0]


@alternative("bucketize", "goes up at each boundary that is passed")
def bucketize_by_loop(x, boundaries):
    out = torch.arange(x.shape[0], device=x.device) * 0
    for k in range(boundaries.shape[0]):
        out = torch.where(x >= boundaries[k], k + 1, out)
    return out
