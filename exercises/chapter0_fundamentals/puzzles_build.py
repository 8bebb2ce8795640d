"""Puzzles: build well-known tensors out of almost nothing.

The toolbox of every task is ``torch.arange``, ``torch.where(condition, a, b)`` and ``@``, together with arithmetic,
comparisons (and ``&``, ``|``, ``~`` of their results), indexing (to read, to assign to a tensor of your own, with
``None``), ``.shape``, ``.clone()`` and conversions of dtype such as ``.to``. Python's own numbers, lists and loops are
fine too, and a task may call the other tasks of this file. Everything else in PyTorch and NumPy stays in the drawer.
No task changes its inputs.

A task's result is on the device of its input, the CPU or an accelerator. Whatever meets the input has to be there too, as
``torch.arange(n, device=x.device)`` is. On most accelerators ``@`` takes floating-point numbers only.
"""

import torch


def ones(n: int) -> torch.Tensor:
    """Return a vector of ones.

    Args:
        n: The length, 0 or more.

    Returns:
        Shape (n,), float32: every element is 1.

    Not allowed: ``torch.ones`` and other functions that make a tensor from given values, such as ``torch.full``,
    ``torch.zeros`` or ``torch.tensor``.

    Example:
        >>> ones(3)
        tensor([1., 1., 1.])
    """
    raise NotImplementedError


def sum_all(x: torch.Tensor) -> torch.Tensor:
    """Return the sum of a vector.

    Args:
        x: Shape (N,), float32 or int64. It may be empty.

    Returns:
        Shape (), the dtype of ``x``: the sum of all elements, exact for int64, and 0 for an empty ``x``.

    Not allowed: ``torch.sum`` and other functions that add up, such as ``torch.mean`` or ``torch.cumsum``.

    Example:
        >>> sum_all(torch.tensor([1.5, 2.0, -0.5]))
        tensor(3.)
    """
    raise NotImplementedError


def outer(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the products of every element of one vector with every element of another.

    Args:
        x: Shape (N,), float32 or int64, N >= 1.
        y: Shape (M,), the dtype of ``x``, M >= 1.

    Returns:
        Shape (N, M), the dtype of ``x``: entry ``[i, j]`` is ``x[i] * y[j]``, exact for int64.

    Not allowed: ``torch.outer`` and its relatives, such as ``torch.ger``, ``torch.kron`` or ``torch.einsum``.

    Example:
        >>> outer(torch.tensor([1, 2, 3]), torch.tensor([10, 1]))
        tensor([[10,  1],
                [20,  2],
                [30,  3]])
    """
    raise NotImplementedError


def diag(a: torch.Tensor) -> torch.Tensor:
    """Return the main diagonal of a square matrix.

    Args:
        a: Shape (N, N), float32 or int64, N >= 1. Elements off the diagonal may be infinite.

    Returns:
        Shape (N,), the dtype of ``a``: element ``i`` is ``a[i, i]``, exact for int64.

    Not allowed: ``torch.diag``, ``torch.diagonal``, ``torch.eye`` and their relatives.

    Example:
        >>> diag(torch.tensor([[1, 2], [3, 4]]))
        tensor([1, 4])
    """
    raise NotImplementedError


def eye(n: int) -> torch.Tensor:
    """Return the identity matrix.

    Args:
        n: The number of rows and of columns, 0 or more.

    Returns:
        Shape (n, n), float32: 1 on the main diagonal and 0 elsewhere.

    Not allowed: ``torch.eye``, ``torch.diag``, ``torch.triu`` and their relatives, such as
    ``torch.nn.functional.one_hot``.

    Example:
        >>> eye(2)
        tensor([[1., 0.],
                [0., 1.]])
    """
    raise NotImplementedError


def triu(a: torch.Tensor) -> torch.Tensor:
    """Return the upper triangle of a matrix, with zeros below its main diagonal.

    Args:
        a: Shape (N, M), float32 or int64, N >= 1 and M >= 1. Elements may be infinite.

    Returns:
        Shape (N, M), the dtype of ``a``: entry ``[i, j]`` is ``a[i, j]`` where ``i <= j``, and 0 elsewhere.

    Not allowed: ``torch.triu``, ``torch.tril`` and their relatives, such as ``torch.triu_indices`` or ``masked_fill``.

    Example:
        >>> triu(torch.tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]]))
        tensor([[1, 2, 3],
                [0, 5, 6],
                [0, 0, 9]])
    """
    raise NotImplementedError


def cumsum(x: torch.Tensor) -> torch.Tensor:
    """Return the running sums of a vector.

    Args:
        x: Shape (N,), float32 or int64. It may be empty.

    Returns:
        Shape (N,), the dtype of ``x``: element ``j`` is ``x[0] + ... + x[j]``, exact for int64.

    Not allowed: ``torch.cumsum`` and its relatives, such as ``torch.cumprod``, ``torch.sum`` or ``torch.tril``.

    Example:
        >>> cumsum(torch.tensor([1, 10, 100]))
        tensor([  1,  11, 111])
    """
    raise NotImplementedError
