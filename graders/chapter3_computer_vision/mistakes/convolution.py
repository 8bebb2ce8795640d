"""Plausible wrong versions of the tasks in chapter3_computer_vision/convolution."""

import torch
from convolution import conv1d, conv2d, conv2d_gradients, pad_image, true_convolution, unfold_patches
from torch.nn import functional

from learn.variants import mistake

# ------------------------------------------------------------------ pad_image


@mistake("pad_image", "A slice that ends at -0 is empty, so a padding of 0 fails: end it at pad_h + H and pad_w + W.")
def ends_at_minus_zero(x, pad_h, pad_w, value=0.0):
    n, c, height, width = x.shape
    padded = x.new_full((n, c, height + 2 * pad_h, width + 2 * pad_w), value)
    padded[:, :, pad_h:-pad_h, pad_w:-pad_w] = x
    return padded


@mistake("pad_image", "You put pad_h on the left and right, and pad_w above and below: the height comes before the width.")
def directions_swapped(x, pad_h, pad_w, value=0.0):
    return pad_image(x, pad_w, pad_h, value)


@mistake("pad_image", "You padded with zeros whatever value says: fill the border with it.")
def always_zeros(x, pad_h, pad_w, value=0.0):
    return pad_image(x, pad_h, pad_w)


@mistake("pad_image", "You padded on one side only: add pad_h rows above and as many below, and columns in the same way.")
def at_the_end_only(x, pad_h, pad_w, value=0.0):
    return pad_image(x, pad_h, pad_w, value)[:, :, pad_h:, pad_w:]


@mistake(
    "pad_image",
    "torch.full makes a float32 tensor on the CPU, whatever x is: use x.new_full, or pass dtype=x.dtype and device=x.device.",
)
def full_of_float32(x, pad_h, pad_w, value=0.0):
    n, c, height, width = x.shape
    padded = torch.full((n, c, height + 2 * pad_h, width + 2 * pad_w), float(value))
    padded[:, :, pad_h : pad_h + height, pad_w : pad_w + width] = x
    return padded


@mistake("pad_image", "You called PyTorch's own padding: make the larger tensor yourself, and put x into the middle of it.")
def padded_by_torch(x, pad_h, pad_w, value=0.0):
    return functional.pad(x, (pad_w, pad_w, pad_h, pad_h), value=value)


# ------------------------------------------------------------------ conv1d


@mistake(
    "conv1d", "You reversed the kernel, which is a true convolution: a layer multiplies weight[..., k] with x[..., i + k]."
)
def reversed_kernel(x, weight, bias=None, stride=1, padding=0):
    return conv1d(x, weight.flip(2), bias, stride, padding)


@mistake("conv1d", "Your kernel sees the first channel only: add up the products of all C channels.")
def first_channel_only(x, weight, bias=None, stride=1, padding=0):
    return conv1d(x[:, :1], weight[:, :1], bias, stride, padding)


@mistake("conv1d", "You added the bias along the positions: it belongs to the output channels, bias[:, None].")
def bias_along_positions(x, weight, bias=None, stride=1, padding=0):
    out = conv1d(x, weight, None, stride, padding)
    return out if bias is None else out + bias


@mistake("conv1d", "squeeze() drops each dimension of size 1, also that of a batch of 1: let the result keep its three.")
def squeezed(x, weight, bias=None, stride=1, padding=0):
    return conv1d(x, weight, bias, stride, padding).squeeze()


@mistake("conv1d", "Your bias is missing where the stride is not 1: add it in every case.")
def no_bias_with_stride(x, weight, bias=None, stride=1, padding=0):
    return conv1d(x, weight, bias if stride == 1 else None, stride, padding)


@mistake(
    "conv1d", "item() takes each number out of the graph, and torch.zeros is float32 on the CPU: compute with the tensors."
)
def through_item(x, weight, bias=None, stride=1, padding=0):
    padded = pad_image(x[:, :, None], 0, padding)[:, :, 0]
    size = weight.shape[2]
    places = range(0, padded.shape[2] - size + 1, stride)
    out = torch.zeros(len(x), len(weight), len(places))
    for n in range(len(x)):
        for o in range(len(weight)):
            for i, start in enumerate(places):
                out[n, o, i] = (padded[n, :, start : start + size] * weight[o]).sum().item()
                if bias is not None:
                    out[n, o, i] += bias[o].item()
    return out


@mistake("conv1d", "You called PyTorch's convolution, which is the answer itself: build it from slices, products and sums.")
def one_dimension_by_torch(x, weight, bias=None, stride=1, padding=0):
    return functional.conv1d(x, weight, bias, stride, padding)


# ------------------------------------------------------------------ conv2d


