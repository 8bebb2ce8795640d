"""Indexing: reading and writing chosen elements of a tensor, by slices, by masks and by tensors of positions.

A slice is a view of the same memory; a mask or a tensor of positions makes a copy. Two tensors of positions are paired
up, which is what picks one element per row.
"""

import torch


def corners(x: torch.Tensor) -> torch.Tensor:
    """Return the four corners of a matrix, where they are: top left, top right, bottom left, bottom right.

    Args:
        x: Shape (H, W), H and W at least 1, any dtype. With H = 1 the top row is the bottom row too, and with W = 1 the
            left column is the right one.

    Returns:
        Shape (2, 2), ``x``'s dtype: ``[[top left, top right], [bottom left, bottom right]]``.

    Example:
        >>> corners(torch.tensor([[1, 2, 3], [4, 5, 6]]))
        tensor([[1, 3],
                [4, 6]])
    """
    # begin solution
    return x[[0, -1]][:, [0, -1]]
    # end solution


def framed(x: torch.Tensor, value: float) -> torch.Tensor:
    """Return a copy of a matrix whose outermost rows and columns are set to a value.

    Args:
        x: Shape (H, W), H and W at least 1, any dtype; it may hold NaN or infinities. It is left as it was.
        value: A number that ``x``'s dtype can hold.

    Returns:
        Shape (H, W), ``x``'s dtype: ``value`` in the first and last row and in the first and last column, and ``x``
        elsewhere. With H or W below 3 everything is border.

    Example:
        >>> framed(torch.tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]]), 0)
        tensor([[0, 0, 0],
                [0, 5, 0],
                [0, 0, 0]])
    """
    # begin solution
    result = x.clone()
    result[[0, -1]] = value
    result[:, [0, -1]] = value
    return result
    # end solution


def replace_outliers(x: torch.Tensor, low: float, high: float, value: float) -> torch.Tensor:
    """Return a copy of a tensor in which everything outside ``[low, high]`` is replaced by one value.

    Args:
        x: Any shape (also () and shapes with a 0), floating dtype. It is left as it was.
        low: The smallest number that stays.
        high: The largest number that stays, at least ``low``.
        value: What the others become.

    Returns:
        ``x``'s shape and dtype. Elements equal to ``low`` or ``high`` stay. NaN lies in no range, so it is replaced.

    Example:
        >>> replace_outliers(torch.tensor([[1.0, -50.0], [99.0, 3.0]]), low=0.0, high=10.0, value=-1.0)
        tensor([[ 1., -1.],
                [-1.,  3.]])
    """
    # begin solution
    inside = (x >= low) & (x <= high)
    result = x.clone()
    result[~inside] = value
    return result
    # end solution


def pick_per_row(x: torch.Tensor, index: torch.Tensor) -> torch.Tensor:
    """Pick one element from each row of a matrix, differentiable in ``x``.

    Args:
        x: Shape (N, D), floating dtype, N and D at least 1.
        index: Shape (N,), int64, values from 0 to D - 1: which column to take in each row.

    Returns:
        Shape (N,), ``x``'s dtype: element ``i`` is ``x[i, index[i]]``. Gradients flow back to the elements that were
        picked.

    Example:
        >>> pick_per_row(torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]), torch.tensor([2, 0, 1]))
        tensor([3., 4., 8.])
    """
    # begin solution
    return x.gather(1, index.unsqueeze(1)).squeeze(1)
    # end solution


def one_hot_scatter(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Turn class numbers into rows that are 1 at the class and 0 elsewhere.

    Args:
        labels: Shape (N,), int64, values from 0 to ``num_classes`` - 1; N may be 0. Not every class need occur.
        num_classes: The number of classes C, at least 1.

    Returns:
        Shape (N, C), float32, on the device of ``labels``: row ``i`` has a 1 in column ``labels[i]``.

    Not allowed: ``torch.nn.functional.one_hot``. Write the ones into a tensor of zeros, with ``scatter`` or by
    indexing.

    Example:
        >>> one_hot_scatter(torch.tensor([2, 0]), 3)
        tensor([[0., 0., 1.],
                [1., 0., 0.]])
    """
    # begin solution
    zeros = torch.zeros(len(labels), num_classes, device=labels.device)
    return zeros.scatter_(1, labels.unsqueeze(1), 1.0)
    # end solution


def last_valid(x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """Return the last valid step of each sequence in a padded batch, differentiable in ``x``.

    Args:
        x: Shape (B, T, D), floating dtype, B, T and D at least 1: B sequences of T steps with D features. In sequence
            ``b`` the first ``lengths[b]`` steps are valid. The steps after them are padding and may hold anything,
            even NaN.
        lengths: Shape (B,), int64, values from 1 to T.

    Returns:
        Shape (B, D), ``x``'s dtype: row ``b`` is the last valid step of sequence ``b``. Gradients flow back to the
        steps that were taken.

    Example:
        >>> x = torch.tensor([[[1.0, 2.0], [3.0, 4.0], [0.0, 0.0]], [[5.0, 6.0], [0.0, 0.0], [0.0, 0.0]]])
        >>> last_valid(x, torch.tensor([2, 1]))
        tensor([[3., 4.],
                [5., 6.]])
    """
    # begin solution
    return x[torch.arange(len(x)), lengths - 1]
    # end solution


def update_rows(table: torch.Tensor, index: torch.Tensor, updates: torch.Tensor) -> torch.Tensor:
    """Add rows to chosen rows of a table, as often as they are named; differentiable in ``table`` and ``updates``.

    Args:
        table: Shape (R, D), floating dtype. It is left as it was.
        index: Shape (K,), int64, values from 0 to R - 1, in any order; a row may be named several times. K may be 0.
        updates: Shape (K, D), ``table``'s dtype: ``updates[k]`` is added to row ``index[k]``.

    Returns:
        A new tensor of shape (R, D), ``table``'s dtype: each row of ``table`` plus the sum of all updates that name it.

    Example:
        >>> update_rows(torch.zeros(3, 2), torch.tensor([2, 0, 2]), torch.tensor([[1.0, 1.0], [5.0, 5.0], [2.0, 3.0]]))
        tensor([[5., 5.],
                [0., 0.],
                [3., 4.]])
    """
    # begin solution
    return table.index_add(0, index, updates)
    # end solution
