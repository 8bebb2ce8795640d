"""Losses by hand: one number that says how wrong a model's predictions are, and the direction in which it shrinks.

PyTorch has these losses ready-made. Written once by hand, they hold no more surprises.
"""

import torch


def l1_loss(prediction: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Return the mean absolute error: the mean of ``|prediction - target|`` over all elements.

    Args:
        prediction: Any shape with at least one element, floating dtype. It is left as it was.
        target: The same shape and dtype. It is left as it was.

    Returns:
        Shape (), the same dtype. Gradients flow back to both arguments. Where a prediction is exact, its gradient is 0.

    Not allowed: PyTorch's own ``l1_loss`` and ``L1Loss``.

    Example:
        >>> l1_loss(torch.tensor([1.0, 2.0, 5.0]), torch.tensor([1.0, 4.0, 4.0]))
        tensor(1.)
    """
    raise NotImplementedError


def mse_loss(prediction: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Return the mean squared error: the mean of ``(prediction - target) ** 2`` over all elements.

    A column of shape (N, 1) minus a vector of shape (N,) broadcasts to (N, N): every prediction meets every target, and
    training goes wrong without a word. So this loss refuses shapes that differ, whatever the difference is.

    Args:
        prediction: Any shape with at least one element, floating dtype. It is left as it was.
        target: The same shape and dtype. It is left as it was.

    Returns:
        Shape (), the same dtype. Gradients flow back to both arguments.

    Raises:
        ValueError: the two shapes are not the same.

    Not allowed: PyTorch's own ``mse_loss`` and ``MSELoss``.

    Example:
        >>> mse_loss(torch.tensor([1.0, 2.0, 5.0]), torch.tensor([1.0, 4.0, 4.0]))
        tensor(1.6667)
    """
    raise NotImplementedError


def huber_loss(prediction: torch.Tensor, target: torch.Tensor, delta: float = 1.0) -> torch.Tensor:
    """Return the Huber loss: squared where the error is small, and a straight line where it is large.

    Let ``e`` be the error of one element, ``prediction - target``. The element's loss is ``e**2 / 2`` where ``|e|`` is
    at most ``delta``, and ``delta * (|e| - delta / 2)`` where it is larger. The result is the mean over all elements.

    Args:
        prediction: Any shape with at least one element, floating dtype. It is left as it was.
        target: The same shape and dtype. It is left as it was.
        delta: Where the straight line begins, greater than 0.

    Returns:
        Shape (), the same dtype. Gradients flow back to both arguments. Where a prediction is exact, its gradient is 0.

    Not allowed: PyTorch's own ``huber_loss`` and ``smooth_l1_loss``, and their modules ``HuberLoss`` and
    ``SmoothL1Loss``.

    Example:
        >>> huber_loss(torch.tensor([1.0, 10.0]), torch.tensor([0.0, 0.0]), delta=2.0)
        tensor(9.2500)
    """
    raise NotImplementedError


def mse_gradients(
    x: torch.Tensor,
    y: torch.Tensor,
    w: torch.Tensor,
    b: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the gradients of a linear model's mean squared error, by formulas that you derive yourself.

    The model predicts ``x @ w + b``. The loss is the mean of ``(x @ w + b - y) ** 2`` over the N samples.

    Args:
        x: The features, shape (N, D), floating dtype. N and D are at least 1.
        y: The targets, shape (N,), the same dtype.
        w: The weights, shape (D,), the same dtype.
        b: The bias, shape (), the same dtype. All four arguments are left as they were.

    Returns:
        The gradient of the loss with respect to ``w``, shape (D,), and with respect to ``b``, shape (), both of the
        same dtype.

    Not allowed: autograd (``backward``, ``torch.autograd.grad``, ``requires_grad``).

    Example:
        >>> x, y = torch.tensor([[1.0], [3.0]]), torch.tensor([1.0, 2.0])
        >>> mse_gradients(x, y, w=torch.tensor([2.0]), b=torch.tensor(0.0))
        (tensor([13.]), tensor(5.))
    """
    raise NotImplementedError


def mean_over_samples(losses: list[torch.Tensor], sizes: list[int]) -> float:
    """Return the mean loss over all samples of an epoch, from the mean losses of its batches.

    The last batch of an epoch is often smaller than the others. Each *sample* counts the same, not each batch.

    Args:
        losses: One loss per batch, each the mean over the samples of that batch, shape (), floating dtype. As they come
            out of a training loop, they may still require a gradient. There is at least one.
        sizes: The number of samples in each batch, in the same order, each at least 1.

    Returns:
        A Python float. It holds on to no graph, so the memory of every batch's graph can be freed.

    Example:
        >>> mean_over_samples([torch.tensor(1.0), torch.tensor(1.0), torch.tensor(4.0)], [4, 4, 1])
        1.3333333333333333
    """
    raise NotImplementedError
