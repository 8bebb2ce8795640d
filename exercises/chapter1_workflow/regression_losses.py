"""Losses by hand: one number that says how wrong a model's predictions are, and the direction in which it shrinks.

PyTorch has these losses ready-made. Written once by hand, they hold no more surprises.
"""

import torch


def l1_loss(prediction: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Return the mean absolute error: how far off the predictions are on average.

    That is the mean of ``|prediction - target|`` over all elements. Stay in torch, so that gradients can flow back.

    Args:
        prediction: Any shape, floating dtype.
        target: The same shape and dtype.

    Returns:
        Shape (), the same dtype.

    Not allowed: PyTorch's own losses.

    Example:
        >>> l1_loss(torch.tensor([1.0, 2.0, 5.0]), torch.tensor([1.0, 4.0, 4.0]))
        tensor(1.)
    """
    raise NotImplementedError


def mse_loss(prediction: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Return the mean squared error: the mean of ``(prediction - target) ** 2`` over all elements.

    A column of shape (N, 1) minus a vector of shape (N,) broadcasts to (N, N): every prediction meets every target, and
    training goes wrong without a word. Your loss is more careful, and refuses all shapes that differ.

    Args:
        prediction: Any shape, floating dtype.
        target: The same shape and dtype.

    Returns:
        Shape (), the same dtype. Gradients can flow back to both arguments.

    Raises:
        ValueError: the shapes are not the same.

    Not allowed: PyTorch's own losses.

    Example:
        >>> mse_loss(torch.tensor([1.0, 2.0, 5.0]), torch.tensor([1.0, 4.0, 4.0]))
        tensor(1.6667)
    """
    raise NotImplementedError


def huber_loss(prediction: torch.Tensor, target: torch.Tensor, delta: float = 1.0) -> torch.Tensor:
    """Return the Huber loss: squared where an error is small, a straight line where it is large.

    With the error ``e = prediction - target``, an element's loss is ``e**2 / 2`` where ``|e| <= delta``, and
    ``delta * (|e| - delta / 2)`` elsewhere. The result is the mean over all elements.

    Args:
        prediction: Any shape, floating dtype.
        target: The same shape and dtype.
        delta: Where the straight line begins, greater than 0.

    Returns:
        Shape (), the same dtype. Gradients can flow back; where a prediction is exact, its gradient is 0.

    Not allowed: PyTorch's own losses.

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
        x: The features, shape (N, D), floating dtype.
        y: The targets, shape (N,), the same dtype.
        w: The weights, shape (D,), the same dtype.
        b: The bias, shape (), the same dtype.

    Returns:
        Two tensors: the gradient with respect to ``w``, shape (D,), and the one with respect to ``b``, shape ().

    Not allowed: autograd. The formulas are yours.

    Example:
        >>> x, y = torch.tensor([[1.0], [3.0]]), torch.tensor([1.0, 2.0])
        >>> mse_gradients(x, y, w=torch.tensor([2.0]), b=torch.tensor(0.0))
        (tensor([13.]), tensor(5.))
    """
    raise NotImplementedError


def mean_over_samples(losses: list[torch.Tensor], sizes: list[int]) -> float:
    """Return the mean loss over all samples of an epoch, from the mean losses of its batches.

    The last batch is often smaller than the others. Each *sample* counts the same, not each batch.

    Args:
        losses: The mean loss of each batch, shape (), floating dtype. They come straight out of a training loop, so
            they may require a gradient.
        sizes: The number of samples in each batch, in the same order.

    Returns:
        A Python float, which holds on to no graph.

    Example:
        >>> mean_over_samples([torch.tensor(1.0), torch.tensor(1.0), torch.tensor(4.0)], [4, 4, 1])
        1.3333333333333333
    """
    raise NotImplementedError
