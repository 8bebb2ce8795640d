"""Checks for chapter3_computer_vision/convolution.

N = images or signals, C = input channels, O = output channels, H, W, L = sizes, K = size of a kernel.

What is expected of a convolution comes from PyTorch's own, so that no check rests on our solution.
"""

from itertools import product

import torch
from torch.nn import functional

from learn.checks import check
from learn.claims import expect_same
from learn.devices import follows_device
from learn.expect import expect

DOUBLE = torch.float64
CONVOLUTIONS = (
    *(f"conv{d}d" for d in (1, 2, 3)),
    *(f"conv_transpose{d}d" for d in (1, 2, 3)),
    *("conv_tbc", "convolution", "convolution_overrideable", "mkldnn_convolution", "thnn_conv2d", "slow_conv3d"),
)


def layer(rng, c, o, kernel, dtype=torch.float32):
    """Return a weight of a convolution, and a bias that stands out."""
    return rng.randn(o, c, *kernel, dtype=dtype), 3 + rng.rand(o, dtype=dtype)


def torchs_gradients(submission, function, x, weight, bias, *options):
    """Return what ``submission.gradients`` should, from a function of PyTorch: the same upstream gradient is sent back."""
    leaves = {f"input {i + 1}": t.double().requires_grad_() for i, t in enumerate((x, weight, bias)) if t is not None}
    given = [leaves.get(f"input {i + 1}") for i in range(3)]
    output = function(*given, *options)
    upstream = torch.randn(output.shape, generator=torch.Generator().manual_seed(submission.seed), dtype=DOUBLE)
    output.backward(upstream)
    return {"output": output.detach(), "grads": {name: leaf.grad for name, leaf in leaves.items()}}


# ------------------------------------------------------------------ pad_image


@check("pad_image", points=2, title="puts a border of the value around each image")
def test_pad_image_values(submission, reference, rng):
    for n, value in [(1, -torch.inf), (rng.integer(2, 3), rng.uniform(2.0, 5.0))]:
        (c, height, width), (pad_h, pad_w) = rng.sizes(3, 2, 5), rng.sizes(2, 1, 4)
        x = rng.strided(rng.randn(n, c, height, width))
        expect_same(submission, reference, "pad_image", x, pad_h, pad_w, value)


@check("pad_image", title="adds nothing in a direction where the padding is 0")
def test_pad_image_zero(submission, reference, rng):
    for pad_h, pad_w in [(0, rng.integer(1, 3)), (rng.integer(1, 3), 0), (0, 0)]:
        expect_same(submission, reference, "pad_image", rng.randn(2, *rng.sizes(3, 2, 5)), pad_h, pad_w)


@check("pad_image", title="lets gradients through, and keeps the dtype")
def test_pad_image_gradients(submission, reference, rng):
    args = rng.randn(2, *rng.sizes(3, 2, 5)), 1, 2
    expect(submission.gradients("pad_image", *args)).to_match(reference.gradients("pad_image", *args))


@check("pad_image", reported=True, needs="test_pad_image_values", title="is built without PyTorch's own padding")
def test_pad_image_own(submission, rng):
    calls = submission.library_calls("pad_image", rng.randn(1, 2, 3, 4), 1, 2, 3.0)
    expect(calls).to_avoid("pad", "constant_pad_nd")


test_pad_image_device = follows_device(
    "pad_image", lambda rng: [rng.randn(1, 2, 3, 2), 1, 2, 4.0], needs="test_pad_image_values"
)


# ------------------------------------------------------------------ conv1d


@check("conv1d", points=2, title="adds up the products of all channels at each place, and the bias")
def test_conv1d_values(submission, rng):
    sizes = rng.sizes(3, 2, 5)
    for n, c, o, length, size in [(*sizes, rng.integer(8, 10), 3), (1, 2, 3, 4, 4), (2, 1, 1, 6, 2), (3, 2, 4, 4, 1)]:
        x, (weight, bias) = rng.strided(rng.randn(n, c, length)), layer(rng, c, o, [size])
        for given in (None, bias):
            expect(submission.call("conv1d", x, weight, given)).to_match(functional.conv1d(x, weight, given))


@check("conv1d", title="moves by the stride, on a signal with zeros at both ends, with a bias or without")
def test_conv1d_options(submission, rng):
    (n, c), o = rng.sizes(2, 2, 3), 4
    x = rng.randn(n, c, 9)
    for stride, padding, with_bias in product((1, 2, 3), (0, 2), (False, True)):
        weight, bias = layer(rng, c, o, [rng.integer(2, 3)])
        args = x, weight, bias if with_bias else None, stride, padding
        expect(submission.call("conv1d", *args)).to_match(functional.conv1d(*args))


