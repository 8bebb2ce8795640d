"""Checks for chapter3_computer_vision/conv_arithmetic.  Everything is whole numbers, so nothing is ever nearly right."""

from learn.checks import check
from learn.claims import expect_same
from learn.expect import expect

# ------------------------------------------------------------------ conv_output_size


@check("conv_output_size", points=2, title="counts the places of the kernel on the padded input")
def test_conv_output_size_values(submission, reference, rng):
    for size, kernel, padding in [(rng.integer(20, 40), 3, 1), (rng.integer(10, 30), 4, 0), (7, 1, 0), (6, 5, 2)]:
        expect_same(submission, reference, "conv_output_size", size, kernel, padding=padding)


@check("conv_output_size", title="moves by the stride, and leaves out a place where only a part of the kernel fits")
def test_conv_output_size_stride(submission, reference, rng):
    kernel = rng.integer(2, 5)
    for stride in (2, 3, 4):
        for left_over in range(stride):
            size = kernel + rng.integer(2, 6) * stride + left_over
            expect_same(submission, reference, "conv_output_size", size, kernel, stride)


@check("conv_output_size", title="takes the pixels that a dilated kernel spans")
def test_conv_output_size_dilation(submission, reference, rng):
    for kernel, dilation in [(3, 2), (2, 5), (4, 3), (1, 4)]:
        expect_same(submission, reference, "conv_output_size", rng.integer(20, 40), kernel, dilation=dilation)


@check("conv_output_size", title="refuses a kernel that spans more than the padded input, and takes one that just fits")
def test_conv_output_size_fit(submission, reference, rng):
    stride = rng.integer(2, 3)
    for kernel, dilation, padding in [(rng.integer(6, 8), 1, 0), (3, 4, 1), (4, 2, 0)]:
        fits = dilation * (kernel - 1) + 1 - 2 * padding
        options = {"stride": stride, "padding": padding, "dilation": dilation}
        expect_same(submission, reference, "conv_output_size", fits, kernel, **options)
        refused = submission.attempt("conv_output_size", fits - 1, kernel, **options)
        expect(refused).to_raise("ValueError")


@check("conv_output_size", title="is right with a stride, padding and a dilation at once")
def test_conv_output_size_together(submission, reference, rng):
    for stride, padding, dilation in [(2, 1, 2), (3, 2, 3), (4, 1, 3)]:
        kernel = rng.integer(3, 5)
        for left_over in (0, stride - 1):
            size = dilation * (kernel - 1) + 1 + rng.integer(2, 6) * stride + left_over - 2 * padding
            expect_same(submission, reference, "conv_output_size", size, kernel, stride, padding, dilation)


# ------------------------------------------------------------------ conv_input_sizes


@check("conv_input_sizes", title="undoes conv_output_size, padding included")
def test_conv_input_sizes_values(submission, reference, rng):
    for kernel, padding in [(3, 0), (5, 2), (rng.integer(2, 6), 1)]:
        expect_same(submission, reference, "conv_input_sizes", rng.integer(8, 20), kernel, padding=padding)


@check("conv_input_sizes", title="lets up to stride - 1 pixels be left over")
def test_conv_input_sizes_stride(submission, reference, rng):
    for stride in (2, 3, rng.integer(4, 6)):
        expect_same(submission, reference, "conv_input_sizes", rng.integer(2, 20), rng.integer(1, 5), stride)


@check("conv_input_sizes", title="takes the pixels that a dilated kernel spans")
def test_conv_input_sizes_dilation(submission, reference, rng):
    for kernel, dilation in [(3, 2), (2, 5), (4, 3)]:
        expect_same(submission, reference, "conv_input_sizes", rng.integer(2, 20), kernel, dilation=dilation)


@check("conv_input_sizes", title="is right with a stride, padding and a dilation at once")
def test_conv_input_sizes_together(submission, reference, rng):
    for stride, padding, dilation in [(2, 1, 2), (3, 2, 3), (4, 1, 3)]:
        options = rng.integer(5, 20), rng.integer(3, 5), stride, padding, dilation
        expect_same(submission, reference, "conv_input_sizes", *options)


@check("conv_input_sizes", title="starts at 1 where the padding alone would give the output, or nearly")
def test_conv_input_sizes_small(submission, reference, rng):
    stride = rng.integer(3, 5)
    for output_size, kernel, step, padding in [(1, 3, 3, 2), (1, 2, stride, 1), (2, 1, 4, 3)]:
        expect_same(submission, reference, "conv_input_sizes", output_size, kernel, step, padding)


@check("conv_input_sizes", title="raises ValueError where even an input of 1 pixel gives a larger output")
def test_conv_input_sizes_none(submission, rng):
    for output_size, kernel, stride, padding in [(1, 1, 1, 1), (2, 3, 2, rng.integer(4, 5)), (1, 2, 1, 1)]:
        expect(submission.attempt("conv_input_sizes", output_size, kernel, stride, padding)).to_raise("ValueError")


# ------------------------------------------------------------------ same_padding


@check("same_padding", title="gives each end half of what the kernel takes away")
def test_same_padding_values(submission, reference, rng):
    for kernel in (1, 3, 5, 2 * rng.integer(3, 10) + 1):
        expect_same(submission, reference, "same_padding", kernel)


@check("same_padding", title="grows with the dilation")
def test_same_padding_dilation(submission, reference, rng):
    for kernel, dilation in [(3, 2), (5, 3), (1, 4), (7, rng.integer(2, 6))]:
        expect_same(submission, reference, "same_padding", kernel, dilation)


