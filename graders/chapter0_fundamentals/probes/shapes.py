"""Probes for chapter0_fundamentals/shapes: two tensors that share memory would arrive as two, so they are made here."""

import torch

PAIRS = {
    "itself": lambda x: (x, x),
    "transposed": lambda x: (x, x.T),
    "reshaped": lambda x: (x.reshape(-1), x),
    "detached": lambda x: (x, x.detach()),
    "later rows": lambda x: (x, x[1:]),
    "last column": lambda x: (x[:, -1], x),
    "two rows": lambda x: (x[0], x[1]),
    "even and odd columns": lambda x: (x[:, 1::2], x[:, ::2]),
    "clone": lambda x: (x, x.clone()),
    "sum with 0": lambda x: (x + 0, x),
    "transposed and reshaped": lambda x: (x, x.T.reshape(-1)),
    "rows by a list": lambda x: (x, x[list(range(len(x)))]),
}


def storage_of_pair(exercise, pair, x):
    """Return what the task says of a named pair of tensors that are made from x."""
    # A tensor that has just arrived is itself a view; the clone owns its storage.
    return exercise.same_storage(*PAIRS[pair](torch.clone(x)))
