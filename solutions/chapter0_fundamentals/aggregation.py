"""Aggregation: many numbers become few.

A reduction takes a dimension away; ``keepdim=True`` leaves it there with size 1, so that the result still lines up with
what it came from.
"""

import torch


def row_means(x: torch.Tensor) -> torch.Tensor:
    """Return the mean of each row, kept as a column.

    Args:
        x: Shape (N, D), any floating or integer dtype.

    Returns:
        Shape (N, 1), float32: entry ``[i, 0]`` is the mean of row ``i``. Integers are averaged exactly, not truncated.

    Example:
        >>> row_means(torch.tensor([[1, 2], [3, 6]]))
        tensor([[1.5000],
                [4.5000]])
    """
    # begin solution
    return x.to(torch.float32).mean(dim=1, keepdim=True)
    # end solution


def argmax_2d(x: torch.Tensor) -> tuple[int, int]:
    """Return where the largest element of a matrix is, as ``(row, column)``.

    Args:
        x: Shape (H, W), floating dtype, without NaN. Where several elements are largest, the first in reading order (row by row) counts.

    Returns:
        Two Python ints.

    Example:
        >>> argmax_2d(torch.tensor([[0.0, 3.0, 1.0], [9.0, 2.0, 4.0]]))
        (1, 0)
    """
    # begin solution
    flat = int(x.argmax())
    return flat // x.shape[1], flat % x.shape[1]
    # end solution
