"""Unusual but right versions of the tasks in chapter1_workflow/regression_losses."""

import torch

from learn.variants import alternative


@alternative("l1_loss", "the 1-norm of the flattened error")
def by_norm(prediction, target):
    return torch.linalg.vector_norm(prediction - target, ord=1) / target.numel()


@alternative("l1_loss", "element by element, in Python")
def l1_in_a_loop(prediction, target):
    pairs = zip(prediction.reshape(-1), target.reshape(-1), strict=True)
    return sum((one - other).abs() for one, other in pairs) / prediction.numel()


@alternative("mse_loss", "the squares multiplied out, by einsum, in float64")
def by_einsum(prediction, target):
    if list(prediction.shape) != list(target.shape):
        raise ValueError("the shapes differ")
    error = (prediction.double() - target.double()).flatten()
    return (torch.einsum("i,i->", error, error) / error.numel()).to(prediction.dtype)


@alternative("huber_loss", "the integral of the clamped error")
def by_clamped_error(prediction, target, delta=1.0):
    error = prediction - target
    slope = error.clamp(-delta, delta)
    return (slope * (error - slope / 2)).mean()


@alternative("huber_loss", "two masks, summed apart")
def by_masks(prediction, target, delta=1.0):
    size = (prediction - target).abs().reshape(-1)
    near, far = size[size < delta], size[size >= delta]
    return (near.square().sum() / 2 + (delta * far - delta**2 / 2).sum()) / size.numel()


@alternative("mse_gradients", "a column of ones takes the bias in")
def with_ones(x, y, w, b):
    columns = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    gradient = 2 / len(x) * columns.T @ (columns @ torch.cat([w, b[None]]) - y)
    return gradient[:-1], gradient[-1]


@alternative("mse_gradients", "multiplied out: X^T X w, by einsum")
def multiplied_out(x, y, w, b):
    n = x.shape[0]
    of_w = torch.einsum("nd,ne,e->d", x, x, w) + b * x.sum(0) - torch.einsum("nd,n->d", x, y)
    of_b = torch.einsum("nd,d->", x, w) + n * b - y.sum()
    return of_w * 2 / n, of_b * 2 / n


@alternative("mean_over_samples", "a dot product with the shares of the batches")
def by_shares(losses, sizes):
    means = torch.stack(losses).detach()
    weights = torch.tensor(sizes, dtype=means.dtype, device=means.device)
    return (means @ (weights / weights.sum())).item()


@alternative("mean_over_samples", "a running mean")
def running_mean(losses, sizes):
    mean, seen = 0.0, 0
    for loss, size in zip(losses, sizes, strict=True):
        seen += size
        mean += (float(loss.detach()) - mean) * size / seen
    return mean
