"""Plausible wrong versions of the tasks in chapter1_workflow/regression_losses."""

import numpy as np
import torch
from torch.nn import functional

from learn.variants import mistake


@mistake("l1_loss", "You took the absolute value after the mean, when errors had cancelled already: call abs() first.")
def abs_too_late(prediction, target):
    return (prediction - target).mean().abs()


@mistake("l1_loss", "You summed the absolute errors: take their mean, or the loss grows with the number of samples.")
def summed(prediction, target):
    return (prediction - target).abs().sum()


@mistake("l1_loss", "You took a mean along one dimension: the loss is a single number, the mean over everything.")
def one_for_each_row(prediction, target):
    return (prediction - target).abs().mean(dim=-1)


@mistake("l1_loss", "item() makes a Python number, which has no gradient: return the tensor.")
def l1_python_number(prediction, target):
    return (prediction - target).abs().mean().item()


@mistake("l1_loss", "You called PyTorch's own loss: write it with a difference, abs() and mean().")
def l1_ready_made(prediction, target):
    return functional.l1_loss(prediction, target)


@mistake("l1_loss", "NumPy knows neither gradients nor accelerators: stay in torch, with a difference, abs() and mean().")
def l1_in_numpy(prediction, target):
    return torch.tensor(np.abs(prediction.numpy() - target.numpy()).mean())


@mistake(
    "mse_loss",
    "You did not compare the shapes: (N, 1) minus (N,) is (N, N), every pair. Raise a ValueError where they differ.",
)
def unchecked(prediction, target):
    return ((prediction - target) ** 2).mean()


@mistake(
    "mse_loss",
    "You compared the numbers of elements: (N, 1) and (N,) have N each, and still broadcast. Compare the shapes.",
)
def elements_counted(prediction, target):
    if prediction.numel() != target.numel():
        raise ValueError
    return ((prediction - target) ** 2).mean()


@mistake("mse_loss", "You summed the squares: take their mean, or the loss grows with the number of samples.")
def squares_summed(prediction, target):
    if prediction.shape != target.shape:
        raise ValueError
    return ((prediction - target) ** 2).sum()


@mistake("mse_loss", "You detached the prediction, the very thing that has to learn: leave it in the graph.")
def prediction_detached(prediction, target):
    if prediction.shape != target.shape:
        raise ValueError
    return ((prediction.detach() - target) ** 2).mean()


@mistake("mse_loss", "You compared the numbers of dimensions: (1, D) is still repeated for (N, D). Compare the shapes.")
def dimensions_counted(prediction, target):
    if prediction.dim() != target.dim():
        raise ValueError
    return ((prediction - target) ** 2).mean()


@mistake("mse_loss", "You called PyTorch's own loss: write it with a difference, a square and mean().")
def mse_ready_made(prediction, target):
    if prediction.shape != target.shape:
        raise ValueError
    return functional.mse_loss(prediction, target)


@mistake("mse_loss", "NumPy knows neither gradients nor accelerators: stay in torch, with a difference, a square and mean().")
def mse_in_numpy(prediction, target):
    if prediction.shape != target.shape:
        raise ValueError
    return torch.tensor(np.square(prediction.numpy() - target.numpy()).mean())


@mistake("huber_loss", "Your line is delta * |e|, and the loss jumps at delta: the line is delta * (|e| - delta / 2).")
def jumps(prediction, target, delta=1.0):
    error = prediction - target
    return torch.where(error.abs() <= delta, error**2 / 2, delta * error.abs()).mean()


@mistake("huber_loss", "You subtracted 1/2 from |e|, and the loss jumps at delta: the line is delta * (|e| - delta / 2).")
def half_of_one(prediction, target, delta=1.0):
    error = prediction - target
    return torch.where(error.abs() <= delta, error**2 / 2, delta * (error.abs() - 0.5)).mean()


@mistake("huber_loss", "You compared the error with delta, not |error|: a large negative error is large as well.")
def sign_forgotten(prediction, target, delta=1.0):
    error = prediction - target
    return torch.where(error <= delta, error**2 / 2, delta * (error.abs() - delta / 2)).mean()


@mistake("huber_loss", "You summed over the elements: take their mean.")
def huber_summed(prediction, target, delta=1.0):
    error = prediction - target
    return torch.where(error.abs() <= delta, error**2 / 2, delta * (error.abs() - delta / 2)).sum()


