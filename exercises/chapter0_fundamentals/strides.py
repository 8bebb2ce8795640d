"""Strides: how a tensor of any shape lies in a flat storage, and what can be done by changing the strides alone.

A stride tells how many elements to move in the storage when an index grows by one. Strides are counted in elements
here, as PyTorch does, not in bytes.
"""

import torch


def contiguous_strides(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the strides of a contiguous tensor: row-major, the last index moves fastest, no gaps.

    Args:
        shape: Any number of sizes, each at least 0. A size of 0 counts as 1 here, as in PyTorch.

    Returns:
        As many ints, in elements: the last one is 1, and each other one is the product of all sizes after it. A tensor
        without dimensions has the strides ``()``.

    Not allowed: making a tensor to ask for its strides. Plain Python does it.

    Example:
        >>> contiguous_strides((2, 3, 4))
        (12, 4, 1)
    """
    raise NotImplementedError


def element_offset(index: tuple[int, ...], strides: tuple[int, ...], storage_offset: int = 0) -> int:
    """Return where in the flat storage an element lies.

    Args:
        index: One index for each dimension, each at least 0; ``()`` for a tensor without dimensions.
        strides: One stride for each dimension, in elements, at least 0.
        storage_offset: Where in the storage the tensor's first element lies.

    Returns:
        A Python int: the place of ``x[index]`` in the storage of a tensor ``x`` that has these strides and this offset.

    Raises:
        ValueError: ``index`` and ``strides`` are not equally long.

    Example:
        >>> element_offset((1, 2), strides=(4, 1), storage_offset=3)
        9
    """
    raise NotImplementedError


def strides_after_permute(strides: tuple[int, ...], dims: tuple[int, ...]) -> tuple[int, ...]:
    """Return the strides of ``x.permute(dims)``, where ``x`` has the given strides. No data moves; only strides do.

    Args:
        strides: The D strides of ``x``.
        dims: As for ``permute``: result dimension ``k`` is dimension ``dims[k]`` of ``x``. Negative ones count from the
            end, so that -1 is the last dimension and -D is dimension 0.

    Returns:
        D ints.

    Raises:
        ValueError: ``dims`` does not name each dimension exactly once: one is missing or occurs twice, or there is no
            such dimension.

    Example:
        >>> strides_after_permute((12, 4, 1), (2, 0, 1))
        (1, 12, 4)
    """
    raise NotImplementedError


def is_contiguous(shape: tuple[int, ...], strides: tuple[int, ...]) -> bool:
    """Tell whether a tensor with this shape and these strides is contiguous: row-major order without gaps.

    The stride of a dimension of size 1 is never used, so it may be any number; and a tensor without elements (a size
    is 0) is contiguous whatever its strides are. A tensor without dimensions is contiguous.

    Args:
        shape: The sizes.
        strides: As many strides, in elements.

    Returns:
        ``True`` or ``False``: what ``x.is_contiguous()`` says of such a tensor.

    Example:
        >>> is_contiguous((2, 3), (3, 1)), is_contiguous((3, 2), (1, 3))
        (True, False)
    """
    raise NotImplementedError


def trace_by_stride(x: torch.Tensor) -> torch.Tensor:
    """Return the sum of a square matrix's diagonal, from a view of the diagonal that ``as_strided`` makes.

    Do it with ``as_strided`` (the function or the method), to see what strides can do: one step along the diagonal is
    one row down and one column to the right.

    Args:
        x: Shape (N, N), floating dtype; N may be 1. It may be a part of a larger tensor or transposed: not
            contiguous, with a storage offset. It is left as it was.

    Returns:
        Shape (), ``x``'s dtype.

    Example:
        >>> trace_by_stride(torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]))
        tensor(15.)
    """
    raise NotImplementedError


def sliding_windows(x: torch.Tensor, size: int) -> torch.Tensor:
    """Return all windows of neighbouring elements as a view.

    Most elements are in several windows, and yet nothing is copied.

    Args:
        x: Shape (T,), any dtype. It may be a part of a larger tensor or hold every second element of one: not
            contiguous, with a storage offset.
        size: The length of a window, from 1 to T.

    Returns:
        Shape (T - size + 1, size), ``x``'s dtype: row ``n`` is ``x[n : n + size]``. It shares ``x``'s memory.

    Raises:
        ValueError: ``size`` is smaller than 1 or larger than T.

    Not allowed: ``unfold``. Use ``as_strided``.

    Example:
        >>> sliding_windows(torch.tensor([1, 2, 3, 4]), size=3)
        tensor([[1, 2, 3],
                [2, 3, 4]])
    """
    raise NotImplementedError
