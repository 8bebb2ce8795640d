"""Unusual but right versions of the tasks in chapter3_computer_vision/conv_arithmetic."""

import itertools
import math

import torch
from torch import nn

from learn.variants import alternative

# ------------------------------------------------------------------ conv_output_size


@alternative("conv_output_size", "walks along the input, and counts the places")
def by_walking(size, kernel, stride=1, padding=0, dilation=1):
    span = len(range((kernel - 1) * dilation + 1))
    places = [start for start in range(0, size + 2 * padding, stride) if start + span <= size + 2 * padding]
    if not places:
        raise ValueError(f"a kernel that spans {span} does not fit")
    return len(places)


@alternative("conv_output_size", "the formula with one fraction, rounded down")
def by_fraction(size, kernel, stride=1, padding=0, dilation=1):
    numerator = size + padding + padding + stride - 1 - dilation * (kernel - 1)
    if numerator < stride:
        raise ValueError
    return math.floor(numerator / stride)


# ------------------------------------------------------------------ conv_input_sizes


@alternative("conv_input_sizes", "tries all sizes")
def by_trying(output_size, kernel, stride=1, padding=0, dilation=1):
    sizes = []
    for size in itertools.count(1):
        found = (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
        if found > output_size:
            break
        if found == output_size:
            sizes.append(size)
    if not sizes:
        raise ValueError("there is none")
    return min(sizes), max(sizes)


@alternative("conv_input_sizes", "from the largest size down")
def from_the_largest(output_size, kernel, stride=1, padding=0, dilation=1):
    largest = output_size * stride + dilation * (kernel - 1) - 2 * padding
    possible = [size for size in range(largest - stride + 1, largest + 1) if size > 0]
    if len(possible) == 0:
        raise ValueError
    return possible[0], possible[-1]


# ------------------------------------------------------------------ same_padding


@alternative("same_padding", "tries paddings until the size is kept")
def by_trying_paddings(kernel, dilation=1):
    size = dilation * kernel + 1
    for padding in range(size):
        if size + 2 * padding - dilation * (kernel - 1) == size:
            return padding
    raise ValueError(f"no padding keeps the size with a kernel of {kernel} and a dilation of {dilation}")


@alternative("same_padding", "divmod")
def by_divmod(kernel, dilation=1):
    padding, rest = divmod((kernel - 1) * dilation, 2)
    if rest == 0:
        return padding
    raise ValueError


# ------------------------------------------------------------------ count_conv_parameters


@alternative("count_conv_parameters", "makes the layer on the meta device, where it takes no memory, and asks it")
def by_layer(in_channels, out_channels, kernel_size, groups=1, *, bias=True):
    layer = nn.Conv2d(in_channels, out_channels, kernel_size, groups=groups, bias=bias, device="meta")
    return sum(parameter.numel() for parameter in layer.parameters())


@alternative("count_conv_parameters", "group by group")
def by_group(in_channels, out_channels, kernel_size, groups=1, *, bias=True):
    inputs, left_in = divmod(in_channels, groups)
    outputs, left_out = divmod(out_channels, groups)
    if left_in or left_out:
        raise ValueError(f"{groups} groups")
    total = 0
    for _ in range(groups):
        total += math.prod((outputs, inputs, *kernel_size))
        if bias:
            total += outputs
    return total


# ------------------------------------------------------------------ multiply_adds


@alternative("multiply_adds", "the shape of the weight, and that of the output")
def by_shapes(in_channels, out_channels, kernel_size, output_size, groups=1):
    weight = torch.empty(out_channels, in_channels // groups, *kernel_size, device="meta")
    return weight.numel() * math.prod(output_size)


@alternative("multiply_adds", "as products of matrices, one for each group")
def by_matrices(in_channels, out_channels, kernel_size, output_size, groups=1):
    rows, columns = out_channels // groups, output_size[0] * output_size[1]
    inner = in_channels // groups * kernel_size[0] * kernel_size[1]
    return sum(rows * inner * columns for _ in range(groups))


# ------------------------------------------------------------------ receptive_field


@alternative("receptive_field", "from the last layer back to the image")
def from_the_end(layers):
    field = 1
    for kernel, stride, dilation in reversed(layers):
        field = (field - 1) * stride + dilation * (kernel - 1) + 1
    return field


@alternative("receptive_field", "follows the first and the last pixel")
def by_pixels(layers):
    first, last = 0, 0
    for kernel, stride, dilation in layers[::-1]:
        first, last = first * stride, last * stride + (kernel - 1) * dilation
    return len(range(first, last + 1))
