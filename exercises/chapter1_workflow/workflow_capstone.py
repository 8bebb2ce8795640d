"""Capstone: from a table of numbers to a model that was trained, judged and chosen.

Everything of this chapter comes together here: data in three parts, scales, a network, the loop, and the best weights.
"""

import copy
import math
from collections.abc import Callable

import torch
from torch import nn

Batch = tuple[torch.Tensor, torch.Tensor]
Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def fit_regressor(
    x_train: torch.Tensor,
    y_train: torch.Tensor,
    x_val: torch.Tensor,
    y_val: torch.Tensor,
    x_test: torch.Tensor,
    seed: int = 0,
) -> torch.Tensor:
    """Train a small network on a table, and predict the targets of rows that it has never seen.

    The columns differ in scale by orders of magnitude, the target is far from 0, and it depends on the columns in a way
    that is not linear, with noise on top. The predictions are judged by R^2 on test targets that nobody shows you, so:

    * Standardise columns and targets with the means and standard deviations of the *training* part, for all three parts.
    * Train a network with one or two hidden layers of 32 units in shuffled mini-batches of 32, for example with Adam at a
      learning rate of 0.01 and the mean squared error. 100 epochs are enough.
    * Stop early: after each epoch measure the loss on the validation part, keep a copy of the best weights, and stop when
      it has not become better for 10 epochs. Predict with the best weights.
    * Put the predictions back into the units of the targets.

    Args:
        x_train: Shape (N, D), float32, on any device. A column may be constant.
        y_train: Shape (N,), float32, not constant.
        x_val: Shape (V, D), float32. It is not trained on, but decides which epoch's weights are used.
        y_val: Shape (V,), float32.
        x_test: Shape (T, D), float32, T at least 1.
        seed: Decides all that is random: the weights at the start and the order of the rows. The same seed gives the same
            predictions, whatever random numbers were drawn before; another seed gives others.

    Returns:
        Shape (T,), float32, on the device of ``x_test``, outside of any graph. The prediction for a row does not depend on
        which other rows are in ``x_test``. All inputs are left as they were, and so is the state of torch's global random
        generator (for the CPU).

    Example:
        >>> x = torch.linspace(-1000, 1000, 64)[:, None]
        >>> y = 50 + (x[:, 0] / 500) ** 2
        >>> predictions = fit_regressor(x[::2], y[::2], x[1::4], y[1::4], x[3::4])
        >>> predictions.shape, predictions.dtype
        (torch.Size([16]), torch.float32)
    """
    raise NotImplementedError


def pick_learning_rate(
    model: nn.Module, rates: list[float], train_batches: list[Batch], val_batches: list[Batch], loss_fn: Loss, epochs: int
) -> tuple[float, list[float]]:
    """Try several learning rates from the same start, and return the one that ends with the lowest validation loss.

    For each rate: make a copy of the model, train it with ``torch.optim.SGD`` at that rate (without momentum) for some
    epochs, one step on each training batch, in their order and in training mode; then take the mean loss over all
    validation samples, in evaluation mode and without gradients. A rate whose loss is NaN or infinite has diverged and
    is never the best.

    Args:
        model: The start. It is left as it was: its parameters, their ``.grad``, its mode.
        rates: At least one learning rate, positive numbers.
        train_batches: At least one pair ``(x, y)`` of shapes (B, ...), on the device of the model; B may differ.
        val_batches: At least one pair ``(x, y)`` of the same kind.
        loss_fn: Takes predictions and targets, in this order, and returns the mean loss over the B samples, shape ().
        epochs: How often to go through the training batches, at least 1.

    Returns:
        The best of ``rates``, and a list with the validation losses of all of them, Python floats, in the order of ``rates``.

    Raises:
        ValueError: All rates diverged.

    Example:
        >>> model = nn.Linear(1, 1, bias=False)
        >>> _ = nn.init.zeros_(model.weight)
        >>> batches = [(torch.tensor([[1.0]]), torch.tensor([[2.0]]))]
        >>> pick_learning_rate(model, [0.125, 0.25, 1.0], batches, batches, nn.functional.mse_loss, epochs=1)
        (0.25, [2.25, 1.0, 4.0])
    """
    raise NotImplementedError
