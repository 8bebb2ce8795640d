"""Unusual but right versions of the tasks in chapter0_fundamentals/aggregation."""

import torch

from learn.variants import alternative


@alternative("row_means", "a matrix product with a column of 1/D, in float64 inside")
def by_matmul(x):
    weights = torch.full((x.shape[1], 1), 1 / x.shape[1], dtype=torch.float64)
    return (x.double() @ weights).float()


@alternative("argmax_2d", "two Python loops")
def by_loops(x):
    best = (0, 0)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            if x[i, j] > x[best]:
                best = (i, j)
    return best
