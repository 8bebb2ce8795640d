"""Puzzles: count, sort into bins, and lay numbers out.

The toolbox of every task is ``torch.arange``, ``torch.where(condition, a, b)`` and ``@``, together with arithmetic,
comparisons (and ``&``, ``|``, ``~`` of their results), indexing (to read, to assign to a tensor of your own, with
``None``), ``.shape``, ``.clone()`` and conversions of dtype such as ``.to``. Python's own numbers, lists and loops are
fine too, and a task may call the other tasks of this file. Everything else in PyTorch and NumPy stays in the drawer.
No task changes its inputs.

A task's result is on the device of its input, the CPU or an accelerator. Whatever meets the input has to be there too, as
``torch.arange(n, device=x.device)`` is. On most accelerators ``@`` takes floating-point numbers only.
"""

import torch


def bincount(x: torch.Tensor, size: int) -> torch.Tensor:
    """Return how often each number occurs.

    Args:
        x: Shape (N,), int64, every element from 0 to ``size - 1``. It may be empty.
        size: How many numbers there are to count, 1 or more.

    Returns:
        Shape (size,), int64: element ``k`` says how often ``k`` occurs in ``x``, 0 where it does not.

    Not allowed: ``torch.bincount`` and its relatives, such as ``torch.histc``, ``torch.unique``, ``scatter_add`` or
    ``torch.sum``.

    Example:
        >>> bincount(torch.tensor([2, 0, 2]), 4)
        tensor([1, 0, 2, 0])
    """
    # begin solution
    hits = (x[:, None] == torch.arange(size, device=x.device)).to(torch.float32)
    ones = (torch.arange(x.shape[0], device=x.device) >= 0).to(torch.float32)
    return (ones @ hits).to(torch.int64)
    # end solution


def scatter_add(values: torch.Tensor, index: torch.Tensor, size: int) -> torch.Tensor:
    """Return the sums of the values that are sent to each place.

    Args:
        values: Shape (N,), float32 or int64, N >= 1.
        index: Shape (N,), int64, every element from 0 to ``size - 1``: where each value goes.
        size: How many places there are, 1 or more.

    Returns:
        Shape (size,), the dtype of ``values``: element ``k`` is the sum of all ``values[i]`` with ``index[i] == k``, 0
        where there are none. Sums of int64 are exact.

    Not allowed: ``scatter_add``, ``index_add``, ``torch.bincount``, ``torch.sum`` and their relatives.

    Example:
        >>> scatter_add(torch.tensor([5, 7, 10]), torch.tensor([1, 0, 1]), 3)
        tensor([ 7, 15,  0])
    """
    # begin solution
    return values @ (index[:, None] == torch.arange(size, device=values.device)).to(values.dtype)
    # end solution


def flatten(x: torch.Tensor) -> torch.Tensor:
    """Return the elements of a matrix in one row, in reading order.

    Args:
        x: Shape (H, W), any dtype, H >= 1 and W >= 1. It need not be contiguous.

    Returns:
        Shape (H * W,), the dtype of ``x``: row 0, then row 1, and so on.

    Not allowed: ``flatten``, ``reshape``, ``view`` and their relatives, such as ``ravel``, ``torch.take`` or
    ``torch.cat``.

    Example:
        >>> flatten(torch.tensor([[1, 2, 3], [4, 5, 6]]))
        tensor([1, 2, 3, 4, 5, 6])
    """
    # begin solution
    height, width = x.shape
    i = torch.arange(height * width)
    return x[i // width, i % width]
    # end solution


def linspace(start: float, end: float, n: int) -> torch.Tensor:
    """Return n numbers in equal steps from one number to another.

    Args:
        start: The first number.
        end: The last number; it may be smaller than ``start``.
        n: How many numbers, 1 or more.

    Returns:
        Shape (n,), float32: both ends are included. For ``n=1`` it holds ``start`` alone.

    Not allowed: ``torch.linspace`` and its relatives, such as ``torch.logspace``, ``torch.lerp`` or ``torch.tensor``.

    Example:
        >>> linspace(1.0, 2.0, 5)
        tensor([1.0000, 1.2500, 1.5000, 1.7500, 2.0000])
    """
    # begin solution
    return start + (end - start) * torch.arange(n).to(torch.float32) / max(n - 1, 1)
    # end solution


def heaviside(x: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    """Return a step from 0 to 1, with a height of your choice at the step itself.

    Args:
        x: Shape (N,), float32, N >= 1.
        values: Shape (N,), float32, possibly infinite: the result where ``x`` is 0.

    Returns:
        Shape (N,), float32: 0 where ``x`` is negative, 1 where it is positive, and ``values`` where it is 0.

    Not allowed: ``torch.heaviside`` and its relatives, such as ``torch.sign`` or ``torch.clamp``.

    Example:
        >>> heaviside(torch.tensor([-2.0, 0.0, 3.0]), torch.tensor([0.5, 0.5, 0.5]))
        tensor([0.0000, 0.5000, 1.0000])
    """
    # begin solution
    return torch.where(x == 0, values, (x > 0).to(torch.float32))
    # end solution


def repeat(x: torch.Tensor, times: int) -> torch.Tensor:
    """Return a matrix whose rows are all the same vector.

    Args:
        x: Shape (N,), float32 or int64, N >= 1.
        times: How many rows, 0 or more.

    Returns:
        Shape (times, N), the dtype of ``x``: every row is ``x``, exact for int64. It is a new tensor, never a view of
        ``x``.

    Not allowed: ``repeat``, ``torch.tile``, ``expand``, ``torch.stack`` and their relatives.

    Example:
        >>> repeat(torch.tensor([1, 2, 3]), 2)
        tensor([[1, 2, 3],
                [1, 2, 3]])
    """
    # begin solution
    return x + 0 * torch.arange(times, device=x.device)[:, None]
    # end solution


def bucketize(x: torch.Tensor, boundaries: torch.Tensor) -> torch.Tensor:
    """Return which bucket each number falls into, where boundaries divide the number line into buckets.

    Args:
        x: Shape (N,), float32, N >= 1.
        boundaries: Shape (M,), float32, M >= 1, in increasing order without repetition.

    Returns:
        Shape (N,), int64: 0 below ``boundaries[0]``, 1 from there up to ``boundaries[1]``, and so on up to M. A number
        that equals a boundary is in the bucket above it: the bucket counts the boundaries that are <= the number.

    Not allowed: ``torch.bucketize``, ``torch.searchsorted`` and their relatives, such as ``torch.sum``,
    ``torch.argmax`` or ``torch.sort``.

    Example:
        >>> bucketize(torch.tensor([0.5, 2.0, 9.0, 1.5]), torch.tensor([1.0, 2.0, 5.0]))
        tensor([0, 2, 3, 1])
    """
    # begin solution
    passed = (boundaries <= x[:, None]).to(torch.float32)
    return (passed @ (torch.arange(boundaries.shape[0], device=x.device) >= 0).to(torch.float32)).to(torch.int64)
    # end solution
