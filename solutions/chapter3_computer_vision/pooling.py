"""Pooling: one number stands for a whole window of a picture.

Letters: N = pictures, C = channels, H and W = height and width. Heights always come before widths. Results are on the
device of ``x``, and gradients flow through all of them.
"""

import torch
from torch.nn import functional

# begin solution
IntOrPair = int | tuple[int, int]


def _pair(value: IntOrPair) -> tuple[int, int]:
    """Return one number twice, and a pair as it is."""
    return (value, value) if isinstance(value, int) else value


def _windows(
    x: torch.Tensor, kernel_size: IntOrPair, stride: IntOrPair | None, padding: IntOrPair, fill: float
) -> torch.Tensor:
    """Return all windows of a padded picture, shape (N, C, OH, OW, KH, KW), as a view where nothing was padded."""
    kernel_height, kernel_width = _pair(kernel_size)
    down, right = _pair(kernel_size if stride is None else stride)
    pad_height, pad_width = _pair(padding)
    padded = functional.pad(x, (pad_width, pad_width, pad_height, pad_height), value=fill)
    return padded.unfold(2, kernel_height, down).unfold(3, kernel_width, right)


# end solution


def max_pool2d(
    x: torch.Tensor,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
) -> torch.Tensor:
    """Return the maximum of each window, for each channel on its own.

    Each of the three sizes is one number for both directions, or a tuple ``(height, width)``. The picture is padded
    on all four sides; the padding counts as minus infinity, so it is never the maximum. The first window begins in the upper
    left corner of the padded picture, and the next ones ``stride`` further to the right or down. Only whole windows count:
    rows and columns that are left over at the end are dropped.

    Args:
        x: Shape (N, C, H, W), floating dtype.
        kernel_size: Height KH and width KW of a window, at least 1 and at most the size of the padded picture.
        stride: How far windows are apart, at least 1. By default as far as a window is long: the stride is the kernel size.
        padding: Rows PH and columns PW that are added at each side, from 0 to half the kernel size, ``KH // 2`` and
            ``KW // 2``.

    Returns:
        Shape (N, C, OH, OW), the dtype of ``x``, with ``OH = (H + 2 * PH - KH) // SH + 1``, and OW likewise.

    Not allowed: the pooling functions and modules of PyTorch (``unfold`` and ``functional.pad`` are allowed).

    Example:
        >>> x = torch.tensor([[[[1.0, 2.0, 3.0, 9.0], [5.0, 4.0, 6.0, 7.0]]]])
        >>> max_pool2d(x, 2)
        tensor([[[[5., 9.]]]])
        >>> max_pool2d(-x, kernel_size=2, stride=2, padding=1)
        tensor([[[[-1., -2., -9.],
                  [-5., -4., -7.]]]])
    """
    # begin solution
    return _windows(x, kernel_size, stride, padding, fill=-torch.inf).amax(dim=(4, 5))
    # end solution


def avg_pool2d(
    x: torch.Tensor,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
    count_include_pad: bool = True,
) -> torch.Tensor:
    """Return the mean of each window, for each channel on its own.

    The windows are those of ``max_pool2d``, but the padding counts as zeros. ``count_include_pad`` says what a sum is
    divided by: by the size of the whole window, or only by the number of its elements that lie in the picture.

    Args:
        x: Shape (N, C, H, W), floating dtype.
        kernel_size: Height KH and width KW of a window, at least 1 and at most the size of the padded picture.
        stride: How far windows are apart, at least 1. By default the kernel size.
        padding: Rows PH and columns PW that are added at each side, from 0 to ``KH // 2`` and ``KW // 2``.
        count_include_pad: ``True`` divides by ``KH * KW`` everywhere. ``False`` leaves the padding out of the mean.

    Returns:
        Shape (N, C, OH, OW), the dtype of ``x``, with ``OH = (H + 2 * PH - KH) // SH + 1``, and OW likewise.

    Not allowed: the pooling functions and modules of PyTorch (``unfold`` and ``functional.pad`` are allowed).

    Example:
        >>> x = torch.tensor([[[[1.0, 2.0, 3.0, 9.0], [5.0, 4.0, 6.0, 7.0]]]])
        >>> avg_pool2d(x, 2)
        tensor([[[[3.0000, 6.2500]]]])
        >>> avg_pool2d(x, kernel_size=2, stride=(2, 4), padding=(1, 0), count_include_pad=False)
        tensor([[[[1.5000],
                  [4.5000]]]])
    """
    # begin solution
    sums = _windows(x, kernel_size, stride, padding, fill=0.0).sum(dim=(4, 5))
    counted = torch.ones_like(x[:1, :1])
    return sums / _windows(counted, kernel_size, stride, padding, fill=float(count_include_pad)).sum(dim=(4, 5))
    # end solution


def global_avg_pool(x: torch.Tensor) -> torch.Tensor:
    """Return the mean of each channel over the whole picture.

    A linear layer behind it takes C numbers, however large the pictures are.

    Args:
        x: Shape (N, C, H, W), floating dtype; each of the four at least 1.

    Returns:
        Shape (N, C), the dtype of ``x``, also where N or C is 1.

    Example:
        >>> x = torch.tensor([[[[1.0, 2.0, 6.0]], [[0.0, 0.0, 3.0]]]])
        >>> global_avg_pool(x)
        tensor([[3., 1.]])
    """
    # begin solution
    return x.mean(dim=(2, 3))
    # end solution


def pool_to_size(x: torch.Tensor, output_size: tuple[int, int]) -> torch.Tensor:
    """Average a picture of any size down, or up, to a given size: *adaptive* average pooling.

    The output has OH rows. Row ``i`` averages the rows of the picture from ``floor(i * H / OH)`` up to, and without,
    ``ceil((i + 1) * H / OH)``; columns likewise. So every bin holds at least one pixel, neighbouring bins may share some,
    and bins may differ in size. Each pixel of a bin has the same weight.

    Args:
        x: Shape (N, C, H, W), floating dtype.
        output_size: ``(OH, OW)``, each at least 1. They need not divide H and W, and may be larger.

    Returns:
        Shape (N, C, OH, OW), the dtype of ``x``.

    Not allowed: the adaptive pooling functions and modules of PyTorch, and ``functional.interpolate``.

    Example:
        >>> x = torch.tensor([[[[1.0, 2.0, 3.0, 4.0, 5.0]]]])
        >>> pool_to_size(x, (1, 2))  # columns 0 to 2, and 2 to 4
        tensor([[[[2., 4.]]]])
        >>> pool_to_size(x, (1, 3))
        tensor([[[[1.5000, 3.0000, 4.5000]]]])
    """
    # begin solution
    (height, width), (rows, columns) = x.shape[2:], output_size
    bands = [x[:, :, i * height // rows : -(-(i + 1) * height // rows)].mean(dim=2) for i in range(rows)]
    tall = torch.stack(bands, dim=2)
    bands = [tall[..., j * width // columns : -(-(j + 1) * width // columns)].mean(dim=3) for j in range(columns)]
    return torch.stack(bands, dim=3)
    # end solution
