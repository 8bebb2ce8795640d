"""Unusual but right versions of the tasks in chapter0_fundamentals/broadcasting."""

import itertools

import torch

from learn.variants import alternative


@alternative("standardise_columns", "mean square minus squared mean, in float64 inside")
def from_mean_squares(x, eps=1e-5):
    wide = x.double()
    mean = wide.mean(dim=0)
    variance = (wide.square().mean(dim=0) - mean.square()).clamp(min=0)
    return ((wide - mean) / (variance.sqrt() + eps)).to(x.dtype)


@alternative("standardise_columns", "the length of each centred column, divided by the root of N")
def from_column_lengths(x, eps=1e-5):
    centred = x - x.sum(dim=0) / x.shape[0]
    return centred / (torch.linalg.vector_norm(centred, dim=0) / x.shape[0] ** 0.5 + eps)


@alternative("standardise_columns", "column by column in a loop, on a copy")
def column_by_column(x, eps=1e-5):
    result = x.clone()
    for column in result.T:
        column -= column.mean()
        column /= column.square().mean().sqrt() + eps
    return result


@alternative("pairwise_distances", "one row of the table at a time")
def row_at_a_time(a, b):
    return torch.stack([torch.linalg.vector_norm(b - point, dim=1) for point in a])


@alternative("pairwise_distances", "hypot, one coordinate after the other")
def by_hypot(a, b):
    distances = a.new_zeros(a.shape[0], b.shape[0])
    for x, y in zip(a.T, b.T, strict=True):
        distances = torch.hypot(distances, x[:, None] - y)
    return distances


@alternative("mean_squared_error", "a dot product of the differences with themselves")
def by_dot_product(prediction, target):
    if prediction.numel() != target.numel():
        raise ValueError
    difference = prediction.flatten() - target.flatten()
    return difference @ difference / len(difference)


@alternative("mean_squared_error", "torch's own mse_loss, on columns")
def own_loss(prediction, target):
    if len(prediction) != len(target):
        raise ValueError
    return torch.nn.functional.mse_loss(prediction.reshape(-1, 1), target.reshape(-1, 1))


@alternative("outer_sum", "meshgrid")
def by_meshgrid(a, b):
    rows, columns = torch.meshgrid(a, b, indexing="ij")
    return rows + columns


@alternative("outer_sum", "one row at a time")
def sums_by_row(a, b):
    return torch.stack([number + b for number in a])


@alternative("scale_and_shift", "moves the channels to the end, where (C,) lines up by itself")
def channels_last(x, scale, shift):
    return (x.movedim(1, -1) * scale + shift).movedim(-1, 1)


@alternative("scale_and_shift", "einsum and expand")
def scaled_by_einsum(x, scale, shift):
    return torch.einsum("bchw,c->bchw", x, scale) + shift.reshape(1, -1, 1, 1).expand_as(x)


@alternative("scale_and_shift", "channel by channel")
def channel_by_channel(x, scale, shift):
    return torch.stack([x[:, c] * scale[c] + shift[c] for c in range(x.shape[1])], dim=1)


@alternative("broadcast_shape", "zip_longest from the back")
def from_the_back(a, b):
    shape = []
    for pair in itertools.zip_longest(reversed(a), reversed(b), fillvalue=1):
        sizes = set(pair) - {1}
        if len(sizes) > 1:
            raise ValueError
        shape.insert(0, sizes.pop() if sizes else 1)
    return tuple(shape)


@alternative("broadcast_shape", "recursion on the last dimension")
def recursively(a, b):
    if not a or not b:
        return tuple(a or b)
    m, n = a[-1], b[-1]
    if m != n and m != 1 and n != 1:
        raise ValueError
    return (*recursively(a[:-1], b[:-1]), m * n if 1 in (m, n) else m)
