"""Unusual but right versions of the tasks in chapter0_fundamentals/puzzles_move."""

import torch

from learn.variants import alternative


@alternative("diff", "a matrix with ones on the diagonal and -1 above it")
def diff_by_matmul(x):
    i = torch.arange(x.shape[0], device=x.device)
    return x @ ((i[:, None] == i).to(x.dtype) - (i[:, None] == i - 1).to(x.dtype))


@alternative("diff", "a Python loop on a copy, from the end")
def diff_by_loop(x):
    out = x.clone()
    for k in range(x.shape[0] - 1, 0, -1):
        out[k] -= out[k - 1]
    return out


@alternative("vstack", "assigns to the rows of a matrix that two numbers and x make")
def vstack_by_assignment(x, y):
    out = x[torch.arange(2)[:, None] * 0 + torch.arange(x.shape[0])]
    out[1] = y
    return out


@alternative("roll", "one step at a time")
def roll_by_steps(x, shift):
    i = torch.arange(x.shape[0])
    for _ in range(shift % x.shape[0]):
        x = x[i - 1]
    return x


@alternative("roll", "a product with a shifted identity matrix")
def roll_by_matmul(x, shift):
    n = x.shape[0]
    i = torch.arange(n, device=x.device)
    return x @ ((i[:, None] + shift) % n == i).to(x.dtype)


@alternative("flip", "negative indices")
def flip_by_negative_index(x):
    return x[-1 - torch.arange(x.shape[0])]


@alternative("flip", "writes to the places that count down")
def flip_by_assignment(x):
    out, n = x.clone(), x.shape[0]
    for k in range(n):
        out[n - 1 - k] = x[k]
    return out


@alternative("flip", "a product with the other diagonal")
def flip_by_matmul(x):
    n = x.shape[0]
    i = torch.arange(n, device=x.device)
    return x @ (i[:, None] + i == n - 1).to(x.dtype)


@alternative("compress", "a boolean index, and an assignment to the front")
def compress_by_boolean_index(mask, x):
    kept, out = x[mask], x * 0
    out[: kept.shape[0]] = kept
    return out


@alternative("compress", "a Python loop")
def compress_by_loop(mask, x):
    out, place = x * 0, 0
    for k in range(x.shape[0]):
        if mask[k]:
            out[place] = x[k]
            place += 1
    return out


@alternative("pad_to", "assigns a slice to zeros")
def pad_by_assignment(x, size):
    out, kept = torch.arange(size).to(x) * 0, min(size, x.shape[0])
    out[:kept] = x[:kept]
    return out


@alternative("pad_to", "a product with a matrix that has ones on its diagonal")
def pad_by_matmul(x, size):
    return x @ (torch.arange(x.shape[0], device=x.device)[:, None] == torch.arange(size, device=x.device)).to(x.dtype)


@alternative("pad_to", "where with indices modulo N")
def pad_by_modulo(x, size):
    i = torch.arange(size, device=x.device)
    return torch.where(i >= x.shape[0], 0, x[i % x.shape[0]])


@alternative("sequence_mask", "zeroes the end of each row of a copy")
def mask_by_rows(values, lengths):
    out = values.clone()
    for k in range(values.shape[0]):
        out[k, int(lengths[k]) :] = 0
    return out


@alternative("sequence_mask", "one column at a time")
def mask_by_columns(values, lengths):
    out = values[torch.arange(values.shape[0])]
    for k in range(values.shape[1]):
        out[:, k] = torch.where(lengths > k, values[:, k], 0)
    return out
