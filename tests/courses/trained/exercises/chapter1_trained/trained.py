"""Modules, and what is judged by a threshold."""

import torch
from torch import nn


class Affine(nn.Module):
    """A linear layer.

    Example:
        >>> Affine(2, 3)(torch.zeros(4, 2)).shape
        torch.Size([4, 3])
    """

    def __init__(self, num_in: int, num_out: int) -> None:
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return ``x @ weight.T + bias``."""
        raise NotImplementedError


def one_step(model: nn.Module, x: torch.Tensor, rate: float) -> None:
    """Take one step down the mean of the squared outputs, in training mode, after clearing old gradients.

    Example:
        >>> one_step(nn.Linear(1, 1), torch.ones(1, 1), 0.1)
    """
    raise NotImplementedError


def fit(x: torch.Tensor, y: torch.Tensor, x_test: torch.Tensor) -> torch.Tensor:
    """Divide two heaps of numbers.

    Example:
        >>> fit(torch.tensor([0.0, 1.0]), torch.tensor([0, 1]), torch.tensor([2.0]))
        tensor([1])
    """
    raise NotImplementedError
