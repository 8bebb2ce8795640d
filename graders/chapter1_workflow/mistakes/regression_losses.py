"""Plausible wrong versions of the tasks in chapter1_workflow/regression_losses."""

import numpy as np
import torch
from torch.nn import functional

from learn.variants import mistake


@mistake("l1_loss", "You left out abs(): errors of opposite signs cancel. Take the absolute value first, then the mean.")
def no_abs(prediction, target):
    return (prediction - target).mean()


@mistake("l1_loss", "You took the absolute value after the mean, when the errors had cancelled already: abs() comes first.")
def abs_too_late(prediction, target):
    return (prediction - target).mean().abs()


@mistake("l1_loss", "You summed the absolute errors: take their mean, or the loss grows with the number of samples.")
def summed(prediction, target):
    return (prediction - target).abs().sum()


@mistake("l1_loss", "You squared the errors, which is the MSE: the L1 loss takes their absolute values.")
def squared(prediction, target):
    return ((prediction - target) ** 2).mean()


@mistake("l1_loss", "len() counts the rows alone: divide by the number of elements, or use mean().")
def per_row(prediction, target):
    rows = len(prediction) if prediction.dim() else 1
    return (prediction - target).abs().sum() / rows


@mistake("l1_loss", "mean(dim=-1) is a mean for each row: the loss is a single number, the mean over everything.")
def one_for_each_row(prediction, target):
    return (prediction - target).abs().mean(dim=-1)


@mistake("l1_loss", "The root of the square is |e|, but its gradient at e = 0 is 0 * inf = NaN: use abs().")
def root_of_square(prediction, target):
    return ((prediction - target) ** 2).sqrt().mean()


@mistake("l1_loss", "detach() (or .data) cuts the graph, so nothing could learn from this loss: return the mean as it is.")
def l1_detached(prediction, target):
    return (prediction - target).abs().mean().detach()


@mistake("l1_loss", "item() makes a Python number, which has no gradient: return the tensor.")
def l1_python_number(prediction, target):
    return (prediction - target).abs().mean().item()


@mistake("l1_loss", "-= writes into the caller's predictions: make a new tensor with prediction - target.")
def l1_in_place(prediction, target):
    prediction.data -= target.data
    return (prediction * 1).abs().mean()


@mistake("l1_loss", "You called PyTorch's own loss: write it with a difference, abs() and mean().")
def l1_ready_made(prediction, target):
    return functional.l1_loss(prediction, target)


@mistake("l1_loss", "float() turns float64 into float32 and loses half of the digits: keep the dtype of the arguments.")
def l1_in_float32(prediction, target):
    return (prediction.float() - target.float()).abs().mean()


@mistake("l1_loss", "NumPy knows neither gradients nor accelerators: stay in torch.")
def l1_in_numpy(prediction, target):
    return torch.tensor(np.abs(prediction.numpy() - target.numpy()).mean())


@mistake("l1_loss", "You copied the loss to the CPU: leave it on the device where the predictions are.")
def l1_moved_to_cpu(prediction, target):
    return (prediction - target).abs().mean().cpu()


@mistake(
    "mse_loss",
    "You did not compare the shapes: (N, 1) minus (N,) is (N, N), every pair. Raise a ValueError where they differ.",
)
def unchecked(prediction, target):
    return ((prediction - target) ** 2).mean()


@mistake("mse_loss", "You compared the lengths: (N, 1) and (N,) have the same, and still broadcast. Compare the shapes.")
def lengths_compared(prediction, target):
    if prediction.dim() and len(prediction) != len(target):
        raise ValueError
    return ((prediction - target) ** 2).mean()


@mistake(
    "mse_loss",
    "You compared the numbers of elements: (N, 1) and (N,) have N each, and still broadcast. Compare the shapes.",
)
def elements_counted(prediction, target):
    if prediction.numel() != target.numel():
        raise ValueError
    return ((prediction - target) ** 2).mean()


@mistake("mse_loss", "You compared the numbers of dimensions: (1, D) is still repeated for (N, D). Compare the shapes.")
def dimensions_counted(prediction, target):
    if prediction.dim() != target.dim():
        raise ValueError
    return ((prediction - target) ** 2).mean()


