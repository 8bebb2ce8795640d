"""Unusual but right versions of the tasks in chapter0_fundamentals/shapes."""

import math

import torch

from learn.variants import alternative


@alternative("hwc_to_chw", "takes the channels apart and stacks them: a copy")
def channels_stacked(image):
    return torch.stack(image.unbind(dim=-1))


@alternative("hwc_to_chw", "einsum")
def channels_by_einsum(image):
    return torch.einsum("hwc->chw", image)


@alternative("drop_channel", "an index in the channel dimension")
def channel_indexed(x):
    return x[:, 0]


@alternative("drop_channel", "merges the channel with the batch")
def channel_merged(x):
    return x.flatten(0, 1)


@alternative("flatten_batch", "adds a last dimension, so that there is always something to flatten")
def one_more_dimension(x):
    return x.unsqueeze(-1).flatten(1)


@alternative("flatten_batch", "copies example by example into an empty matrix")
def example_by_example(x):
    rows = x.new_empty(x.shape[0], math.prod(x.shape[1:]))
    for row, example in zip(rows, x, strict=True):
        row.copy_(example.reshape(-1))
    return rows


@alternative("interleave", "writes into every second row of an empty matrix")
def every_second_row(a, b):
    result = a.new_empty(2 * a.shape[0], a.shape[1])
    result[0::2] = a
    result[1::2] = b
    return result


@alternative("interleave", "joins the matrices side by side and cuts the long rows in two")
def long_rows(a, b):
    return torch.cat([a, b], dim=1).reshape(2 * a.shape[0], a.shape[1])


@alternative("split_heads", "slices the heads out and stacks them")
def heads_stacked(x, num_heads):
    if x.shape[2] % num_heads:
        raise ValueError
    return torch.stack(x.split(x.shape[2] // num_heads, dim=2), dim=1)


@alternative("tile_images", "cat of rows, which are cats of pictures")
def cat_of_cats(images, rows, columns):
    if len(images) != rows * columns:
        raise ValueError
    strips = [torch.cat(list(images[r * columns : (r + 1) * columns]), dim=1) for r in range(rows)]
    return torch.cat(strips)


@alternative("tile_images", "pastes picture by picture into an empty one")
def pasted(images, rows, columns):
    count, h, w = images.shape
    if count != rows * columns:
        raise ValueError
    canvas = images.new_empty(rows * h, columns * w)
    for i in range(count):
        top, left = i // columns * h, i % columns * w
        canvas[top : top + h, left : left + w] = images[i]
    return canvas


@alternative("same_storage", "goes back from the first element by the storage offset")
def start_of_storage(a, b):
    starts = [t.data_ptr() - t.storage_offset() * t.element_size() for t in (a, b)]
    return starts[0] == starts[1]


@alternative("scaled_rows", "a product with a column of factors, without a view")
def column_of_factors(x, start, stop, factor):
    factors = x.new_ones(x.shape[0], 1)
    factors[start:stop] = factor
    return x * factors


@alternative("scaled_rows", "cat of the three parts")
def three_parts(x, start, stop, factor):
    return torch.cat([x[:start], x[start:stop] * factor, x[stop:]])
