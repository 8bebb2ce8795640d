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
        x: The features, shape (N, D), floating dtype, N greater than D. Its columns and a column of ones are linearly
            independent, so there is exactly one answer. In float64 their scales may differ by a factor of 10 000.
        y: The targets, shape (N,), the same dtype. In float64 they may be large numbers, such as prices, with small
            differences, so compute in that dtype. Both arguments are left as they were.

    Returns:
        The weights, shape (D,), and the bias, shape (), both of the same dtype.

    Example:
        >>> normal_equations(torch.tensor([[-1.0], [0.0], [1.0]]), torch.tensor([1.0, 3.0, 5.0]))
        (tensor([2.]), tensor(3.))
    """
    raise NotImplementedError


def gradient_descent(
    x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor, lr: float, steps: int
) -> tuple[torch.Tensor, torch.Tensor, list[float]]:
    """Fit a linear model by gradient descent on the mean squared error, with gradients worked out by hand.

    The model predicts ``x @ w + b``. Each step uses all samples: it computes the loss, then both gradients at the
    current weights and bias, and then moves both by ``-lr`` times their gradient.

    Args:
        x: The features, shape (N, D), floating dtype. N and D are at least 1.
        y: The targets, shape (N,), the same dtype.
        w: The weights to start from, shape (D,), the same dtype.
        b: The bias to start from, shape (), the same dtype. All four tensors are left as they were.
        lr: The learning rate.
        steps: The number of steps, from 0.

    Returns:
        The weights, shape (D,), and the bias, shape (), after the last step, both of the same dtype; and a list of
        ``steps`` Python floats: the loss before each step, so the first one belongs to the weights you started from.

    Not allowed: autograd (``backward``, ``torch.autograd.grad``, ``requires_grad``) and ``torch.optim``.

    Example:
        >>> x, y = torch.tensor([[1.0], [3.0]]), torch.tensor([1.0, 2.0])
        >>> gradient_descent(x, y, w=torch.tensor([2.0]), b=torch.tensor(0.0), lr=0.0625, steps=2)
        (tensor([0.9609]), tensor(-0.3828), [8.5, 0.7890625])
    """
    raise NotImplementedError


def descend_with_autograd(
    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor], w: torch.Tensor, b: torch.Tensor, lr: float, steps: int
) -> tuple[torch.Tensor, torch.Tensor, list[float]]:
    """Walk down any loss of a weight and a bias: the loop of ``gradient_descent``, with autograd for the gradients.

    Start from fresh leaves with the values of ``w`` and ``b``. In each step compute the loss, call ``backward()`` on
    it, move both leaves by ``-lr`` times their gradient under ``torch.no_grad()``, and clear both gradients.

    Args:
        loss: Takes the weights and the bias and returns a tensor of shape () that depends on both, such as
            ``lambda w, b: ((x @ w + b - y) ** 2).mean()``.
        w: The weights to start from, shape (D,), floating dtype.
        b: The bias to start from, shape (), the same dtype. Both may require a gradient and have one in ``.grad``
            already; they and their ``.grad`` are left as they were.
        lr: The learning rate.
        steps: The number of steps, from 0.

    Returns:
        The weights and the bias after the last step, of the same shapes and dtype, which do not require a gradient; and
        a list of ``steps`` Python floats: the loss before each step.

    Example:
        >>> x, y = torch.tensor([[1.0], [3.0]]), torch.tensor([1.0, 2.0])
        >>> def loss(w, b):
        ...     return ((x @ w + b - y) ** 2).mean()
        >>> descend_with_autograd(loss, w=torch.tensor([2.0]), b=torch.tensor(0.0), lr=0.0625, steps=2)
        (tensor([0.9609]), tensor(-0.3828), [8.5, 0.7890625])
    """
    raise NotImplementedError


def fit_with_torch(
    x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor, lr: float, steps: int
) -> tuple[nn.Linear, list[float]]:
    """Fit a linear model as everybody does: with ``torch.nn.Linear`` and ``torch.optim.SGD``.

    Make a layer from D features to 1, copy the starting weights and bias into it, and train it on all samples in each
    step with the mean squared error and plain SGD. It must end where ``gradient_descent`` does. The layer returns a
    column, shape (N, 1); bring it and ``y`` to the same shape before you subtract.

    Args:
        x: The features, shape (N, D), floating dtype, on any device. N and D are at least 1.
        y: The targets, shape (N,), of the same dtype and on the same device, as are ``w`` and ``b``.
        w: The weights to start from, shape (D,).
        b: The bias to start from, shape (). All four tensors are left as they were.
        lr: The learning rate.
        steps: The number of steps, from 0.

    Returns:
        The trained layer, a ``torch.nn.Linear`` of the dtype and on the device of ``x``; and a list of ``steps`` Python
        floats: the loss before each step.

    Example:
        >>> x, y = torch.tensor([[1.0], [3.0]]), torch.tensor([1.0, 2.0])
        >>> model, history = fit_with_torch(x, y, w=torch.tensor([2.0]), b=torch.tensor(0.0), lr=0.0625, steps=2)
        >>> model.weight.tolist(), model.bias.tolist(), history
        ([[0.9609375]], [-0.3828125], [8.5, 0.7890625])
    """
    raise NotImplementedError


def largest_learning_rate(x: torch.Tensor) -> float:
    """Return the learning rate above which gradient descent on the mean squared error of a linear model diverges.

    The model predicts ``x @ w + b``, and both the weights and the bias are learned. The bound is 2 divided by the
    largest eigenvalue of the loss's Hessian, which depends on neither the targets nor the weights. Below it, every step
    of ``gradient_descent`` lowers the loss, until the minimum is reached; above it, the loss grows without limit from
    almost every start.

    Args:
        x: The features, shape (N, D), floating dtype. N and D are at least 1. It is left as it was.

    Returns:
        A Python float.

    Example:
        >>> largest_learning_rate(torch.tensor([[-2.0], [2.0]]))
        0.25
    """
    raise NotImplementedError
