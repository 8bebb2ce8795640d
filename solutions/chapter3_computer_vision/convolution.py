"""Convolution by hand: a small kernel slides over a signal or an image, and weighs what is under it.

PyTorch has all of this. Here you build it yourself, so that no number of a convolution is a riddle. Your tasks may call one
another. Tensors that you return are on the device of those you were given.
"""

import torch


def pad_image(x: torch.Tensor, pad_h: int, pad_w: int, value: float = 0.0) -> torch.Tensor:
    """Put a border around each image of a batch.

    Args:
        x: Shape (N, C, H, W), floating dtype. It is left as it was.
        pad_h: How many rows to add above, and as many below. At least 0.
        pad_w: How many columns to add on the left, and as many on the right. At least 0.
        value: What the border is filled with. It may be infinite.

    Returns:
        Shape (N, C, H + 2 * pad_h, W + 2 * pad_w), the dtype of ``x``. Gradients flow back to ``x``.
        Do without ``torch.nn.functional.pad`` and the padding layers of ``torch.nn``.

    Example:
        >>> pad_image(torch.tensor([[[[1.0, 2.0]]]]), pad_h=1, pad_w=2, value=9.0)
        tensor([[[[9., 9., 9., 9., 9., 9.],
                  [9., 9., 1., 2., 9., 9.],
                  [9., 9., 9., 9., 9., 9.]]]])
    """
    # begin solution
    n, c, height, width = x.shape
    padded = x.new_full((n, c, height + 2 * pad_h, width + 2 * pad_w), value)
    padded[:, :, pad_h : pad_h + height, pad_w : pad_w + width] = x
    return padded
    # end solution


def conv1d(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None, stride: int = 1, padding: int = 0
) -> torch.Tensor:
    """Slide kernels along a batch of signals, as ``torch.nn.functional.conv1d`` does.

    Put ``padding`` zeros at both ends of the signal, which makes it P = L + 2 * padding long. Place the kernel at 0, stride,
    2 * stride, ..., as long as all of it fits. Multiply it with the signal under it, element by element, and add up the
    products of all channels. The kernel is *not* reversed.

    Args:
        x: Shape (N, C, L): N signals of C channels, floating dtype.
        weight: Shape (O, C, K): a kernel for each of O output channels. K is at most P.
        bias: Shape (O,): what is added to each output channel. ``None`` adds nothing.
        stride: How far the kernel moves each time, at least 1.
        padding: At least 0.

    Returns:
        Shape (N, O, (P - K) // stride + 1), the dtype of ``x``, which ``weight`` and ``bias`` share. Gradients flow back
        to all three. Do without the convolutions of PyTorch, functions and layers alike.

    Example:
        >>> x = torch.tensor([[[1.0, 2.0, 4.0, 8.0]]])
        >>> conv1d(x, weight=torch.tensor([[[-1.0, 1.0, 0.0]]]), bias=torch.tensor([10.0]), padding=1)
        tensor([[[11., 11., 12., 14.]]])
    """
    # begin solution
    padded = pad_image(x[:, :, None], 0, padding)[:, :, 0]
    windows = padded.unfold(2, weight.shape[2], stride)
    out = torch.einsum("nclk,ock->nol", windows, weight)
    return out if bias is None else out + bias[:, None]
    # end solution


# begin solution
def as_pair(value: int | tuple[int, int]) -> tuple[int, int]:
    """Return a pair as it is, and an int twice."""
    return (value, value) if isinstance(value, int) else value


def shifted_views(
    x: torch.Tensor, kernel_size: tuple[int, int], stride: tuple[int, int], dilation: tuple[int, int]
) -> list[torch.Tensor]:
    """Return, for each element of a kernel, the pixels that it meets: kh * kw views of shape (N, C, OH, OW)."""
    ends = [
        (size - d * (k - 1) - 1) // s * s + 1 for size, k, s, d in zip(x.shape[2:], kernel_size, stride, dilation, strict=True)
    ]
    return [
        x[:, :, top : top + ends[0] : stride[0], left : left + ends[1] : stride[1]]
        for top in range(0, kernel_size[0] * dilation[0], dilation[0])
        for left in range(0, kernel_size[1] * dilation[1], dilation[1])
    ]


