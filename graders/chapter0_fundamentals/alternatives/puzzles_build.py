"""Unusual but right versions of the tasks in chapter0_fundamentals/puzzles_build."""

import torch

from learn.variants import alternative


@alternative("ones", "zero to the power of zero")
def ones_by_power(n):
    return ((torch.arange(n) * 0) ** 0).float()


@alternative("ones", "where with two Python floats")
def ones_by_where(n):
    return torch.where(torch.arange(n) < 0, 0.0, 1.0)


@alternative("sum_all", "a Python loop from zero")
def sum_by_loop(x):
    total = torch.arange(1)[0].to(x.dtype)
    for i in range(x.shape[0]):
        total = total + x[i]
    return total


@alternative("sum_all", "a row @ a column in float64 or int64")
def sum_by_matrix_product(x):
    wide = x.double() if x.is_floating_point() else x
    column = (torch.arange(x.shape[0]) * 0 + 1).to(wide)[:, None]
    return (wide[None, :] @ column)[0, 0].to(x.dtype)


@alternative("outer", "a column @ a row")
def outer_by_matmul(x, y):
    return x[:, None] @ y[None, :]


@alternative("outer", "one row at a time")
def outer_by_rows(x, y):
    out = x[torch.arange(x.shape[0])[:, None] + 0 * torch.arange(y.shape[0])]
    for i in range(x.shape[0]):
        out[i] = x[i] * y
    return out


@alternative("diag", "where, then a product with ones")
def diag_by_where(a):
    i = torch.arange(a.shape[0], device=a.device)
    return torch.where(i[:, None] == i, a, 0) @ (i >= 0).to(a.dtype)


@alternative("diag", "a Python loop")
def diag_by_loop(a):
    out = torch.arange(a.shape[0], device=a.device).to(a.dtype)
    for k in range(a.shape[0]):
        out[k] = a[k, k]
    return out


@alternative("eye", "assigns to the diagonal of a matrix of zeros")
def eye_by_assignment(n):
    i = torch.arange(n)
    out = (i[:, None] * i * 0).float()
    out[i, i] = 1.0
    return out


@alternative("eye", "one minus both triangles")
def eye_by_triangles(n):
    i = torch.arange(n)
    return 1 - (i[:, None] < i).float() - (i[:, None] > i).float()


@alternative("triu", "zeros the beginning of each row of a copy")
def triu_by_rows(a):
    out = a[torch.arange(a.shape[0])]
    for k in range(a.shape[0]):
        out[k, :k] = 0
    return out


@alternative("cumsum", "a Python loop")
def cumsum_by_loop(x):
    out = x[torch.arange(x.shape[0])]
    for k in range(1, x.shape[0]):
        out[k] = out[k] + out[k - 1]
    return out


@alternative("cumsum", "doubles the reach of each sum in every step")
def cumsum_by_doubling(x):
    i, reach = torch.arange(x.shape[0], device=x.device), 1
    while reach < x.shape[0]:
        x = x + torch.where(i >= reach, x[i - reach], 0)
        reach *= 2
    return x
