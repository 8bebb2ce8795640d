"""Sizes, costs and what a pixel sees: what can be said of convolutions before any of them has run.

Everything here is whole numbers. "At least 1" and the like are promises: only what stands under "Raises" has to be refused.
"""


def conv_output_size(size: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """Return how large the output of a convolution or a pooling is in one direction.

    Args:
        size: The input's height or width, at least 1.
        kernel: The kernel's size K in that direction, at least 1. With a dilation D it spans ``D * (K - 1) + 1`` pixels.
        stride: How far the kernel moves each time, at least 1.
        padding: How many pixels are added at each of the two ends, at least 0.
        dilation: The distance between the pixels that neighbouring elements of the kernel meet, at least 1.

    Returns:
        The number of places where all of the kernel lies on the padded input, an int, at least 1.

    Raises:
        ValueError: The kernel spans more pixels than the padded input has.

    Example:
        >>> conv_output_size(28, kernel=3)
        26
        >>> conv_output_size(28, kernel=5, stride=2, padding=2)
        14
    """
    raise NotImplementedError


def conv_input_sizes(output_size: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> tuple[int, int]:
    """Return the smallest and the largest input of which a convolution makes an output of a certain size.

    With a stride of more than 1, several sizes give the same output: pixels at the end are left over.

    Args:
        output_size: The output's height or width, at least 1.
        kernel: As in ``conv_output_size``, as are the others.
        stride: At least 1.
        padding: At least 0, at each of the two ends.
        dilation: At least 1.

    Returns:
        A tuple ``(smallest, largest)`` of ints. Inputs have at least 1 pixel, so ``smallest`` is never below 1.

    Raises:
        ValueError: No input of at least 1 pixel gives this output.

    Example:
        >>> conv_input_sizes(14, kernel=5, stride=2, padding=2)
        (27, 28)
        >>> conv_input_sizes(26, kernel=3)
        (28, 28)
    """
    raise NotImplementedError


def same_padding(kernel: int, dilation: int = 1) -> int:
    """Return the padding at each end with which a convolution of stride 1 keeps the size of its input.

    Args:
        kernel: At least 1.
        dilation: At least 1.

    Returns:
        An int, at least 0.

    Raises:
        ValueError: No padding does, as both ends get the same.

    Example:
        >>> same_padding(3)
        1
        >>> same_padding(3, dilation=4)
        4
    """
    raise NotImplementedError


def count_conv_parameters(
    in_channels: int, out_channels: int, kernel_size: tuple[int, int], groups: int = 1, *, bias: bool = True
) -> int:
    """Return how many numbers a convolution of images learns.

    Args:
        in_channels: C, at least 1.
        out_channels: O, at least 1: each output channel has kernels of its own.
        kernel_size: The pair (height, width).
        groups: Into how many groups the channels are cut. An output channel sees C / groups input channels.
        bias: Whether each output channel also has a bias.

    Returns:
        An int: what the elements of ``torch.nn.Conv2d``'s parameters add up to.

    Raises:
        ValueError: ``groups`` does not divide C, or does not divide O.

    Example:
        >>> count_conv_parameters(3, 8, (5, 5))
        608
        >>> count_conv_parameters(8, 8, (3, 1), groups=4, bias=False)
        48
    """
    raise NotImplementedError


def multiply_adds(
    in_channels: int,
    out_channels: int,
    kernel_size: tuple[int, int],
    output_size: tuple[int, int],
    groups: int = 1,
) -> int:
    """Return how much work a convolution does for one image.

    A multiply-add is one product and its addition to a sum: together they count *once*. Biases do not count.

    Args:
        in_channels: C, at least 1.
        out_channels: O, at least 1.
        kernel_size: The pair (height, width).
        output_size: The pair (height, width) of the *output*.
        groups: It divides both C and O.

    Returns:
        An int: the multiply-adds of all elements of the output.

    Example:
        >>> multiply_adds(3, 8, (5, 5), output_size=(24, 20))
        288000
        >>> multiply_adds(8, 8, (3, 3), output_size=(10, 10), groups=8)
        7200
    """
    raise NotImplementedError


def receptive_field(layers: list[tuple[int, int, int]]) -> int:
    """Return how many pixels in one direction an element of the last layer's output depends on.

    Args:
        layers: For each layer, convolution or pooling, from the first to the last, the tuple ``(kernel, stride, dilation)``,
            each at least 1. The list may be empty: an element of the input depends on itself.

    Returns:
        An int: the distance from the first to the last pixel that the element depends on, both counted. The stride of a
        layer moves its own outputs apart: it matters for the layers after it. Ends of the image do not matter.

    Example:
        >>> receptive_field([(3, 1, 1), (3, 1, 1)])
        5
        >>> receptive_field([(3, 2, 1), (5, 1, 1)])
        11
    """
    raise NotImplementedError
