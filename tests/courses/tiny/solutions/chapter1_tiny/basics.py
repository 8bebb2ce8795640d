"""Two small tasks."""

import torch


def double(x: torch.Tensor) -> torch.Tensor:
    """Return twice ``x``, in the same dtype.

    Example:
        >>> double(torch.tensor([1.0, 2.0]))
        tensor([2., 4.])
    """
    # begin solution
    return 2 * x
    # end solution


class Counter:
    """Counts how often it was called, from 1.

    Example:
        >>> counter = Counter()
        >>> counter(), counter()
        (1, 2)
    """

    def __init__(self) -> None:
        """Start at nothing."""
        # begin solution
        self.count = 0
        # end solution

    def __call__(self) -> int:
        """Return how often this was called."""
        # begin solution
        self.count += 1
        return self.count
        # end solution
