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
        # begin solution
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(num_out, num_in))
        self.bias = nn.Parameter(torch.zeros(num_out))
        # end solution

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return ``x @ weight.T + bias``."""
        # begin solution
        return x @ self.weight.T + self.bias
        # end solution


def one_step(model: nn.Module, x: torch.Tensor, rate: float) -> None:
    """Take one step down the mean of the squared outputs, in training mode, after clearing old gradients.

    Example:
        >>> one_step(nn.Linear(1, 1), torch.ones(1, 1), 0.1)
    """
    # begin solution
    model.train()
    model.zero_grad()
    (model(x) ** 2).mean().backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= rate * parameter.grad
    # end solution


def fit(x: torch.Tensor, y: torch.Tensor, x_test: torch.Tensor) -> torch.Tensor:
    """Divide two heaps of numbers.

    Example:
        >>> fit(torch.tensor([0.0, 1.0]), torch.tensor([0, 1]), torch.tensor([2.0]))
        tensor([1])
    """
    # begin solution
    return (x_test > (x[y == 0].mean() + x[y == 1].mean()) / 2).long()
    # end solution
