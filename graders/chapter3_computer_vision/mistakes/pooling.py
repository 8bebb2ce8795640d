"""Plausible wrong versions of the tasks in chapter3_computer_vision/pooling."""

import torch
from pooling import _pair, _windows, avg_pool2d, max_pool2d, pool_to_size
from torch.nn import functional

from learn.variants import mistake

# ------------------------------------------------------------------ max_pool2d


@mistake("max_pool2d", "You padded with 0, which beats every negative number: pad with -torch.inf, which is never a maximum.")
def padded_with_zeros(x, kernel_size, stride=None, padding=0):
    return _windows(x, kernel_size, stride, padding, fill=0.0).amax(dim=(4, 5))


@mistake("max_pool2d", "Your windows move by 1 where no stride is given: the stride is then the kernel size.")
def stride_of_one(x, kernel_size, stride=None, padding=0):
    return max_pool2d(x, kernel_size, 1 if stride is None else stride, padding)


@mistake(
    "max_pool2d",
    "You rounded the output size up, and kept windows that hang over the edge: only whole windows count, so use //.",
)
def rounded_up(x, kernel_size, stride=None, padding=0):
    return functional.max_pool2d(x, kernel_size, stride, padding, ceil_mode=True)


@mistake(
    "max_pool2d",
    "You swapped the padding of height and width: functional.pad begins with the last dimension, (PW, PW, PH, PH).",
)
def padding_swapped(x, kernel_size, stride=None, padding=0):
    return max_pool2d(x, kernel_size, stride, _pair(padding)[::-1])


@mistake("max_pool2d", "float() and item() leave the graph, so no gradient reaches x: keep the maxima as tensors.")
def through_numbers(x, kernel_size, stride=None, padding=0):
    found = _windows(x, kernel_size, stride, padding, fill=-torch.inf)
    result = x.new_empty(found.shape[:4])
    for place in torch.cartesian_prod(*map(torch.arange, found.shape[:4])).tolist():
        result[tuple(place)] = float(found[tuple(place)].max())
    return result


@mistake("max_pool2d", "Your padded picture is made on the CPU, wherever x is: pass device=x.device, or take x.new_full.")
def padded_on_cpu(x, kernel_size, stride=None, padding=0):
    (n, c, height, width), (ph, pw) = x.shape, _pair(padding)
    padded = torch.full((n, c, height + 2 * ph, width + 2 * pw), -torch.inf, dtype=x.dtype)
    padded[:, :, ph : ph + height, pw : pw + width] = x
    return max_pool2d(padded, kernel_size, stride)


@mistake("max_pool2d", "You called PyTorch's own pooling: write it yourself, for example with unfold and amax.")
def by_library(x, kernel_size, stride=None, padding=0):
    return functional.max_pool2d(x, kernel_size, stride, padding)


# ------------------------------------------------------------------ avg_pool2d