@mistake("mse_loss", "You flattened both, which hides that the shapes differ: this task asks you to refuse them.")
def flattened(prediction, target):
    if prediction.numel() != target.numel():
        raise ValueError
    return ((prediction.flatten() - target.flatten()) ** 2).mean()


@mistake("mse_loss", "A failed assert raises an AssertionError, and python -O skips it: raise a ValueError.")
def asserted(prediction, target):
    assert prediction.shape == target.shape
    return ((prediction - target) ** 2).mean()


@mistake("mse_loss", "You summed the squares: take their mean, or the loss grows with the number of samples.")
def squares_summed(prediction, target):
    if prediction.shape != target.shape:
        raise ValueError
    return ((prediction - target) ** 2).sum()


@mistake("mse_loss", "You halved the mean: the 1/2 is a convention of some books, the MSE of PyTorch has none.")
def halved(prediction, target):
    if prediction.shape != target.shape:
        raise ValueError
    return ((prediction - target) ** 2).mean() / 2


@mistake("mse_loss", "You took the square root, which is the RMSE: return the mean itself.")
def rooted(prediction, target):
    if prediction.shape != target.shape:
        raise ValueError
    return ((prediction - target) ** 2).mean().sqrt()


@mistake("mse_loss", "You squared the mean of the errors: square each error first, then take the mean.")
def squared_too_late(prediction, target):
    if prediction.shape != target.shape:
        raise ValueError
    return (prediction - target).mean() ** 2


@mistake("mse_loss", "len() counts the rows alone: divide by the number of elements, or use mean().")
def squares_per_row(prediction, target):
    if prediction.shape != target.shape:
        raise ValueError
    rows = len(prediction) if prediction.dim() else 1
    return ((prediction - target) ** 2).sum() / rows


@mistake("mse_loss", "You detached the prediction, the very thing that has to learn: leave it in the graph.")
def prediction_detached(prediction, target):
    if prediction.shape != target.shape:
        raise ValueError
    return ((prediction.detach() - target) ** 2).mean()


@mistake("mse_loss", "-= writes into the caller's predictions: make a new tensor with prediction - target.")
def mse_in_place(prediction, target):
    if prediction.shape != target.shape:
        raise ValueError
    prediction.data -= target.data
    return (prediction**2).mean()


@mistake("mse_loss", "You called PyTorch's own loss: write it with a difference, a square and mean().")
def mse_ready_made(prediction, target):
    if prediction.shape != target.shape:
        raise ValueError
    return functional.mse_loss(prediction, target)


@mistake("mse_loss", "You took both to the CPU and sent the loss back, which is slow: compute it where they are.")
def by_way_of_the_cpu(prediction, target):
    if prediction.shape != target.shape:
        raise ValueError
    return ((prediction.cpu() - target.cpu()) ** 2).mean().to(prediction.device)


@mistake("huber_loss", "You forgot the half of the parabola: where |e| is small, the loss is e**2 / 2.")
def no_half(prediction, target, delta=1.0):
    error = prediction - target
    return torch.where(error.abs() <= delta, error**2, delta * (error.abs() - delta / 2)).mean()


@mistake("huber_loss", "Your line is delta * |e|, and the loss jumps at delta: the line is delta * (|e| - delta / 2).")
def jumps(prediction, target, delta=1.0):
    error = prediction - target
    return torch.where(error.abs() <= delta, error**2 / 2, delta * error.abs()).mean()


@mistake("huber_loss", "You divided by delta, which is smooth_l1_loss: the Huber loss is delta times that.")
def smooth_l1(prediction, target, delta=1.0):
    error = prediction - target
    return torch.where(error.abs() <= delta, error**2 / (2 * delta), error.abs() - delta / 2).mean()


@mistake("huber_loss", "The slope of your line is 1: it has to be delta, the slope of the parabola where they meet.")
def slope_one(prediction, target, delta=1.0):
    error = prediction - target
    return torch.where(error.abs() <= delta, error**2 / 2, error.abs() - delta / 2).mean()


@mistake("huber_loss", "You used 1 whatever delta is: the parabola ends, and the line begins, at delta.")
def delta_ignored(prediction, target, delta=1.0):
    error = prediction - target
    return torch.where(error.abs() <= 1, error**2 / 2, error.abs() - 0.5).mean()


