"""Where tensors are."""

import torch
from torch import nn


def centred(x: torch.Tensor) -> torch.Tensor:
    """Take the mean away.

    Example:
        >>> centred(torch.tensor([1.0, 3.0]))
        tensor([-1.,  1.])
    """
    raise NotImplementedError


class Shift(nn.Module):
    """Adds one, and a parameter.

    Example:
        >>> Shift(2)(torch.zeros(2)).tolist()
        [1.0, 1.0]
    """

    def __init__(self, size: int) -> None:
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Add it."""
        raise NotImplementedError


def ramp(n: int, device: torch.device | None = None) -> torch.Tensor:
    """Count.

    Example:
        >>> ramp(3)
        tensor([0, 1, 2])
    """
    raise NotImplementedError


def clip_(x: torch.Tensor) -> None:
    """Clip at zero, in place.

    Example:
        >>> x = torch.tensor([-1.0])
        >>> clip_(x)
        >>> x
        tensor([0.])
    """
    raise NotImplementedError
