"""Plausible wrong versions of the tasks in chapter0_fundamentals/aggregation."""

import torch

from learn.variants import mistake


@mistake("row_means", "You averaged over dim=0, the rows; each row's own mean is over dim=1.")
def over_rows(x):
    return x.float().mean(dim=0).unsqueeze(1)


@mistake("row_means", "The dimension is gone: pass keepdim=True so that the result is a column of shape (N, 1).")
def no_keepdim(x):
    return x.float().mean(dim=1)


@mistake("row_means", "You divided integers with //: convert to float32 before averaging.")
def truncated(x):
    total = x.sum(dim=1, keepdim=True)
    return (total // x.shape[1]).float() if not x.is_floating_point() else total / x.shape[1]


@mistake("row_means", "You changed the caller's tensor in place: make a new one.")
def in_place(x):
    mean = x.float().mean(dim=1, keepdim=True)
    if x.is_floating_point():
        x -= mean
    return mean


@mistake("argmax_2d", "argmax() without dim counts through the flattened matrix: turn that number into row and column.")
def flat(x):
    return 0, int(x.argmax())


@mistake("argmax_2d", "Row and column are swapped.")
def swapped(x):
    index = int(x.argmax())
    return index % x.shape[1], index // x.shape[1]


@mistake("argmax_2d", "Of several largest elements you took the last; the task asks for the first in reading order.")
def last(x):
    index = torch.nonzero(x == x.max())[-1]
    return int(index[0]), int(index[1])