@mistake("huber_loss", "You compared the error with delta, not |error|: a large negative error is large as well.")
def sign_forgotten(prediction, target, delta=1.0):
    error = prediction - target
    return torch.where(error <= delta, error**2 / 2, delta * (error - delta / 2)).mean()


@mistake("huber_loss", "Your two cases are swapped: the parabola is for small errors, the line for large ones.")
def cases_swapped(prediction, target, delta=1.0):
    error = prediction - target
    return torch.where(error.abs() > delta, error**2 / 2, delta * (error.abs() - delta / 2)).mean()


@mistake("huber_loss", "You chose one case for all elements together: each element chooses its own, with torch.where.")
def one_case_for_all(prediction, target, delta=1.0):
    error = (prediction - target).abs()
    if error.max() <= delta:
        return (error**2 / 2).mean()
    return (delta * (error - delta / 2)).mean()


@mistake("huber_loss", "You summed over the elements: take their mean.")
def huber_summed(prediction, target, delta=1.0):
    error = prediction - target
    return torch.where(error.abs() <= delta, error**2 / 2, delta * (error.abs() - delta / 2)).sum()


@mistake(
    "huber_loss",
    "Your |e| is a square root, whose gradient at 0 is infinite: 0 * inf is NaN even where torch.where takes the other case.",
)
def root_in_where(prediction, target, delta=1.0):
    size = ((prediction - target) ** 2).sqrt()
    return torch.where(size <= delta, size**2 / 2, delta * (size - delta / 2)).mean()


@mistake("huber_loss", "Your clamp cuts the loss off at delta, so large errors get no gradient: let it go on as a line.")
def cut_off(prediction, target, delta=1.0):
    return ((prediction - target).clamp(-delta, delta) ** 2 / 2).mean()


@mistake("huber_loss", "item() takes the numbers out of the graph, so no gradient flows back: stay with tensors.")
def from_numbers(prediction, target, delta=1.0):
    sizes = [abs(error.item()) for error in (prediction - target).reshape(-1)]
    losses = [size**2 / 2 if size <= delta else delta * (size - delta / 2) for size in sizes]
    return prediction.new_tensor(sum(losses) / len(losses))


@mistake("huber_loss", "-= writes into the caller's predictions: make a new tensor with prediction - target.")
def huber_in_place(prediction, target, delta=1.0):
    prediction.data -= target.data
    return torch.where(prediction.abs() <= delta, prediction**2 / 2, delta * (prediction.abs() - delta / 2)).mean()


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


@mistake("mse_gradients", "The 2 is missing in the gradient of b: the derivative of e**2 is 2e for b as it is for w.")
def no_factor_two_for_bias(x, y, w, b):
    error = x @ w + b - y
    return 2 * x.T @ error / len(y), error.mean()


@mistake("mse_gradients", "You summed over the samples: the loss is a mean, so both gradients are divided by N.")
def summed_gradients(x, y, w, b):
    error = x @ w + b - y
    return 2 * x.T @ error, 2 * error.sum()


@mistake("mse_gradients", "The gradient of b is a sum over the samples: divide it by N, like the one of w.")
def summed_for_bias(x, y, w, b):
    error = x @ w + b - y
    return 2 * x.T @ error / len(y), 2 * error.sum()


@mistake("mse_gradients", "numel() counts N * D elements, but the mean is over N samples: divide by len(x).")
def divided_by_elements(x, y, w, b):
    error = x @ w + b - y
    return 2 * x.T @ error / x.numel(), 2 * error.mean()


@mistake(
    "mse_gradients",
    "You swapped prediction and target: the loss stays the same, but both gradients change their sign.",
)
def target_minus_prediction(x, y, w, b):
    error = y - (x @ w + b)
    return 2 * x.T @ error / len(y), 2 * error.mean()


@mistake("mse_gradients", "You forgot the gradient of b: b is added to each prediction, so it is 2 times the mean error.")
def bias_gradient_forgotten(x, y, w, b):
    error = x @ w + b - y
    return 2 * x.T @ error / len(y), torch.zeros_like(b)


@mistake("mse_gradients", "You left b out of the prediction: the error is x @ w + b - y.")
def bias_not_predicted(x, y, w, b):
    error = x @ w - y
    return 2 * x.T @ error / len(y), 2 * error.mean()


