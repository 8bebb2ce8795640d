"""Plausible wrong versions of the tasks in chapter3_computer_vision/conv_arithmetic."""

from conv_arithmetic import conv_input_sizes, conv_output_size, count_conv_parameters, multiply_adds

from learn.variants import mistake

# ------------------------------------------------------------------ conv_output_size


@mistake("conv_output_size", "You added the padding once: it stands at both ends, so the input grows by 2 * padding.")
def padding_at_one_end(size, kernel, stride=1, padding=0, dilation=1):
    return conv_output_size(size + padding, kernel, stride, 0, dilation)


@mistake("conv_output_size", "You rounded up: a place where only a part of the kernel fits does not count. Use //.")
def rounded_up(size, kernel, stride=1, padding=0, dilation=1):
    free = size + 2 * padding - dilation * (kernel - 1) - 1
    if free < 0:
        raise ValueError
    return -(-free // stride) + 1


@mistake(
    "conv_output_size", "A kernel of K elements has K - 1 gaps: it spans dilation * (kernel - 1) + 1, not dilation * kernel."
)
def as_many_gaps_as_elements(size, kernel, stride=1, padding=0, dilation=1):
    return conv_output_size(size, dilation * kernel, stride, padding)


@mistake("conv_output_size", "Where the kernel does not fit, your formula goes on to 0 or less: raise ValueError.")
def without_a_check(size, kernel, stride=1, padding=0, dilation=1):
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


@mistake("conv_output_size", "You refuse a kernel that just fits: it has one place, so raise only where it spans more.")
def exact_fit_refused(size, kernel, stride=1, padding=0, dilation=1):
    if dilation * (kernel - 1) + 1 >= size + 2 * padding:
        raise ValueError
    return conv_output_size(size, kernel, stride, padding, dilation)


# ------------------------------------------------------------------ conv_input_sizes


@mistake("conv_input_sizes", "You added the padding: it is part of what the kernel needs, so take it off, 2 * padding.")
def padding_added(output_size, kernel, stride=1, padding=0, dilation=1):
    smallest = (output_size - 1) * stride + dilation * (kernel - 1) + 1 + 2 * padding
    return smallest, smallest + stride - 1


@mistake("conv_input_sizes", "Your largest size has another place for the kernel: only stride - 1 pixels may be left over.")
def one_too_large(output_size, kernel, stride=1, padding=0, dilation=1):
    smallest, largest = conv_input_sizes(output_size, kernel, stride, padding, dilation)
    return smallest, largest + (stride > 1)


@mistake("conv_input_sizes", "You took the kernel as it is: with a dilation it spans dilation * (kernel - 1) + 1 pixels.")
def dilation_ignored(output_size, kernel, stride=1, padding=0, dilation=1):
    return conv_input_sizes(output_size, kernel, stride, padding)


@mistake("conv_input_sizes", "Your smallest size may be 0 or less, but an input has at least 1 pixel: max(smallest, 1).")
def less_than_a_pixel(output_size, kernel, stride=1, padding=0, dilation=1):
    _, largest = conv_input_sizes(output_size, kernel, stride, padding, dilation)
    return (output_size - 1) * stride + dilation * (kernel - 1) + 1 - 2 * padding, largest


@mistake("conv_input_sizes", "Where even 1 pixel gives a larger output, you return sizes all the same: raise ValueError.")
def always_some_size(output_size, kernel, stride=1, padding=0, dilation=1):
    smallest = (output_size - 1) * stride + dilation * (kernel - 1) + 1 - 2 * padding
    return max(smallest, 1), max(smallest + stride - 1, 1)


# ------------------------------------------------------------------ same_padding


@mistake("same_padding", "You gave all of the pixels to each end: half of them is enough, since there are two ends.")
def not_halved(kernel, dilation=1):
    if dilation * (kernel - 1) % 2:
        raise ValueError
    return dilation * (kernel - 1)


@mistake("same_padding", "dilation * (kernel // 2) is right for odd kernels only: take half of dilation * (kernel - 1).")
def odd_kernels_only(kernel, dilation=1):
    return dilation * (kernel // 2)


@mistake(
    "same_padding",
    "You rounded half a pixel off, and the image would shrink by one: raise ValueError where 2 does not divide.",
)
def half_a_pixel_off(kernel, dilation=1):
    return dilation * (kernel - 1) // 2


@mistake("same_padding", "You refuse all even kernels: with an even dilation, dilation * (kernel - 1) is even, too.")
def even_kernels_refused(kernel, dilation=1):
    if kernel % 2 == 0:
        raise ValueError
    return dilation * (kernel - 1) // 2


@mistake(
    "same_padding", "Your padding does not grow with the dilation: a dilated kernel spans dilation * (kernel - 1) + 1 pixels."
)
def never_dilated(kernel, dilation=1):
    if dilation * (kernel - 1) % 2:
        raise ValueError
    return (kernel - 1) // 2


# ------------------------------------------------------------------ count_conv_parameters


@mistake("count_conv_parameters", "You squared the kernel's height: multiply height and width, which may differ.")
def square_kernel(in_channels, out_channels, kernel_size, groups=1, *, bias=True):
    return count_conv_parameters(in_channels, out_channels, (kernel_size[0], kernel_size[0]), groups, bias=bias)


@mistake("count_conv_parameters", "You count a bias for each input channel: there is one for each output channel.")
def bias_of_each_input(in_channels, out_channels, kernel_size, groups=1, *, bias=True):
    return count_conv_parameters(in_channels, out_channels, kernel_size, groups, bias=False) + bias * in_channels


@mistake("count_conv_parameters", "You count the biases even with bias=False.")
def bias_in_any_case(in_channels, out_channels, kernel_size, groups=1, *, bias=True):
    return count_conv_parameters(in_channels, out_channels, kernel_size, groups)


@mistake(
    "count_conv_parameters", "You divided both numbers of channels by groups: only what an output channel sees gets less."
)
def divided_twice(in_channels, out_channels, kernel_size, groups=1, *, bias=True):
    weights = count_conv_parameters(in_channels, out_channels, kernel_size, groups, bias=False) // groups
    return weights + bias * out_channels


@mistake(
    "count_conv_parameters",
    "// rounds where groups does not divide the channels, and there is no such layer: raise ValueError.",
)
def uneven_groups(in_channels, out_channels, kernel_size, groups=1, *, bias=True):
    return out_channels * (in_channels // groups * kernel_size[0] * kernel_size[1] + bias)


# ------------------------------------------------------------------ multiply_adds


@mistake("multiply_adds", "You count the weights once: each is used again at every position of the output.")
def a_single_position(in_channels, out_channels, kernel_size, output_size, groups=1):
    return multiply_adds(in_channels, out_channels, kernel_size, (1, 1), groups)


@mistake("multiply_adds", "You count products and additions apart, as FLOPs do: a multiply-add is both, and counts once.")
def products_and_sums(in_channels, out_channels, kernel_size, output_size, groups=1):
    return 2 * multiply_adds(in_channels, out_channels, kernel_size, output_size, groups)


@mistake("multiply_adds", "You squared the kernel's height: multiply height and width, which may differ.")
def work_of_square_kernel(in_channels, out_channels, kernel_size, output_size, groups=1):
    return multiply_adds(in_channels, out_channels, (kernel_size[0], kernel_size[0]), output_size, groups)


@mistake("multiply_adds", "You squared the output's height: multiply height and width, which may differ.")
def work_of_square_output(in_channels, out_channels, kernel_size, output_size, groups=1):
    return multiply_adds(in_channels, out_channels, kernel_size, (output_size[0], output_size[0]), groups)


@mistake("multiply_adds", "You ignored groups: an output channel sees only in_channels // groups input channels.")
def work_of_one_group(in_channels, out_channels, kernel_size, output_size, groups=1):
    return multiply_adds(in_channels, out_channels, kernel_size, output_size)


# ------------------------------------------------------------------ receptive_field


def grown(layers, *, stride_first=False, stride_counts=True):
    """Return the receptive field, strides perhaps taken into account too early, or not at all."""
    field, jump = 1, 1
    for kernel, stride, dilation in layers:
        after = jump * stride if stride_counts else jump
        field += dilation * (kernel - 1) * (after if stride_first else jump)
        jump = after
    return field


@mistake("receptive_field", "You added up whole kernels: one pixel of each was seen before, so a layer adds only kernel - 1.")
def kernels_added(layers):
    return grown(layers) + max(len(layers) - 1, 0)


@mistake(
    "receptive_field",
    "You left the strides out: after a stride of 2, neighbours are 2 pixels apart, and kernels see twice as far.",
)
def strides_ignored(layers):
    return grown(layers, stride_counts=False)


@mistake(
    "receptive_field", "You multiplied by a layer's stride before its kernel was added: it spreads only the layers after it."
)
def own_stride_first(layers):
    return grown(layers, stride_first=True)


@mistake("receptive_field", "You took the kernels as they are: with a dilation, a layer adds dilation * (kernel - 1) steps.")
def holes_ignored(layers):
    return grown([(kernel, stride, 1) for kernel, stride, _ in layers])


@mistake("receptive_field", "Without any layer you return 0: an element of the input still sees itself, so start with 1.")
def nothing_seen(layers):
    return grown(layers) if layers else 0
