"""Aggregation: many numbers become few.

A reduction takes a dimension away; ``keepdim=True`` leaves it there with size 1, so that the result still lines up with
what it came from. Where a number came from is a question of its own: ``argmax`` and ``topk`` answer with positions.
"""

import torch


def row_means(x: torch.Tensor) -> torch.Tensor:
    """Return the mean of each row, kept as a column.

    Args:
        x: Shape (N, D), floats or integers; N and D are at least 1. Do not change it.

    Returns:
        Shape (N, 1), always float32: entry ``[i, 0]`` is the mean of row ``i``. Means of integers keep their fraction.

    Example:
        >>> row_means(torch.tensor([[1, 2], [3, 6]]))
        tensor([[1.5000],
                [4.5000]])
    """
    raise NotImplementedError


def argmax_2d(x: torch.Tensor) -> tuple[int, int]:
    """Return where the largest element of a matrix is, as ``(row, column)``.

    Where several elements are largest, take the first in reading order: row by row, each from left to right.

    Args:
        x: Shape (H, W), floats without NaN; H and W are at least 1.

    Returns:
        A tuple of two Python ints.

    Example:
        >>> argmax_2d(torch.tensor([[0.0, 3.0, 1.0], [9.0, 2.0, 4.0]]))
        (1, 0)
    """
    raise NotImplementedError


def channel_statistics(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the mean and the biased standard deviation of each channel of a batch of images.

    Both run over the batch and all pixels, ``n = B * H * W`` values for each channel. Biased means that the sum of the
    squared deviations is divided by ``n``, not by ``n - 1``; nothing is added under the root. The result has to stay
    accurate where the mean is a thousand times as large as the deviation.

    Args:
        x: Shape (B, C, H, W), float32; every size is at least 1. Do not change it.

    Returns:
        The tuple ``(mean, std)``, each of shape (C,), float32. A channel whose values are all equal has std 0, also
        where it has a single value.

    Example:
        >>> channel_statistics(torch.tensor([[[[1.0, 3.0]], [[5.0, 5.0]]]]))
        (tensor([2., 5.]), tensor([1., 0.]))
    """
    raise NotImplementedError


def top_k_mask(x: torch.Tensor, k: int) -> torch.Tensor:
    """Mark the ``k`` largest elements of each row.

    Args:
        x: Shape (N, D), floats; N is at least 1, and there are no ties within a row. Do not change it.
        k: How many to mark in each row, from 1 to D.

    Returns:
        Shape (N, D), bool: True at the ``k`` largest elements of each row, False elsewhere.

    Example:
        >>> top_k_mask(torch.tensor([[5.0, 1.0, 4.0], [0.0, 3.0, -2.0]]), 2)
        tensor([[ True, False,  True],
                [ True,  True, False]])
    """
    raise NotImplementedError


def weighted_mean(x: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Return the weighted mean of the rows, kept as one row.

    Column ``d`` of the result is the sum over ``n`` of ``weights[n] * x[n, d]``, divided by the sum of the weights.
    Gradients reach both inputs.

    Args:
        x: Shape (N, D), any floating dtype; N and D are at least 1. Do not change the inputs.
        weights: Shape (N,), same dtype, one weight for each row. None is negative, and their sum is positive, but not
            always 1.

    Returns:
        Shape (1, D), same dtype.

    Example:
        >>> weighted_mean(torch.tensor([[1.0, 10.0], [5.0, 20.0]]), torch.tensor([3.0, 1.0]))
        tensor([[ 2.0000, 12.5000]])
    """
    raise NotImplementedError


def masked_mean(x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return the mean over the valid positions of each sequence in a padded batch.

    Args:
        x: Shape (B, T, D), float32; every size is at least 1. Valid positions hold ordinary numbers (zeros among
            them). The others are padding: it may hold anything, NaN and infinity too. Do not change the inputs.
        mask: Shape (B, T), bool: True where a position is valid. Padding may also come between valid positions.

    Returns:
        Shape (B, D), float32. A sequence without any valid position gives zeros.

    Example:
        >>> x = torch.tensor([[[1.0, 2.0], [3.0, 6.0], [9.0, 9.0]]])
        >>> masked_mean(x, torch.tensor([[True, True, False]]))
        tensor([[2., 4.]])
    """
    raise NotImplementedError


def softmax_rows(x: torch.Tensor) -> torch.Tensor:
    """Turn each row into probabilities: ``exp(x[n, d])``, divided by the sum of these over row ``n``.

    ``exp`` overflows for large numbers, but a row's softmax stays the same when a number is subtracted from the whole
    row. Choose that number for each row so that nothing overflows and no sum becomes 0, whatever the values are.
    Gradients reach ``x``.

    Args:
        x: Shape (N, D), any floating dtype, finite values of any size; N and D are at least 1. Do not change it.

    Returns:
        Shape (N, D), same dtype; every row sums to 1.

    Not allowed: ``softmax`` and ``log_softmax`` in any form (``torch.softmax``, ``x.softmax``,
        ``torch.nn.functional.softmax``, ``torch.nn.Softmax``, ...).

    Example:
        >>> softmax_rows(torch.tensor([[0.0, 0.0], [1000.0, 0.0]]))
        tensor([[0.5000, 0.5000],
                [1.0000, 0.0000]])
    """
    raise NotImplementedError