@mistake("avg_pool2d", "You divide by the whole window always: with count_include_pad=False, divide by its pixels alone.")
def always_counted(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    return avg_pool2d(x, kernel_size, stride, padding)


@mistake("avg_pool2d", "You always leave the padding out of the mean: by default it counts, so divide by KH * KW.")
def never_counted(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    return avg_pool2d(x, kernel_size, stride, padding, count_include_pad=False)


@mistake(
    "avg_pool2d",
    "You counted the elements that are not 0, but a pixel of the picture may be 0, too: count in a padded picture of ones.",
)
def black_pixels_left_out(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    found = _windows(x, kernel_size, stride, padding, fill=0.0)
    if count_include_pad:
        return found.mean(dim=(4, 5))
    return found.sum(dim=(4, 5)) / (found != 0).sum(dim=(4, 5)).clamp(min=1)


@mistake("avg_pool2d", "You divide by KH * KH, as if all windows were square: an area is KH * KW.")
def square_area(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    height, width = _pair(kernel_size)
    factor = width / height if count_include_pad else 1
    return avg_pool2d(x, kernel_size, stride, padding, count_include_pad) * factor


@mistake("avg_pool2d", "Your windows move by 1 where no stride is given: the stride is then the kernel size.")
def average_stride_of_one(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    return avg_pool2d(x, kernel_size, 1 if stride is None else stride, padding, count_include_pad)


@mistake("avg_pool2d", "Your ones, which count the pixels, are on the CPU, wherever x is: torch.ones_like(x) goes where x is.")
def counted_on_cpu(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    sums = _windows(x, kernel_size, stride, padding, fill=0.0).sum(dim=(4, 5))
    ones = torch.ones(1, 1, *x.shape[2:], dtype=x.dtype)
    return sums / _windows(ones, kernel_size, stride, padding, fill=float(count_include_pad)).sum(dim=(4, 5))


@mistake("avg_pool2d", "You called PyTorch's own pooling: write it yourself, for example with unfold and mean.")
def average_by_library(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    return functional.avg_pool2d(x, kernel_size, stride, padding, count_include_pad=count_include_pad)


# ------------------------------------------------------------------ global_avg_pool


@mistake("global_avg_pool", "squeeze() also drops a batch of 1 and a channel of 1: name the dimensions, mean(dim=(2, 3)).")
def squeezed(x):
    return x.mean(dim=(2, 3), keepdim=True).squeeze()


@mistake("global_avg_pool", "Your result still has height and width, 1 by 1: leave keepdim=True out, or flatten(1).")
def dimensions_kept(x):
    return x.mean(dim=(2, 3), keepdim=True)


@mistake("global_avg_pool", "You divide by H * H: a picture need not be square, so divide by H * W.")
def square_picture(x):
    return x.sum(dim=(2, 3)) / x.shape[2] ** 2


@mistake(
    "global_avg_pool",
    "Your reshape mixes the channels, as if they came last in memory: they come before height and width, so flatten(2).",
)
def channels_mixed(x):
    return x.reshape(x.shape[0], -1, x.shape[1]).mean(dim=1)


@mistake("global_avg_pool", "Your result is made on the CPU, wherever x is: pass device=x.device to torch.zeros.")
def filled_on_cpu(x):
    result = torch.zeros(x.shape[:2], dtype=x.dtype)
    for channel in range(x.shape[1]):
        result[:, channel] = x[:, channel].mean(dim=(1, 2))
    return result


# ------------------------------------------------------------------ pool_to_size


def binned(x, output_size, bounds, result):
    """Fill a result with the means of bins; ``bounds(i, size, bins)`` says where a bin begins and ends."""
    for i in range(output_size[0]):
        for j in range(output_size[1]):
            top, bottom = bounds(i, x.shape[2], output_size[0])
            left, right = bounds(j, x.shape[3], output_size[1])
            result[:, :, i, j] = x[:, :, top:bottom, left:right].mean(dim=(2, 3))
    return result


def as_told(i, size, bins):
    return i * size // bins, -(-(i + 1) * size // bins)


@mistake(
    "pool_to_size",
    "Your windows are H // OH long and as far apart, so the last rows are lost: bin i ends at ceil((i + 1) * H / OH).",
)
def rest_dropped(x, output_size):
    height, width = (max(size // bins, 1) for size, bins in zip(x.shape[2:], output_size, strict=True))
    found = x.unfold(2, height, height).unfold(3, width, width).mean(dim=(4, 5))
    return found[:, :, : output_size[0], : output_size[1]]


@mistake("pool_to_size", "Your bins end where the next one begins: round their ends up, ceil((i + 1) * H / OH).")
def without_overlap(x, output_size):
    def bounds(i, size, bins):
        return i * size // bins, (i + 1) * size // bins

    return binned(x, output_size, bounds, x.new_empty(*x.shape[:2], *output_size))


@mistake("pool_to_size", "You took one pixel out of each bin, as resizing by nearest pixels does: average the whole bin.")
def nearest(x, output_size):
    rows, columns = (
        torch.arange(bins, device=x.device) * size // bins for size, bins in zip(x.shape[2:], output_size, strict=True)
    )
    return x[:, :, rows][..., columns]


@mistake("pool_to_size", "You swapped height and width: output_size is (OH, OW).")
def size_swapped(x, output_size):
    return pool_to_size(x, output_size[::-1])


@mistake("pool_to_size", "Your result is made on the CPU, wherever x is: pass device=x.device to torch.zeros.")
def bins_on_cpu(x, output_size):
    return binned(x, output_size, as_told, torch.zeros(*x.shape[:2], *output_size, dtype=x.dtype))


@mistake("pool_to_size", "You called PyTorch's adaptive pooling: find the bins yourself.")
def adaptive_by_library(x, output_size):
    return functional.adaptive_avg_pool2d(x, output_size)
