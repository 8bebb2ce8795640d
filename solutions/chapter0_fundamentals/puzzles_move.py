"""Puzzles: move the elements of a tensor to where they are wanted.

The toolbox of every task is ``torch.arange``, ``torch.where(condition, a, b)`` and ``@``, together with arithmetic,
comparisons (and ``&``, ``|``, ``~`` of their results), indexing (to read, to assign to a tensor of your own, with
``None``), ``.shape``, ``.clone()`` and conversions of dtype such as ``.to``. Python's own numbers, lists and loops are
fine too, and a task may call the other tasks of this file. Everything else in PyTorch and NumPy stays in the drawer.
No task changes its inputs.

A task's result is on the device of its input, the CPU or an accelerator. Whatever meets the input has to be there too, as
``torch.arange(n, device=x.device)`` is. On most accelerators ``@`` takes floating-point numbers only.
"""

import torch


def diff(x: torch.Tensor) -> torch.Tensor:
    """Return how much each element differs from the one before it.

    Args:
        x: Shape (N,), float32 or int64, N >= 1.

    Returns:
        Shape (N,), the dtype of ``x``: element 0 is ``x[0]``, and every other element ``i`` is ``x[i] - x[i - 1]``,
        exact for int64.

    Not allowed: ``torch.diff`` and its relatives, such as ``torch.gradient``, ``torch.roll`` or ``torch.cat``.

    Example:
        >>> diff(torch.tensor([3, 5, 4]))
        tensor([ 3,  2, -1])
    """
    # begin solution
    i = torch.arange(x.shape[0], device=x.device)
    return torch.where(i > 0, x - x[i - 1], x)
    # end solution


def vstack(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return a matrix with two rows: one vector above another.

    Args:
        x: Shape (N,), float32 or int64, N >= 1. Elements may be infinite.
        y: Shape (N,), the dtype of ``x``. Elements may be infinite.

    Returns:
        Shape (2, N), the dtype of ``x``: row 0 is ``x`` and row 1 is ``y``.

    Not allowed: ``torch.vstack``, ``torch.stack``, ``torch.cat`` and their relatives.

    Example:
        >>> vstack(torch.tensor([1, 2, 3]), torch.tensor([7, 8, 9]))
        tensor([[1, 2, 3],
                [7, 8, 9]])
    """
    # begin solution
    row = torch.arange(2, device=x.device)[:, None]
    return torch.where(row == 0, x, y)
    # end solution


def roll(x: torch.Tensor, shift: int) -> torch.Tensor:
    """Return a vector whose elements have moved to the right; what leaves at one end comes in at the other.

    Args:
        x: Shape (N,), float32 or int64, N >= 1.
        shift: How many places to the right; negative for the left. It may be 0, and larger than N.

    Returns:
        Shape (N,), the dtype of ``x``: ``x[i]`` has come to place ``(i + shift) % N``.

    Not allowed: ``torch.roll`` and its relatives, such as ``torch.flip`` or ``torch.cat``.

    Example:
        >>> roll(torch.tensor([1, 2, 3, 4, 5]), 2)
        tensor([4, 5, 1, 2, 3])
    """
    # begin solution
    i = torch.arange(x.shape[0])
    return x[(i - shift) % x.shape[0]]
    # end solution


def flip(x: torch.Tensor) -> torch.Tensor:
    """Return a vector in reverse order.

    Args:
        x: Shape (N,), float32 or int64, N >= 1.

    Returns:
        Shape (N,), the dtype of ``x``: the last element first, the first element last.

    Not allowed: ``torch.flip`` and its relatives, such as ``torch.fliplr``, ``torch.roll``, ``torch.sort`` or
    ``torch.cat``.

    Example:
        >>> flip(torch.tensor([4, 1, 7]))
        tensor([7, 1, 4])
    """
    # begin solution
    n = x.shape[0]
    return x[n - 1 - torch.arange(n)]
    # end solution


def compress(mask: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Return the kept elements of a vector, moved together at its front, with zeros behind them.

    Args:
        mask: Shape (N,), bool: True where ``x`` is kept. It may be False everywhere, or True everywhere.
        x: Shape (N,), float32 or int64, N >= 1. A kept element may be 0.

    Returns:
        Shape (N,), the dtype of ``x``: the kept elements in their order, then zeros.

    Not allowed: ``torch.masked_select``, ``torch.nonzero``, ``torch.sort``, ``torch.cumsum``, ``torch.cat`` and their
    relatives.

    Example:
        >>> compress(torch.tensor([False, True, False, True]), torch.tensor([1, 2, 3, 4]))
        tensor([2, 4, 0, 0])
    """
    # begin solution
    i = torch.arange(x.shape[0], device=x.device)
    place = mask.to(torch.float32) @ (i[:, None] <= i).to(torch.float32) - 1
    moves = mask[:, None] & (place[:, None] == i)
    return (i >= 0).to(x.dtype) @ torch.where(moves, x[:, None], 0)
    # end solution


def pad_to(x: torch.Tensor, size: int) -> torch.Tensor:
    """Return a vector brought to a given length: cut off at its end, or filled up with zeros.

    Args:
        x: Shape (N,), float32 or int64, N >= 1.
        size: The new length, 0 or more: smaller than N, equal or larger.

    Returns:
        Shape (size,), the dtype of ``x``: the first elements of ``x``, then zeros where ``size`` is larger than N. It
        is always a new tensor, never a view of ``x``.

    Not allowed: ``torch.nn.functional.pad`` and its relatives, such as ``torch.cat`` or ``torch.zeros``.

    Example:
        >>> pad_to(torch.tensor([5, 6]), 4)
        tensor([5, 6, 0, 0])
        >>> pad_to(torch.tensor([5, 6]), 1)
        tensor([5])
    """
    # begin solution
    i = torch.arange(size, device=x.device)
    inside = i < x.shape[0]
    return torch.where(inside, x[torch.where(inside, i, 0)], 0)
    # end solution


def sequence_mask(values: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """Return a batch of sequences with zeros behind the end of each.

    Args:
        values: Shape (N, M), float32 or int64, N >= 1 and M >= 1: one sequence in each row. Elements may be infinite or
            NaN.
        lengths: Shape (N,), int64, 0 or more: how many elements of each row count. A length may be larger than M.

    Returns:
        Shape (N, M), the dtype of ``values``: the first ``lengths[i]`` elements of row ``i`` as they are, then zeros.

    Not allowed: ``masked_fill`` and its relatives, such as ``torch.tril``.

    Example:
        >>> sequence_mask(torch.tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), torch.tensor([1, 3, 2]))
        tensor([[1, 0, 0],
                [4, 5, 6],
                [7, 8, 0]])
    """
    # begin solution
    column = torch.arange(values.shape[1], device=values.device)
    return torch.where(column < lengths[:, None], values, 0)
    # end solution