# end solution


def conv2d(
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
    groups: int = 1,
) -> torch.Tensor:
    """Slide kernels over a batch of images, with all that ``torch.nn.functional.conv2d`` can do.

    ``stride``, ``padding`` and ``dilation`` are each an int for both directions, or a pair (for the height, for the width).
    With ``sh, sw = stride`` and so on, and ``padded`` for the images with ph rows of zeros above and below, and pw columns on
    the left and on the right, output channel ``o`` of image ``n`` at ``[i, j]`` is::

        bias[o] + the sum over c, a, b of weight[o, c, a, b] * padded[n, first + c, i * sh + a * dh, j * sw + b * dw]

    ``c`` counts the C / groups input channels of a group, ``a`` the rows and ``b`` the columns of the kernel. The input and
    the output channels are cut into ``groups`` equal runs, and each run of outputs sees only its run of inputs: ``first`` is
    the first channel of the run that belongs to ``o``. Nothing is flipped.

    Args:
        x: Shape (N, C, H, W), floating dtype. H and W need not be equal.
        weight: Shape (O, C / groups, KH, KW), the dtype of ``x``. KH and KW need not be equal.
        bias: Shape (O,), the dtype of ``x``, or ``None`` for none.
        stride: At least 1.
        padding: At least 0.
        dilation: The distance between the pixels that neighbouring elements of the kernel meet, at least 1.
        groups: Divides both C and O.

    Returns:
        Shape (N, O, OH, OW), the dtype of ``x``, with ``OH = (H + 2 * ph - dh * (KH - 1) - 1) // sh + 1``, OW in the same
        way. The kernel always fits. Gradients flow back to ``x``, ``weight`` and ``bias``. Do without the convolutions of
        PyTorch, functions and layers alike; everything else is allowed.

    Example:
        >>> x = torch.arange(9.0).reshape(1, 1, 3, 3)
        >>> conv2d(x, torch.tensor([[[[1.0, 0.0], [0.0, 2.0]]]]))
        tensor([[[[ 8., 11.],
                  [17., 20.]]]])
        >>> conv2d(x, torch.ones(1, 1, 2, 1), bias=torch.tensor([0.5]), stride=2, padding=(0, 1))
        tensor([[[[0.5000, 5.5000, 0.5000]]]])
    """
    # begin solution
    stride, padding, dilation = as_pair(stride), as_pair(padding), as_pair(dilation)
    views = shifted_views(pad_image(x, *padding), tuple(weight.shape[2:]), stride, dilation)
    by_element = weight.reshape(groups, -1, *weight.shape[1:]).flatten(3).unbind(3)
    out = sum(
        torch.einsum("ngchw,goc->ngohw", view.unflatten(1, (groups, -1)), kernel)
        for view, kernel in zip(views, by_element, strict=True)
    ).flatten(1, 2)
    return out if bias is None else out + bias[:, None, None]
    # end solution


def unfold_patches(
    x: torch.Tensor,
    kernel_size: tuple[int, int],
    stride: tuple[int, int] = (1, 1),
    padding: tuple[int, int] = (0, 0),
    dilation: tuple[int, int] = (1, 1),
) -> torch.Tensor:
    """Write each patch that a kernel would meet into a column, so that a convolution becomes one product of matrices.

    This is ``torch.nn.functional.unfold``, but for whole numbers, too, which stay exact, however large they are. (It is also
    known as *im2col*.)

    Args:
        x: Shape (N, C, H, W), floating dtype or int64.
        kernel_size: The pair (KH, KW). It always fits.
        stride: Pairs (for the height, for the width) as in ``conv2d``, as are the next two.
        padding: Zeros on both sides.
        dilation: The distance between the pixels of a patch.

    Returns:
        Shape (N, C * KH * KW, OH * OW), the dtype of ``x``. A column is a patch, flattened: first its channel 0, row by row,
        then its channel 1, and so on. Patches are ordered row by row, too: column ``i * OW + j`` is what the kernel meets for
        output ``[i, j]``. Gradients flow back to ``x``. Do without PyTorch's ``unfold`` of images, function and layer alike;
        ``Tensor.unfold`` is allowed.

    Example:
        >>> unfold_patches(torch.arange(6).reshape(1, 1, 2, 3), kernel_size=(2, 2))
        tensor([[[0, 1],
                 [1, 2],
                 [3, 4],
                 [4, 5]]])
    """
    # begin solution
    views = shifted_views(pad_image(x, *padding), kernel_size, stride, dilation)
    return torch.stack(views, dim=2).flatten(3).flatten(1, 2)
    # end solution