@mistake("conv2d", "You flipped the kernel, which is a true convolution: weight[..., a, b] meets the pixel at i + a, j + b.")
def flipped_kernel(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return conv2d(x, weight.flip(2, 3), bias, stride, padding, dilation, groups)


@mistake("conv2d", "You took the first number of each pair for both directions: the second one is for the width.")
def squares_only(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    firsts = [pair if isinstance(pair, int) else pair[0] for pair in (stride, padding, dilation)]
    return conv2d(x, weight, bias, *firsts, groups)


@mistake("conv2d", "You rounded the sizes up: a place where only a part of the kernel fits gives no output. Use //.")
def rounded_up(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    strides, paddings, dilations = ((pair, pair) if isinstance(pair, int) else pair for pair in (stride, padding, dilation))
    padded = pad_image(x, *paddings)
    height, width = padded.shape[2:]
    free = [size - d * (k - 1) - 1 for size, k, d in zip((height, width), weight.shape[2:], dilations, strict=True)]
    below, right = (-way % s for way, s in zip(free, strides, strict=True))
    longer = x.new_zeros(*x.shape[:2], height + below, width + right)
    longer[:, :, :height, :width] = padded
    return conv2d(longer, weight, bias, stride, 0, dilation, groups)


@mistake(
    "conv2d", "A bias of shape (O,) broadcasts along the width: it belongs to the output channels, so add bias[:, None, None]."
)
def bias_along_columns(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    out = conv2d(x, weight, None, stride, padding, dilation, groups)
    return out if bias is None else out + bias


@mistake("conv2d", "All your groups see the first input channels: group g of the outputs sees group g of the inputs.")
def first_group_for_all(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return conv2d(x[:, : weight.shape[1]], weight, bias, stride, padding, dilation)


@mistake("conv2d", "You computed with NumPy's arrays, which know of no gradients and no devices: stay with tensors.")
def through_numpy(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    arrays = [None if t is None else t.detach().cpu().numpy() for t in (x, weight, bias)]
    tensors = [None if array is None else torch.from_numpy(array) for array in arrays]
    return conv2d(*tensors, stride, padding, dilation, groups)


@mistake("conv2d", "You called PyTorch's convolution, which is the answer itself: build it from slices, products and sums.")
def two_dimensions_by_torch(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return functional.conv2d(x, weight, bias, stride, padding, dilation, groups)


# ------------------------------------------------------------------ unfold_patches


@mistake(
    "unfold_patches", "Your rows go through the kernel first: the channel comes first, then the kernel's rows and columns."
)
def kernel_before_channels(x, kernel_size, stride=(1, 1), padding=(0, 0), dilation=(1, 1)):
    patches = unfold_patches(x, kernel_size, stride, padding, dilation)
    return patches.unflatten(1, (x.shape[1], -1)).transpose(1, 2).flatten(1, 2)


@mistake("unfold_patches", "Your patches go down the image first: order them row by row, so that j counts faster than i.")
def column_by_column(x, kernel_size, stride=(1, 1), padding=(0, 0), dilation=(1, 1)):
    patches = unfold_patches(x, kernel_size, stride, padding, dilation)
    height = (x.shape[2] + 2 * padding[0] - dilation[0] * (kernel_size[0] - 1) - 1) // stride[0] + 1
    return patches.unflatten(2, (height, -1)).transpose(2, 3).flatten(2)


@mistake("unfold_patches", "Your patches are rows: each is to be a column, so swap the last two dimensions.")
def patches_as_rows(x, kernel_size, stride=(1, 1), padding=(0, 0), dilation=(1, 1)):
    return unfold_patches(x, kernel_size, stride, padding, dilation).transpose(1, 2)


@mistake("unfold_patches", "Your pairs are the wrong way round: the first number is for the height, the second for the width.")
def pairs_swapped(x, kernel_size, stride=(1, 1), padding=(0, 0), dilation=(1, 1)):
    return unfold_patches(x, kernel_size, stride[::-1], padding[::-1], dilation[::-1])


@mistake(
    "unfold_patches",
    "torch.zeros makes a float32 tensor on the CPU, whatever x is: use x.new_zeros, or pass dtype and device.",
)
def patches_in_float32(x, kernel_size, stride=(1, 1), padding=(0, 0), dilation=(1, 1)):
    patches = unfold_patches(x, kernel_size, stride, padding, dilation)
    out = torch.zeros(patches.shape)
    for column in range(out.shape[2]):
        out[:, :, column] = patches[:, :, column]
    return out


@mistake(
    "unfold_patches",
    "You called PyTorch's unfold, which knows no whole numbers: take the slices that each element of the kernel meets.",
    raises=True,
)
def unfolded_by_torch(x, kernel_size, stride=(1, 1), padding=(0, 0), dilation=(1, 1)):
    return functional.unfold(x, kernel_size, dilation, padding, stride)


@mistake("unfold_patches", "You took whole numbers through floats, which hold large ones only roughly: keep their dtype.")
def ints_as_floats(x, kernel_size, stride=(1, 1), padding=(0, 0), dilation=(1, 1)):
    return functional.unfold(x.double(), kernel_size, dilation, padding, stride).to(x.dtype)


# ------------------------------------------------------------------ true_convolution


@mistake(
    "true_convolution", "You did not flip the kernel, which is a cross-correlation: turn it around in both directions first."
)
def cross_correlation(image, kernel):
    return true_convolution(image, kernel.flip(0, 1))


@mistake("true_convolution", "You flipped the kernel in one direction only: flip its rows and its columns, flip(0, 1).")
def flipped_once(image, kernel):
    return true_convolution(image, kernel.flip(0))


@mistake(
    "true_convolution",
    "You kept the size of the image: every overlap counts, so there are H + KH - 1 rows and W + KW - 1 columns.",
)
def size_of_image(image, kernel):
    top, left = kernel.shape[0] // 2, kernel.shape[1] // 2
    return true_convolution(image, kernel)[top : top + image.shape[0], left : left + image.shape[1]]


@mistake("true_convolution", "You padded the height by the kernel's width: rows need KH - 1, columns KW - 1.")
def padding_swapped(image, kernel):
    flipped = kernel.flip(0, 1)[None, None]
    return conv2d(image[None, None], flipped, padding=(kernel.shape[1] - 1, kernel.shape[0] - 1))[0, 0]


@mistake(
    "true_convolution",
    "float() and item() leave the graph, and torch.zeros is float32 on the CPU: add image[i, j] * kernel, with tensors.",
)
def pixels_as_floats(image, kernel):
    (height, width), (rows, columns) = image.shape, kernel.shape
    out = torch.zeros(height + rows - 1, width + columns - 1)
    for i in range(height):
        for j in range(width):
            for a in range(rows):
                for b in range(columns):
                    out[i + a, j + b] += float(image[i, j]) * float(kernel[a, b])
    return out


@mistake("true_convolution", "You called PyTorch's convolution: take your own conv2d, or add up shifted copies.")
def flipped_for_torch(image, kernel):
    padding = kernel.shape[0] - 1, kernel.shape[1] - 1
    return functional.conv2d(image[None, None], kernel.flip(0, 1)[None, None], padding=padding)[0, 0]


# ------------------------------------------------------------------ conv2d_gradients


@mistake(
    "conv2d_gradients",
    "Your grad_x sends back through the flipped kernel: the pixel at i + a met weight[a], so it gets upstream[i] * weight[a].",
)
def wrong_way_round(x, weight, upstream, stride=1, padding=0):
    _, grad_weight, grad_bias = conv2d_gradients(x, weight, upstream, stride, padding)
    return conv2d_gradients(x, weight.flip(2, 3), upstream, stride, padding)[0], grad_weight, grad_bias


@mistake("conv2d_gradients", "Your grad_x still has the padding around it: cut it off, so that grad_x has the shape of x.")
def padding_kept(x, weight, upstream, stride=1, padding=0):
    return conv2d_gradients(pad_image(x, padding, padding), weight, upstream, stride)


@mistake(
    "conv2d_gradients",
    "You averaged the gradient of the weight over the samples: add it up. Where the loss is a mean, upstream holds 1 / N.",
)
def mean_of_samples(x, weight, upstream, stride=1, padding=0):
    grad_x, grad_weight, grad_bias = conv2d_gradients(x, weight, upstream, stride, padding)
    return grad_x, grad_weight / len(x), grad_bias


@mistake("conv2d_gradients", "Your grad_bias has a row for each sample: all share one bias, so sum over the samples, too.")
def bias_of_each_sample(x, weight, upstream, stride=1, padding=0):
    grad_x, grad_weight, _ = conv2d_gradients(x, weight, upstream, stride, padding)
    return grad_x, grad_weight, upstream.sum(dim=(2, 3))


@mistake(
    "conv2d_gradients",
    "Your grad_x ends with the last pixel that was met: it has the shape of x, with 0 for what the stride left over.",
)
def left_over_forgotten(x, weight, upstream, stride=1, padding=0):
    grad_x, grad_weight, grad_bias = conv2d_gradients(x, weight, upstream, stride, padding)
    ends = [(o - 1) * stride + k - padding for o, k in zip(upstream.shape[2:], weight.shape[2:], strict=True)]
    return grad_x[:, :, : ends[0], : ends[1]], grad_weight, grad_bias


@mistake(
    "conv2d_gradients", "torch.zeros makes a tensor on the CPU, wherever x is: use torch.zeros_like, or pass device=x.device."
)
def collected_on_cpu(x, weight, upstream, stride=1, padding=0):
    grad_x, grad_weight, grad_bias = conv2d_gradients(x, weight, upstream, stride, padding)
    out = torch.zeros(x.shape, dtype=x.dtype)
    out[:] = grad_x
    return out, grad_weight, grad_bias


@mistake(
    "conv2d_gradients", "You let autograd do the work: add up by hand through which outputs each number reaches the loss."
)
def by_autograd(x, weight, upstream, stride=1, padding=0):
    leaves = [t.detach().clone().requires_grad_() for t in (x, weight, weight.new_zeros(len(weight)))]
    functional.conv2d(*leaves, stride, padding).backward(upstream)
    return tuple(leaf.grad for leaf in leaves)
