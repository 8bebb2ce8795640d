"""Closed form against gradient descent: two ways to the line that fits best.

One way solves for the weights at once. The other walks downhill in small steps, and goes on working where no formula
does. You write the walk three times: by hand, with autograd, and with ``torch.nn`` and ``torch.optim``.
"""

from collections.abc import Callable

import torch
from torch import nn


def normal_equations(x: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the weights and the bias with the smallest mean squared error, in closed form.

    The model predicts ``x @ w + b``. Append a column of ones to ``x``, so that the bias becomes one more weight, and
    solve the normal equations, or let ``torch.linalg.lstsq`` do it.

    Args:
        x: The features, shape (N, D), floating dtype. There are enough different samples for exactly one best answer.
        y: The targets, shape (N,), the same dtype.

    Returns:
        The weights, shape (D,), and the bias, shape (), both of the same dtype.

    Example:
        >>> normal_equations(torch.tensor([[-1.0], [0.0], [1.0]]), torch.tensor([1.0, 3.0, 5.0]))
        (tensor([2.]), tensor(3.))
    """
    # begin solution
    columns = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    solution = torch.linalg.solve(columns.T @ columns, columns.T @ y)
    return solution[:-1], solution[-1]
    # end solution


def gradient_descent(
    x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor, lr: float, steps: int
) -> tuple[torch.Tensor, torch.Tensor, list[float]]:
    """Fit a linear model by gradient descent on the mean squared error, with gradients worked out by hand.

    The model predicts ``x @ w + b``. Each step uses all samples. Compute the loss and both gradients first, and then
    move both, by ``-lr`` times their gradient.

    Args:
        x: The features, shape (N, D), floating dtype.
        y: The targets, shape (N,), the same dtype.
        w: The weights to start from, shape (D,), the same dtype.
        b: The bias to start from, shape (), the same dtype. Leave all four tensors as they are.
        lr: The learning rate.
        steps: The number of steps; 0 is fine.

    Returns:
        The weights, shape (D,), and the bias, shape (), after the last step; and a list of Python floats: the loss
        before each step, so that the first one belongs to the start.

    Not allowed: autograd.

    Example:
        >>> x, y = torch.tensor([[1.0], [3.0]]), torch.tensor([1.0, 2.0])
        >>> gradient_descent(x, y, w=torch.tensor([2.0]), b=torch.tensor(0.0), lr=0.0625, steps=2)
        (tensor([0.9609]), tensor(-0.3828), [8.5, 0.7890625])
    """
    # begin solution
    history = []
    for _ in range(steps):
        error = x @ w + b - y
        history.append((error**2).mean().item())
        w = w - lr * 2 * x.T @ error / len(y)
        b = b - lr * 2 * error.mean()
    return w, b, history
    # end solution


def descend_with_autograd(
    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor], w: torch.Tensor, b: torch.Tensor, lr: float, steps: int
) -> tuple[torch.Tensor, torch.Tensor, list[float]]:
    """Walk down any loss of a weight and a bias: the same loop again, with autograd for the gradients.

    Start from fresh leaves with the values of ``w`` and ``b``. In each step compute the loss, call ``backward()`` on
    it, move both leaves by ``-lr`` times their gradient under ``torch.no_grad()``, and clear both gradients.

    Args:
        loss: A function of the weights and the bias that returns a tensor of shape ().
        w: The weights to start from, shape (D,), floating dtype.
        b: The bias to start from, shape (), the same dtype. Leave both tensors as they are.
        lr: The learning rate.
        steps: The number of steps; 0 is fine.

    Returns:
        The weights, shape (D,), and the bias, shape (), after the last step; and a list of Python floats: the loss
        before each step.

    Example:
        >>> x, y = torch.tensor([[1.0], [3.0]]), torch.tensor([1.0, 2.0])
        >>> def loss(w, b):
        ...     return ((x @ w + b - y) ** 2).mean()
        >>> w, b, history = descend_with_autograd(loss, w=torch.tensor([2.0]), b=torch.tensor(0.0), lr=0.0625, steps=2)
        >>> w.tolist(), b.tolist(), history
        ([0.9609375], -0.3828125, [8.5, 0.7890625])
    """
    # begin solution
    leaves = [start.detach().clone().requires_grad_() for start in (w, b)]
    history = []
    for _ in range(steps):
        value = loss(*leaves)
        history.append(value.item())
        value.backward()
        with torch.no_grad():
            for leaf in leaves:
                leaf -= lr * leaf.grad
                leaf.grad = None
    weights, bias = leaves
    return weights.detach(), bias.detach(), history
    # end solution


def fit_with_torch(
    x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor, lr: float, steps: int
) -> tuple[nn.Linear, list[float]]:
    """Fit a linear model as everybody does: with ``torch.nn.Linear`` and ``torch.optim.SGD``.

    Make a layer from D features to 1, copy the starting weights and bias into it, and train it with the mean squared
    error and plain SGD, on all samples in each step. It must end where ``gradient_descent`` does. The layer returns a
    column, shape (N, 1): bring it and ``y`` to the same shape before you subtract.

    Args:
        x: The features, shape (N, D), floating dtype, on any device.
        y: The targets, shape (N,). Dtype and device are those of ``x``, here and below.
        w: The weights to start from, shape (D,).
        b: The bias to start from, shape (). Leave all four tensors as they are.
        lr: The learning rate.
        steps: The number of steps; 0 is fine.

    Returns:
        The trained layer, of the dtype and on the device of ``x``; and a list of Python floats: the loss before each
        step.

    Example:
        >>> x, y = torch.tensor([[1.0], [3.0]]), torch.tensor([1.0, 2.0])
        >>> model, history = fit_with_torch(x, y, w=torch.tensor([2.0]), b=torch.tensor(0.0), lr=0.0625, steps=2)
        >>> model.weight.tolist(), model.bias.tolist(), history
        ([[0.9609375]], [-0.3828125], [8.5, 0.7890625])
    """
    # begin solution
    model = nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    with torch.no_grad():
        model.weight.copy_(w[None])
        model.bias.copy_(b[None])
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x).squeeze(1), y)
        history.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model, history
    # end solution


def largest_learning_rate(x: torch.Tensor) -> float:
    """Return the learning rate above which gradient descent on the mean squared error of a linear model diverges.

    The model predicts ``x @ w + b``, and learns both. The bound is 2 divided by the largest eigenvalue of the loss's
    Hessian, which depends on the features alone. Below it, every step of ``gradient_descent`` lowers the loss, until
    the minimum is reached; above it, the loss grows without limit from almost every start.

    Args:
        x: The features, shape (N, D), floating dtype.

    Returns:
        A Python float.

    Example:
        >>> largest_learning_rate(torch.tensor([[-2.0], [2.0]]))
        0.25
    """
    # begin solution
    columns = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    hessian = 2 * columns.T @ columns / len(x)
    return 2 / torch.linalg.eigvalsh(hessian)[-1].item()
    # end solution