def true_convolution(image: torch.Tensor, kernel: torch.Tensor) -> torch.Tensor:
    """Convolve an image with a kernel as mathematics does, wherever the two overlap at all.

    Where ``conv2d`` reads the pixel at ``i + a``, a true convolution reads the one at ``i - a``. Its output ``[i, j]`` is the
    sum of ``kernel[a, b] * image[i - a, j - b]`` over all ``a`` and ``b``, where pixels outside the image count as 0.

    So each pixel stamps the kernel, times its own value, into the result with the kernel's upper left corner at its place.

    Args:
        image: Shape (H, W), floating dtype.
        kernel: Shape (KH, KW), the same dtype. It may be larger than the image.

    Returns:
        Shape (H + KH - 1, W + KW - 1), the dtype of ``image``: all places where the sum is not empty. Gradients flow back to
        both. Do without the convolutions of PyTorch; your own ``conv2d`` is allowed.

    Example:
        >>> true_convolution(torch.tensor([[0.0, 1.0, 0.0, 10.0]]), torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
        tensor([[ 0.,  1.,  2., 10., 20.],
                [ 0.,  3.,  4., 30., 40.]])
    """
    # begin solution
    padding = kernel.shape[0] - 1, kernel.shape[1] - 1
    return conv2d(image[None, None], kernel.flip(0, 1)[None, None], padding=padding)[0, 0]
    # end solution


def conv2d_gradients(
    x: torch.Tensor, weight: torch.Tensor, upstream: torch.Tensor, stride: int = 1, padding: int = 0
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Work out the gradients of a convolution by hand.

    The layer computed ``y = conv2d(x, weight, bias, stride, padding)``, the same stride and padding in both directions, and
    a loss was computed from y. You are given the gradient of the loss with respect to y.

    Args:
        x: Shape (N, C, H, W), floating dtype.
        weight: Shape (O, C, KH, KW), the same dtype.
        upstream: Shape (N, O, OH, OW), the same dtype: the gradient with respect to y, whose shape it has.
        stride: At least 1. Some rows and columns at the end of ``x`` may never have been met: their gradient is 0.
        padding: At least 0, with zeros.

    Returns:
        A tuple ``(grad_x, grad_weight, grad_bias)`` of the gradients with respect to ``x``, ``weight`` and the bias, in the
        shapes of ``x``, ``weight`` and (O,), all of the dtype of ``x``. Do without autograd, without ``torch.nn.grad``, and
        without the convolutions of PyTorch; your own tasks are allowed.

    Example:
        >>> x, weight = torch.tensor([[[[1.0, 2.0, 3.0]]]]), torch.tensor([[[[10.0, 20.0]]]])
        >>> grad_x, grad_weight, grad_bias = conv2d_gradients(x, weight, upstream=torch.tensor([[[[1.0, 2.0]]]]))
        >>> grad_x
        tensor([[[[10., 40., 40.]]]])
        >>> grad_weight, grad_bias
        (tensor([[[[5., 8.]]]]), tensor([3.]))
    """
    # begin solution
    kernel_size, pairs = tuple(weight.shape[2:]), ((stride, stride), (padding, padding))
    patches = unfold_patches(x, kernel_size, *pairs)
    grad_weight = torch.einsum("nol,nkl->ok", upstream.flatten(2), patches).reshape(weight.shape)

    grad_padded = torch.zeros_like(pad_image(x, padding, padding))
    for view, kernel in zip(
        shifted_views(grad_padded, kernel_size, pairs[0], (1, 1)), weight.flatten(2).unbind(2), strict=True
    ):
        view.add_(torch.einsum("nohw,oc->nchw", upstream, kernel))
    height, width = x.shape[2:]
    grad_x = grad_padded[:, :, padding : padding + height, padding : padding + width]
    return grad_x, grad_weight, upstream.sum(dim=(0, 2, 3))
    # end solution
