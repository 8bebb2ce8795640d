"""Where tensors are."""

import torch
from torch import nn


def centred(x: torch.Tensor) -> torch.Tensor:
    """Take the mean away.

    Example:
        >>> centred(torch.tensor([1.0, 3.0]))
        tensor([-1.,  1.])
    """
    # begin solution
    return x - x.mean()
    # end solution


class Shift(nn.Module):
    """Adds one, and a parameter.

    Example:
        >>> Shift(2)(torch.zeros(2)).tolist()
        [1.0, 1.0]
    """

    def __init__(self, size: int) -> None:
        # begin solution
        super().__init__()
        self.register_buffer("ones", torch.ones(size))
        self.extra = nn.Parameter(torch.zeros(size))
        # end solution

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Add it."""
        # begin solution
        return x + self.ones + self.extra
        # end solution


def ramp(n: int, device: torch.device | None = None) -> torch.Tensor:
    """Count.

    Example:
        >>> ramp(3)
        tensor([0, 1, 2])
    """
    # begin solution
    return torch.arange(n, device=device)
    # end solution


def clip_(x: torch.Tensor) -> None:
    """Clip at zero, in place.

    Example:
        >>> x = torch.tensor([-1.0])
        >>> clip_(x)
        >>> x
        tensor([0.])
    """
    # begin solution
    x.clamp_(min=0)
    # end solution
