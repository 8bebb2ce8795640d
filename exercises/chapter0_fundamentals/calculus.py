"""Numerical gradients: how much does the output move when one input moves a little?"""

from collections.abc import Callable

import torch


def numerical_gradient(f: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor, h: float = 1e-5) -> torch.Tensor:
    """Estimate the gradient of a scalar function by central differences.

    For each element, ``(f(x + h e) - f(x - h e)) / (2 h)``, where ``e`` is 1 at that element and 0 elsewhere.

    Args:
        f: Takes a tensor of ``x``'s shape and returns a tensor with one element, shape ().
        x: Any shape, float64. It is left as it was.
        h: The step.

    Returns:
        A tensor of ``x``'s shape, float64.

    Not allowed: autograd (``backward``, ``torch.autograd.grad``).

    Example:
        >>> numerical_gradient(lambda x: (x**2).sum(), torch.tensor([1.0, -3.0], dtype=torch.float64)).round(decimals=4)
        tensor([ 2., -6.], dtype=torch.float64)
    """
    raise NotImplementedError


def quadratic(a: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Return ``x^T A x``, differentiable in both.

    Args:
        a: Shape (N, N), floating.
        x: Shape (N,), same dtype.

    Returns:
        Shape (), same dtype.

    Example:
        >>> quadratic(torch.eye(2), torch.tensor([3.0, 4.0]))
        tensor(25.)
    """
    raise NotImplementedError