@mistake(
    "mse_gradients",
    "Your predictions are a column, (N, 1), and minus y, (N,), that is (N, N): every prediction met every target.",
)
def column_meets_vector(x, y, w, b):
    error = x @ w[:, None] + b - y
    return 2 * (x.T @ error).mean(dim=1), 2 * error.mean()


@mistake("mse_gradients", "squeeze() takes the dimension of a single feature away as well: the gradient of w has shape (D,).")
def squeezed(x, y, w, b):
    error = x @ w + b - y
    return (2 * x.T @ error / len(y)).squeeze(), 2 * error.mean()


@mistake(
    "mse_gradients",
    "You multiplied the mean error by the mean features: multiply sample by sample first, and take the mean last.",
)
def product_of_means(x, y, w, b):
    error = x @ w + b - y
    return 2 * error.mean() * x.mean(dim=0), 2 * error.mean()


@mistake("mse_gradients", "You multiplied by w, but d(x @ w)/dw is x: each sample's error meets that sample's features.")
def times_weights(x, y, w, b):
    error = x @ w + b - y
    return 2 * error.mean() * w, 2 * error.mean()


@mistake("mse_gradients", "Your two gradients are swapped: the one of w comes first.")
def gradients_swapped(x, y, w, b):
    error = x @ w + b - y
    return 2 * error.mean(), 2 * x.T @ error / len(y)


@mistake(
    "mse_gradients", "Your gradient of b has shape (1,), but b has shape (): a gradient has the shape of what it belongs to."
)
def bias_as_vector(x, y, w, b):
    error = x @ w + b - y
    return 2 * x.T @ error / len(y), 2 * error.mean(dim=0, keepdim=True)


@mistake("mse_gradients", "You let autograd do it: derive the two formulas, and compute with them.")
def with_autograd(x, y, w, b):
    leaves = [w.detach().requires_grad_(), b.detach().requires_grad_()]
    return torch.autograd.grad(((x @ leaves[0] + leaves[1] - y) ** 2).mean(), leaves)


@mistake("mse_gradients", "double() makes the gradients float64, and float32 weights would not go with them: keep the dtype.")
def in_float64(x, y, w, b):
    error = x.double() @ w.double() + b.double() - y.double()
    return 2 * x.double().T @ error / len(y), 2 * error.mean()


@mistake("mse_gradients", "y -= ... writes into the caller's targets: make a new tensor for the error.")
def targets_overwritten(x, y, w, b):
    y -= x @ w + b
    return -2 * x.T @ y / len(y), -2 * y.mean()


@mistake("mse_gradients", "The column of ones for b is made on the CPU, wherever x is: use torch.ones_like(y), or a mean.")
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


@mistake("mean_over_samples", "You divided by the number of batches: divide by the number of samples, sum(sizes).")
def divided_by_batches(losses, sizes):
    return sum(loss.item() * size for loss, size in zip(losses, sizes, strict=True)) / len(losses)


@mistake("mean_over_samples", "The losses are means already: multiply each by its size before you divide by all samples.")
def means_over_samples(losses, sizes):
    return sum(loss.item() for loss in losses) / sum(sizes)


@mistake("mean_over_samples", "You took the first batch's size for all of them: the last batch may be smaller.")
def all_batches_full(losses, sizes):
    total = sum(loss.item() * size for loss, size in zip(losses, sizes, strict=True))
    return total / (sizes[0] * len(losses))


@mistake("mean_over_samples", "You did not divide: the weighted sum becomes a mean by dividing by sum(sizes).")
def not_divided(losses, sizes):
    return float(sum(loss.item() * size for loss, size in zip(losses, sizes, strict=True)))


@mistake("mean_over_samples", "You left the last batch out because it is smaller: its samples count as well.")
def last_batch_dropped(losses, sizes):
    pairs = list(zip(losses, sizes, strict=True))
    kept = pairs[:-1] or pairs
    return sum(loss.item() * size for loss, size in kept) / sum(size for _, size in kept)


@mistake(
    "mean_over_samples",
    "total += loss keeps a tensor, and with it the graph of every batch in memory: add loss.item().",
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