@check("conv1d", title="lets gradients through to the signal, the weight and the bias, in their dtype")
def test_conv1d_gradients(submission, rng):
    for stride, padding in [(1, 0), (2, 1), (3, 2)]:
        args = rng.randn(2, 3, 8), *layer(rng, 3, 4, [3]), stride, padding
        expected = torchs_gradients(submission, functional.conv1d, *args)
        expect(submission.gradients("conv1d", *args)).to_match(expected)


@check("conv1d", reported=True, needs="test_conv1d_values", title="is built without PyTorch's convolutions")
def test_conv1d_own(submission, rng):
    for options in [(), (2, 1)]:
        calls = submission.library_calls("conv1d", rng.randn(1, 2, 5), *layer(rng, 2, 3, [2]), *options)
        expect(calls).to_avoid(*CONVOLUTIONS)


test_conv1d_device = follows_device(
    "conv1d", lambda rng: [rng.randn(1, 2, 5), *layer(rng, 2, 2, [3]), 2, 1], needs="test_conv1d_values"
)


# ------------------------------------------------------------------ conv2d


@check("conv2d", points=2, title="weighs the pixels under the kernel, of all channels, and adds the bias")
def test_conv2d_values(submission, rng):
    sizes = rng.sizes(3, 2, 5)
    for n, c, o, (height, width), kernel in [
        (*sizes, (6, 8), (3, 2)),
        (1, 1, 2, (3, 5), (1, 3)),
        (1, 2, 1, (4, 3), (4, 3)),
        (2, 3, 4, (5, 4), (2, 1)),
    ]:
        x, (weight, bias) = rng.strided(rng.randn(n, c, height, width)), layer(rng, c, o, kernel)
        for given in (None, bias):
            expect(submission.call("conv2d", x, weight, given)).to_match(functional.conv2d(x, weight, given))


STRIDES, PADDINGS, DILATIONS, GROUPS = (1, 2, (3, 1)), (0, (1, 2)), (1, (2, 3)), (1, 2, 4)
"""Crossed in full on one image of 4 channels. Ints of 1 and 2 for the padding and the dilation are in the gradients' check."""