@mistake(
    "huber_loss",
    "Your |e| is a square root, whose slope at 0 is infinite, and 0 * inf is NaN, even inside torch.where: use abs().",
)
def root_in_where(prediction, target, delta=1.0):
    size = ((prediction - target) ** 2).sqrt()
    return torch.where(size <= delta, size**2 / 2, delta * (size - delta / 2)).mean()


@mistake("huber_loss", "You called PyTorch's own loss: write the two cases, and choose with torch.where.")
def huber_ready_made(prediction, target, delta=1.0):
    return functional.huber_loss(prediction, target, delta=delta)


@mistake("huber_loss", "The tensor that you fill is made on the CPU, wherever the errors are: use torch.empty_like(error).")
def filled_on_cpu(prediction, target, delta=1.0):
    error = (prediction - target).abs()
    near = error <= delta
    losses = torch.zeros(error.shape, dtype=error.dtype)
    losses[near] = error[near] ** 2 / 2
    losses[~near] = delta * (error[~near] - delta / 2)
    return losses.mean()


@mistake("mse_gradients", "You left out the factor 2, which comes down from the square: the derivative of e**2 is 2e.")
def no_factor_two(x, y, w, b):
    error = x @ w + b - y
    return x.T @ error / len(y), error.mean()


@mistake("mse_gradients", "You summed over the samples: the loss is a mean, so both gradients are divided by N.")
def summed_gradients(x, y, w, b):
    error = x @ w + b - y
    return 2 * x.T @ error, 2 * error.sum()


@mistake(
    "mse_gradients",
    "You swapped prediction and target: the loss stays the same, but both gradients change their sign.",
)
def target_minus_prediction(x, y, w, b):
    error = y - (x @ w + b)
    return 2 * x.T @ error / len(y), 2 * error.mean()


@mistake(
    "mse_gradients",
    "Your predictions are a column, (N, 1), and minus y, (N,), that is (N, N): every prediction met every target.",
)
def column_meets_vector(x, y, w, b):
    error = x @ w[:, None] + b - y
    return 2 * (x.T @ error).mean(dim=1) / len(y), 2 * error.mean()


@mistake("mse_gradients", "squeeze() takes the dimension of a single feature away as well: the gradient of w has shape (D,).")
def squeezed(x, y, w, b):
    error = x @ w + b - y
    return (2 * x.T @ error / len(y)).squeeze(), 2 * error.mean()


@mistake("mse_gradients", "You let autograd do it: derive the two formulas, and compute with them.")
def with_autograd(x, y, w, b):
    leaves = [w.detach().requires_grad_(), b.detach().requires_grad_()]
    return torch.autograd.grad(((x @ leaves[0] + leaves[1] - y) ** 2).mean(), leaves)


@mistake("mse_gradients", "Your ones for the bias are made on the CPU, wherever x is: use torch.ones_like(y), or a mean.")
def ones_on_cpu(x, y, w, b):
    error = x @ w + b - y
    return 2 * x.T @ error / len(y), 2 * (torch.ones(len(y), dtype=x.dtype) @ error) / len(y)


@mistake(
    "mean_over_samples",
    "You averaged over the batches, and one sample of a small batch counts more: weigh each loss by its batch's size.",
)
def mean_of_batch_means(losses, sizes):
    return sum(loss.item() for loss in losses) / len(losses)


@mistake("mean_over_samples", "You returned the loss of the last batch: the mean is over the samples of all batches.")
def last_batch_only(losses, sizes):
    for loss in losses:
        mean = loss.item()
    return mean


@mistake("mean_over_samples", "The losses are means already: multiply each by its size before you divide by all samples.")
def means_over_samples(losses, sizes):
    return sum(loss.item() for loss in losses) / sum(sizes)


@mistake(
    "mean_over_samples",
    "total += loss keeps a tensor, and with it the graph of every batch in memory: add loss.item() * size instead.",
)
def graph_kept(losses, sizes):
    total = 0.0
    for loss, size in zip(losses, sizes, strict=True):
        total += loss * size
    return total / sum(sizes)


@mistake("mean_over_samples", "numpy() refuses what requires a gradient, or is on an accelerator: take loss.item().")
def losses_in_numpy(losses, sizes):
    return float(np.average([loss.numpy() for loss in losses], weights=sizes))


@mistake("mean_over_samples", "Your tensor of sizes is made on the CPU, wherever the losses are: pass device=, or use item().")
def sizes_on_cpu(losses, sizes):
    means = torch.stack(losses).detach()
    weights = torch.tensor(sizes, dtype=means.dtype)
    return ((means * weights).sum() / weights.sum()).item()
