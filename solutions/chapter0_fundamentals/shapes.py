"""Reshape, view, permute, stack: the same numbers in another arrangement.

``reshape`` cuts the numbers anew in reading order, ``permute`` turns the dimensions, ``stack`` adds one. They are easy
to confuse, since a wrong one often gives the right shape with the numbers in the wrong places.
"""

import math

import torch


def hwc_to_chw(image: torch.Tensor) -> torch.Tensor:
    """Move the channels of a picture from the last dimension to the first.

    Image files store the channels last; PyTorch's convolutions want them first.

    Args:
        image: Shape (H, W, C), any dtype, any number of channels. It need not be contiguous.

    Returns:
        Shape (C, H, W), same dtype: entry ``[c, h, w]`` is ``image[h, w, c]``.

    Example:
        >>> hwc_to_chw(torch.tensor([[[1, 2, 3], [4, 5, 6]]]))
        tensor([[[1, 4]],
                [[2, 5]],
                [[3, 6]]])
    """
    # begin solution
    return image.permute(2, 0, 1)
    # end solution


def drop_channel(x: torch.Tensor) -> torch.Tensor:
    """Remove the channel dimension of a batch of grey pictures.

    Args:
        x: Shape (B, 1, H, W), any dtype. B, H and W may be 1 too.

    Returns:
        Shape (B, H, W), same dtype, also where B, H or W is 1. It is a view of ``x``: no number is copied.

    Example:
        >>> drop_channel(torch.tensor([[[[1, 2, 3]]], [[[4, 5, 6]]]]))
        tensor([[[1, 2, 3]],
                [[4, 5, 6]]])
    """
    # begin solution
    return x.squeeze(1)
    # end solution


def flatten_batch(x: torch.Tensor) -> torch.Tensor:
    """Write each example of a batch as one row.

    Args:
        x: Shape (B, ...): a batch dimension and any number of others, also none. Any dtype. It need not be contiguous,
            and B may be 0; the other sizes are at least 1.

    Returns:
        Shape (B, D), same dtype, where D is the product of the other sizes: row ``b`` holds the numbers of ``x[b]`` in
        reading order. (B,) becomes (B, 1), and (0, 2, 3) becomes (0, 6).

    Example:
        >>> flatten_batch(torch.arange(12).reshape(2, 2, 3))
        tensor([[ 0,  1,  2,  3,  4,  5],
                [ 6,  7,  8,  9, 10, 11]])
    """
    # begin solution
    return x.reshape(x.shape[0], math.prod(x.shape[1:]))
    # end solution


def interleave(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Merge two matrices row by row, as two halves of a deck of cards: ``a[0]``, ``b[0]``, ``a[1]``, ``b[1]``, ...

    Args:
        a: Shape (N, D), any dtype. N may be 0; D is at least 1.
        b: Same shape and dtype.

    Returns:
        Shape (2N, D), same dtype. Gradients flow back to ``a`` and to ``b``.

    Example:
        >>> interleave(torch.tensor([[1, 2], [3, 4]]), torch.tensor([[5, 6], [7, 8]]))
        tensor([[1, 2],
                [5, 6],
                [3, 4],
                [7, 8]])
    """
    # begin solution
    return torch.stack([a, b], dim=1).flatten(0, 1)
    # end solution


def split_heads(x: torch.Tensor, num_heads: int) -> torch.Tensor:
    """Split the features of each token into heads, as attention layers do, and put the heads before the tokens.

    Args:
        x: Shape (B, T, E): a batch of sequences of T tokens with E features. Any dtype.
        num_heads: H, at least 1.

    Returns:
        Shape (B, H, T, D), same dtype, where D = E / H. Head 0 gets the first D features of every token, head 1 the
        next D, and so on: entry ``[b, h, t, d]`` is ``x[b, t, h * D + d]``. No dimension is dropped where a size is 1.

    Raises:
        ValueError: E cannot be divided by H without rest.

    Example:
        >>> split_heads(torch.tensor([[[1, 2, 3, 4], [5, 6, 7, 8]]]), num_heads=2).tolist()
        [[[[1, 2], [5, 6]], [[3, 4], [7, 8]]]]
    """
    # begin solution
    batch, tokens, features = x.shape
    if features % num_heads:
        raise ValueError(f"{features} features cannot be split into {num_heads} heads")
    return x.reshape(batch, tokens, num_heads, features // num_heads).transpose(1, 2)
    # end solution


def tile_images(images: torch.Tensor, rows: int, columns: int) -> torch.Tensor:
    """Lay grey pictures out as one large picture, in reading order: the first ``columns`` of them fill the top row.

    Args:
        images: Shape (R*C, H, W), any dtype.
        rows: R, how many pictures stand one below the other; at least 1.
        columns: C, how many stand side by side; at least 1.

    Returns:
        Shape (R*H, C*W), same dtype.

    Raises:
        ValueError: ``images`` does not hold exactly R*C pictures.

    Example:
        >>> tile_images(torch.tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]), rows=1, columns=2)
        tensor([[1, 2, 5, 6],
                [3, 4, 7, 8]])
    """
    # begin solution
    count, height, width = images.shape
    if count != rows * columns:
        raise ValueError(f"{count} pictures do not fill {rows} rows of {columns}")
    grid = images.reshape(rows, columns, height, width)
    return grid.permute(0, 2, 1, 3).reshape(rows * height, columns * width)
    # end solution


def same_storage(a: torch.Tensor, b: torch.Tensor) -> bool:
    """Tell whether two tensors keep their numbers in the same storage.

    A tensor is a view into a storage: a flat block of memory that several tensors may use. Two tensors share it where
    one is a view of the other, or where both are views of a third, even if they have no element in common.

    Args:
        a: A tensor on the CPU with at least one element, any shape and dtype.
        b: Another one, or the same.

    Returns:
        A Python bool.

    Example:
        >>> x = torch.zeros(2, 3)
        >>> same_storage(x[0], x[1]), same_storage(x, x.clone())
        (True, False)
    """
    # begin solution
    return a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()
    # end solution


def scaled_rows(x: torch.Tensor, start: int, stop: int, factor: float) -> torch.Tensor:
    """Return a copy of a matrix in which the rows ``start`` to ``stop - 1`` are multiplied by a factor.

    Args:
        x: Shape (N, D), floating dtype. It is left as it was.
        start: The first row to change; a negative one counts from the end, as in ``x[start:stop]``.
        stop: The row to stop before; it may be negative too, and is never in front of ``start``. Where both are the
            same row, nothing changes.
        factor: The factor.

    Returns:
        Shape (N, D), same dtype. It shares no memory with ``x``, even where no row changes.

    Example:
        >>> scaled_rows(torch.ones(3, 2), 1, 3, 10.0)
        tensor([[ 1.,  1.],
                [10., 10.],
                [10., 10.]])
    """
    # begin solution
    result = x.clone()
    result[start:stop] *= factor
    return result
    # end solution