@check("conv2d", title="equals PyTorch's in float64, for each combination of stride, padding, dilation, groups and bias")
def test_conv2d_options(submission, rng):
    x = rng.randn(1, 4, 6, 7, dtype=DOUBLE)
    layers = {groups: layer(rng, 4 // groups, 8, (3, 2), DOUBLE) for groups in GROUPS}
    for *options, groups, with_bias in product(STRIDES, PADDINGS, DILATIONS, GROUPS, (False, True)):
        weight, bias = layers[groups]
        args = x, weight, bias if with_bias else None, *options, groups
        expect(submission.call("conv2d", *args)).to_match(functional.conv2d(*args))


@check("conv2d", title="lets each group of outputs see its own group of inputs")
def test_conv2d_groups(submission, rng):
    for n, c, o, groups in [(2, 4, 6, 2), (1, 3, 3, 3), (2, 2, 4, 2), (3, 6, 3, 3)]:
        x, (weight, _) = rng.strided(rng.randn(n, c, 4, 5)), layer(rng, c // groups, o, (2, 3))
        expected = functional.conv2d(x, weight, groups=groups)
        expect(submission.call("conv2d", x, weight, groups=groups)).to_match(expected)


@check("conv2d", title="lets gradients through to the images, the weight and the bias, with all kinds of options and groups")
def test_conv2d_gradients(submission, rng):
    for stride, padding, dilation in product((2, (1, 3)), (1, (0, 2)), (2, (1, 2))):
        pairs = [isinstance(option, tuple) for option in (stride, padding, dilation)]
        groups, with_bias = 1 + (pairs[0] ^ pairs[2]), pairs[0] ^ pairs[1]  # so that any two values of any two options meet
        weight, bias = layer(rng, 4 // groups, 2, (3, 2))
        args = rng.randn(2, 4, 6, 5), weight, bias if with_bias else None, stride, padding, dilation, groups
        expected = torchs_gradients(submission, functional.conv2d, *args)
        expect(submission.gradients("conv2d", *args)).to_match(expected)


@check("conv2d", reported=True, needs="test_conv2d_values", title="is built without PyTorch's convolutions")
def test_conv2d_own(submission, rng):
    for groups, options in [(1, ()), (2, (2, 1, 2, 2))]:
        calls = submission.library_calls("conv2d", rng.randn(1, 2, 4, 5), *layer(rng, 2 // groups, 4, (2, 3)), *options)
        expect(calls).to_avoid(*CONVOLUTIONS)


test_conv2d_device = follows_device(
    "conv2d", lambda rng: [rng.randn(1, 2, 4, 3), *layer(rng, 1, 2, (2, 1)), 2, 1, 1, 2], needs="test_conv2d_values"
)


# ------------------------------------------------------------------ unfold_patches


@check("unfold_patches", points=2, title="has a column for each patch, and the order of unfold in both directions")
def test_unfold_patches_values(submission, rng):
    for shape, kernel in [
        ((2, 3, 4, 6), (2, 3)),
        ((1, 2, 5, 3), (1, 2)),
        ((3, 1, 3, 4), (3, 4)),
        ((2, *rng.sizes(3, 3, 5)), (3, 2)),
    ]:
        x = rng.strided(rng.randn(*shape))
        expect(submission.call("unfold_patches", x, kernel)).to_match(functional.unfold(x, kernel))


@check("unfold_patches", title="moves by the stride, pads and dilates, each by another amount for the height and the width")
def test_unfold_patches_options(submission, rng):
    for stride, padding, dilation in product([(1, 1), (2, 3)], [(0, 0), (2, 1)], [(1, 1), (1, 2), (3, 2)]):
        x = rng.randn(2, 2, 6, 8)
        expected = functional.unfold(x, (2, 3), dilation, padding, stride)
        expect(submission.call("unfold_patches", x, (2, 3), stride, padding, dilation)).to_match(expected)


@check("unfold_patches", title="takes whole numbers, too, and keeps their dtype and their last digit")
def test_unfold_patches_ints(submission, rng):
    kernel = (2, 3)
    odd = 2 * rng.randint(-9, 9, 2, 2, 4, 5) + 1
    places = functional.unfold(torch.arange(odd.numel(), dtype=DOUBLE).reshape(odd.shape), kernel).long()
    for x in (odd, odd + 2**53):  # float64 holds no odd number beyond 2**53
        expect(submission.call("unfold_patches", x, kernel)).to_match(x.flatten()[places])


@check("unfold_patches", title="lets gradients through: a pixel collects those of all its patches")
def test_unfold_patches_gradients(submission, reference, rng):
    for options in [((2, 2),), ((2, 3), (2, 1), (1, 2), (1, 2))]:
        args = rng.randn(2, 2, 4, 5), *options
        expect(submission.gradients("unfold_patches", *args)).to_match(reference.gradients("unfold_patches", *args))


test_unfold_patches_device = follows_device(
    "unfold_patches", lambda rng: [rng.randn(1, 2, 3, 4), (2, 2), (1, 1), (1, 1)], needs="test_unfold_patches_values"
)


# ------------------------------------------------------------------ true_convolution


def stamped(image, kernel):
    """Return the true convolution, by its definition as a sum of stamps."""
    (height, width), (rows, columns) = image.shape, kernel.shape
    out = image.new_zeros(height + rows - 1, width + columns - 1)
    for i, j in product(range(height), range(width)):
        out[i : i + rows, j : j + columns] += image[i, j] * kernel
    return out


@check("true_convolution", points=2, title="sums kernel[a, b] * image[i - a, j - b], wherever the two overlap")
def test_true_convolution_values(submission, rng):
    for shape, kernel_shape in [((5, 4), (3, 2)), ((1, 6), (1, 3)), ((2, 3), (4, 5)), (rng.sizes(2, 4, 7), (2, 3))]:
        image, kernel = rng.strided(rng.randn(*shape)), rng.randn(*kernel_shape)
        expect(submission.call("true_convolution", image, kernel)).to_match(stamped(image, kernel))


@check("true_convolution", title="answers a single 1 with the kernel itself, and does not mind if the two change places")
def test_true_convolution_impulse(submission, rng):
    size = rng.integer(2, 3)
    image, kernel = torch.zeros(4, 5), rng.randn(size, size)
    row, column = rng.integer(0, 3), rng.integer(0, 4)
    image[row, column] = 1
    response = submission.call("true_convolution", image, kernel)
    expect(response).to_have_shape([3 + size, 4 + size])
    expect(response, "the answer to a single 1").to_match(stamped(image, kernel))
    square = rng.randn(size + 2, size + 2)
    for pair in [(square, kernel), (kernel, square)]:
        expect(submission.call("true_convolution", *pair)).to_match(stamped(square, kernel))


@check("true_convolution", title="lets gradients through to the image and the kernel, in their dtype")
def test_true_convolution_gradients(submission, reference, rng):
    args = rng.randn(4, 5), rng.randn(3, 2)
    expect(submission.gradients("true_convolution", *args)).to_match(reference.gradients("true_convolution", *args))


@check(
    "true_convolution", reported=True, needs="test_true_convolution_values", title="is built without PyTorch's convolutions"
)
def test_true_convolution_own(submission, rng):
    expect(submission.library_calls("true_convolution", rng.randn(4, 5), rng.randn(2, 3))).to_avoid(*CONVOLUTIONS)


test_true_convolution_device = follows_device(
    "true_convolution", lambda rng: [rng.randn(3, 4), rng.randn(2, 2)], needs="test_true_convolution_values"
)


# ------------------------------------------------------------------ conv2d_gradients

PARTS = "grad_x", "grad_weight", "grad_bias"


def expect_gradients(submission, rng, cases, parts):
    """Require that some of the three gradients are those of autograd, in float64.

    Args:
        submission: The submission.
        rng: What draws x, the weight and the upstream gradient.
        cases: Tuples of N, C, O, (H, W), (KH, KW), stride and padding.
        parts: Which of the three.
    """
    for n, c, o, image, kernel, stride, padding in cases:
        x, weight = rng.randn(n, c, *image, dtype=DOUBLE), rng.randn(o, c, *kernel, dtype=DOUBLE)
        leaves = [t.clone().requires_grad_() for t in (x, weight, torch.zeros(o, dtype=DOUBLE))]
        output = functional.conv2d(*leaves, stride, padding)
        upstream = rng.randn(*output.shape, dtype=DOUBLE)
        output.backward(upstream)
        got = submission.call("conv2d_gradients", x, weight, rng.strided(upstream), stride, padding)
        right = isinstance(got, tuple) and len(got) == len(PARTS)
        expect(right).to_be_true("The result is no tuple of three: return (grad_x, grad_weight, grad_bias).")
        for part in parts:
            expect(got[part], PARTS[part]).to_match(leaves[part].grad)


@check("conv2d_gradients", points=2, title="gives each pixel what the weights that met it send back, without the padding")
def test_conv2d_gradients_x(submission, rng):
    cases = [(2, 3, 4, (5, 4), (3, 2), 1, 0), (1, 2, 1, (4, 6), (2, 3), 1, 2), (3, 1, 2, (3, 4), (3, 1), 1, 1)]
    expect_gradients(submission, rng, cases, [0])


@check("conv2d_gradients", title="sums over samples and positions for the weight and the bias")
def test_conv2d_gradients_weight(submission, rng):
    cases = [(2, 3, 4, (5, 4), (3, 2), 1, 0), (1, 2, 1, (4, 6), (2, 3), 1, 2), (3, 1, 2, (3, 4), (1, 2), 1, 1)]
    expect_gradients(submission, rng, cases, [1, 2])


@check("conv2d_gradients", title="is right with a stride, also where pixels at the end are left over")
def test_conv2d_gradients_stride(submission, rng):
    cases = [(2, 2, 3, (6, 7), (2, 3), 2, 0), (1, 3, 2, (7, 5), (3, 2), 3, 1), (2, 1, 2, (6, 8), (1, 2), 3, 0)]
    expect_gradients(submission, rng, cases, [0, 1, 2])


@check(
    "conv2d_gradients",
    reported=True,
    needs="test_conv2d_gradients_x",
    title="is worked out without autograd, and without PyTorch's convolutions",
)
def test_conv2d_gradients_own(submission, rng):
    args = rng.randn(1, 2, 4, 5), rng.randn(3, 2, 2, 3), rng.randn(1, 3, 3, 3)
    calls = submission.library_calls("conv2d_gradients", *args)
    expect(calls).to_avoid("backward", "grad", "requires_grad", "convolution_backward", *CONVOLUTIONS)


test_conv2d_gradients_device = follows_device(
    "conv2d_gradients",
    lambda rng: [rng.randn(1, 2, 3, 3), rng.randn(2, 2, 2, 1), rng.randn(1, 2, 2, 3), 2, 1],
    needs=("test_conv2d_gradients_x", "test_conv2d_gradients_weight"),
)