@check("same_padding", title="raises ValueError where the two ends cannot share the pixels")
def test_same_padding_odd(submission, rng):
    for kernel, dilation in [(2, 1), (2 * rng.integer(2, 5), 1), (4, 3), (2, 5)]:
        expect(submission.attempt("same_padding", kernel, dilation)).to_raise("ValueError")


@check("same_padding", title="takes an even kernel where an even dilation makes up for it")
def test_same_padding_even(submission, reference, rng):
    for kernel, dilation in [(2, 2), (4, 2), (2 * rng.integer(1, 4), 4)]:
        expect_same(submission, reference, "same_padding", kernel, dilation)


# ------------------------------------------------------------------ count_conv_parameters


@check("count_conv_parameters", title="counts a kernel for each pair of channels, and a bias for each output channel")
def test_count_conv_parameters_values(submission, reference, rng):
    for kernel_size in [(3, 3), (5, 5), (1, 1)]:
        c, o = rng.sizes(2, 2, 16)
        expect_same(submission, reference, "count_conv_parameters", c, o, kernel_size)


@check("count_conv_parameters", title="takes the height and the width of a kernel that is not square, with a bias or without")
def test_count_conv_parameters_bias(submission, reference, rng):
    for kernel_size in [(3, 5), (7, 1), (1, 4)]:
        c, o = rng.sizes(2, 2, 16)
        for bias in (True, False):
            expect_same(submission, reference, "count_conv_parameters", c, o, kernel_size, bias=bias)


@check("count_conv_parameters", title="lets an output channel see its own group only")
def test_count_conv_parameters_groups(submission, reference, rng):
    for groups in (2, rng.integer(3, 5)):
        c, o = (groups * size for size in rng.sizes(2, 2, 6))
        expect_same(submission, reference, "count_conv_parameters", c, o, (3, 3), groups)
    expect_same(submission, reference, "count_conv_parameters", 6, 6, (3, 3), 6)


@check("count_conv_parameters", title="raises ValueError where the groups do not divide both numbers of channels")
def test_count_conv_parameters_uneven(submission, rng):
    for c, o, groups in [(5, 4, 2), (4, 5, 2), (rng.integer(7, 8), 9, 3), (3, 2, 6)]:
        expect(submission.attempt("count_conv_parameters", c, o, (3, 3), groups)).to_raise("ValueError")


# ------------------------------------------------------------------ multiply_adds


@check("multiply_adds", points=2, title="counts one for each weight and position")
def test_multiply_adds_values(submission, reference, rng):
    for kernel_size, output_size in [((3, 3), (8, 8)), ((5, 5), (12, 12))]:
        c, o = rng.sizes(2, 2, 16)
        expect_same(submission, reference, "multiply_adds", c, o, kernel_size, output_size)


@check("multiply_adds", title="takes both sides of the kernel")
def test_multiply_adds_kernel(submission, reference, rng):
    for kernel_size in [(3, 5), (1, 7)]:
        expect_same(submission, reference, "multiply_adds", *rng.sizes(2, 2, 16), kernel_size, (6, 6))


@check("multiply_adds", title="takes both sides of the output")
def test_multiply_adds_output(submission, reference, rng):
    for output_size in [(rng.integer(4, 9), 10), (20, 1)]:
        expect_same(submission, reference, "multiply_adds", *rng.sizes(2, 2, 16), (3, 3), output_size)


@check("multiply_adds", title="lets groups save work")
def test_multiply_adds_groups(submission, reference, rng):
    for groups in (2, rng.integer(3, 5)):
        c, o = (groups * size for size in rng.sizes(2, 2, 6))
        expect_same(submission, reference, "multiply_adds", c, o, (3, 3), (8, 8), groups)


# ------------------------------------------------------------------ receptive_field


@check("receptive_field", title="adds what each layer sees beyond a single pixel")
def test_receptive_field_values(submission, reference, rng):
    for count in (2, 3, rng.integer(4, 6)):
        layers = [(rng.integer(2, 5), 1, 1) for _ in range(count)]
        expect_same(submission, reference, "receptive_field", layers)


@check("receptive_field", title="spreads the layers after a stride, and not the layer itself")
def test_receptive_field_strides(submission, reference, rng):
    for layers in [
        [(3, 2, 1), (3, 1, 1)],
        [(5, 3, 1), (2, 2, 1), (3, 1, 1)],
        [(rng.integer(2, 5), rng.integer(2, 4), 1) for _ in range(4)],
    ]:
        expect_same(submission, reference, "receptive_field", layers)


@check("receptive_field", title="takes the pixels that a dilated kernel spans")
def test_receptive_field_dilation(submission, reference, rng):
    for layers in [
        [(3, 1, 1), (3, 1, 2), (3, 1, 4)],
        [(rng.integer(2, 5), 1, rng.integer(2, 4)) for _ in range(3)],
    ]:
        expect_same(submission, reference, "receptive_field", layers)


@check("receptive_field", title="takes strides and dilations together")
def test_receptive_field_together(submission, reference, rng):
    for layers in [
        [(3, 2, 2), (2, 3, 3), (3, 1, 2)],
        [(rng.integer(2, 5), rng.integer(2, 3), rng.integer(2, 4)) for _ in range(3)],
    ]:
        expect_same(submission, reference, "receptive_field", layers)


@check("receptive_field", title="is 1 without layers, and what the kernel spans with one")
def test_receptive_field_few(submission, reference, rng):
    for layers in [[], [(rng.integer(3, 7), 1, 1)], [(1, 1, 1)]]:
        expect_same(submission, reference, "receptive_field", layers)
