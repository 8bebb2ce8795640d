"""Numerical gradients: how much does the output move when one input moves a little?

Differences are slow and not quite exact, but they need nothing except the function itself. So they can judge a gradient
that somebody derived by hand.
"""

from collections.abc import Callable

import torch


def numerical_gradient(f: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor, h: float = 1e-5) -> torch.Tensor:
    """Estimate the gradient of a scalar function by central differences.

    For each element, ``(f(x + h e) - f(x - h e)) / (2 h)``, where ``e`` has the shape of ``x`` and is 1 at that element
    and 0 elsewhere.

    Args:
        f: Takes a tensor of ``x``'s shape, float64, and returns a tensor of shape (), float64.
        x: Any shape with at least one element, also (), float64; it may be non-contiguous. It is left as it was.
        h: The step, a positive number.

    Returns:
        A tensor of ``x``'s shape, float64, on the device of ``x``.

    Not allowed: autograd (``backward``, ``torch.autograd.grad``). ``f`` may do things that autograd cannot follow.

    Example:
        >>> x = torch.tensor([1.0, -3.0], dtype=torch.float64)
        >>> numerical_gradient(lambda x: (x**2).sum(), x).round(decimals=4)
        tensor([ 2., -6.], dtype=torch.float64)
    """
    raise NotImplementedError


def quadratic_gradient(a: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Return the gradient of ``x^T A x`` with respect to ``x``, by a formula that you derive on paper.

    Written out, ``x^T A x`` is the sum of ``A[i, j] * x[i] * x[j]`` over all ``i`` and ``j``.

    Args:
        a: The matrix A, shape (N, N), floating dtype; it need not be symmetric. It is left as it was.
        x: Shape (N,), the same dtype. It is left as it was.

    Returns:
        Shape (N,), the same dtype: entry ``k`` is the derivative with respect to ``x[k]``.

    Not allowed: autograd (``backward``, ``torch.autograd.grad``).

    Example:
        >>> quadratic_gradient(torch.tensor([[1.0, 2.0], [0.0, 3.0]]), torch.tensor([1.0, 1.0]))
        tensor([4., 8.])
    """
    raise NotImplementedError


def relative_error(a: torch.Tensor, b: torch.Tensor, floor: float = 1e-3) -> float:
    """Return how far two gradients are apart at their worst element, relative to that element's size.

    For each element, ``|a - b| / max(|a|, |b|, floor)``; the result is the largest of these. The floor keeps the
    division safe where both are 0, and forgives rounding noise where both are nearly 0.

    Args:
        a: Any shape with at least one element, floating dtype, without infinities.
        b: The same shape and dtype.
        floor: A positive number.

    Returns:
        A Python float. It is NaN if any element of ``a`` or ``b`` is NaN.

    Example:
        >>> relative_error(torch.tensor([4.0, 0.0, -10.0]), torch.tensor([3.0, 0.0, -10.0]))
        0.25
    """
    raise NotImplementedError


def check_gradient(
    f: Callable[[torch.Tensor], torch.Tensor],
    gradient: Callable[[torch.Tensor], torch.Tensor],
    x: torch.Tensor,
    tolerance: float = 1e-4,
) -> bool:
    """Judge a function that claims to be the gradient of ``f``, by its value at ``x``.

    It passes if it has the shape of ``x`` and its ``relative_error`` to ``numerical_gradient(f, x)`` is at most the
    tolerance. Leave ``floor`` and ``h`` of these two at their defaults.

    Args:
        f: Takes a tensor of ``x``'s shape, float64, and returns a tensor of shape (), float64.
        gradient: Takes ``x`` and returns a float64 tensor, which should have ``x``'s shape.
        x: Any shape with at least one element, float64.
        tolerance: A positive number.

    Returns:
        A Python bool. A gradient of another shape fails, and so does one with a NaN in it.

    Example:
        >>> x = torch.tensor([1.0, -3.0], dtype=torch.float64)
        >>> check_gradient(lambda x: (x**2).sum(), lambda x: 2 * x, x)
        True
        >>> check_gradient(lambda x: (x**2).sum(), lambda x: x, x)
        False
    """
    raise NotImplementedError
