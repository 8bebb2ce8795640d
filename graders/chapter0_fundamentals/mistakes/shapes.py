"""Plausible wrong versions of the tasks in chapter0_fundamentals/shapes."""

import math

import torch

from learn.variants import mistake


@mistake(
    "hwc_to_chw",
    "reshape cuts the numbers anew in reading order, so the picture is scrambled: turn the dimensions with permute.",
)
def channels_by_reshape(image):
    h, w, c = image.shape
    return image.reshape(c, h, w)


@mistake(
    "hwc_to_chw",
    "You swapped the first and the last dimension, which gives (C, W, H): height has to stay before width.",
)
def picture_on_its_side(image):
    return image.transpose(0, 2)


@mistake(
    "hwc_to_chw",
    "permute takes, for each new dimension, the old one that goes there. Yours gives (W, C, H): put dimension 2 first.",
)
def permuted_the_other_way(image):
    return image.permute(1, 2, 0)


@mistake(
    "hwc_to_chw",
    "You wrote out three channels: a grey picture has one and a PNG may have four. Take C from image.shape.",
)
def three_channels(image):
    return torch.stack([image[:, :, 0], image[:, :, 1], image[:, :, 2]])


@mistake("hwc_to_chw", "You changed the dtype to float32: only the order of the dimensions should change.")
def as_float(image):
    return image.permute(2, 0, 1).float()


@mistake(
    "hwc_to_chw",
    "view cannot merge the dimensions of a picture that is not contiguous: use permute alone, or reshape in its place.",
)
def viewed_as_pixels(image):
    h, w, c = image.shape
    return image.view(h * w, c).T.reshape(c, h, w)


@mistake(
    "hwc_to_chw",
    "You turn the picture in NumPy, which cannot read what is on an accelerator: use permute, which works anywhere.",
)
def channels_by_numpy(image):
    return torch.from_numpy(image.numpy().transpose(2, 0, 1))


@mistake(
    "drop_channel",
    "squeeze() without dim drops every dimension of size 1, also a batch of one picture: name the dimension.",
)
def squeeze_all(x):
    return x.squeeze()


@mistake(
    "drop_channel",
    "You put a batch of one back, but squeeze() also dropped sides of length 1: squeeze the channel dimension alone.",
)
def batch_put_back(x):
    squeezed = x.squeeze()
    return squeezed if x.shape[0] > 1 else squeezed.unsqueeze(0)


@mistake(
    "drop_channel",
    "x[0] takes the first picture of the batch: the channel is the second dimension, as in x[:, 0].",
)
def first_picture(x):
    return x[0]


@mistake("drop_channel", "reshape(B, -1) merges height and width as well: only the channel goes, (B, H, W) stays.")
def sides_merged(x):
    return x.reshape(x.shape[0], -1)


@mistake("drop_channel", "squeeze(0) looks at the batch dimension: the channel is dimension 1.")
def squeezed_the_batch(x):
    return x.squeeze(0)


@mistake("drop_channel", "You copied the numbers (clone and stack do): squeeze or index the dimension away for a view.")
def copied_pictures(x):
    return torch.stack([picture[0] for picture in x])


@mistake("drop_channel", "You wrote 28 x 28 into the code: take the sizes from x.shape.", raises=True)
def always_28(x):
    return x.reshape(-1, 28, 28)


@mistake(
    "drop_channel", "cpu() is no view where x is on an accelerator: it copies everything. Leave it out, and index x itself."
)
def channel_dropped_on_cpu(x):
    return x.cpu()[:, 0]


@mistake("flatten_batch", "You flattened the batch as well: keep the first dimension, so that each example is a row.")
def all_flat(x):
    return x.flatten()


@mistake(
    "flatten_batch",
    "You merged the first dimensions with the batch and kept the last: keep the first, and merge the others.",
)
def last_kept(x):
    return x.flatten(0, -2)


@mistake("flatten_batch", "Reshaping to (D, B) and transposing mixes the examples: reshape straight to (B, D).")
def mixed_examples(x):
    return x.reshape(-1, x.shape[0]).T


@mistake(
    "flatten_batch",
    "You multiplied exactly two sizes: x may have any number of dimensions. Take the product of x.shape[1:].",
)
def three_dimensions(x):
    return x.reshape(x.shape[0], x.shape[1] * x.shape[2])


@mistake("flatten_batch", "squeeze() drops a batch of one: a single example still has to give shape (1, D).")
def row_squeezed(x):
    return x.reshape(x.shape[0], -1).squeeze()


@mistake("flatten_batch", "You left shape (B,) as it was: each example is one number then, and one row, so (B, 1).")
def vector_left_alone(x):
    return x.flatten(1) if x.dim() > 1 else x


@mistake(
    "flatten_batch",
    "view works only where the numbers already lie in order: reshape copies them where it has to.",
)
def view_only(x):
    return x.view(x.shape[0], math.prod(x.shape[1:]))


@mistake("flatten_batch", "flatten(1) needs a dimension 1; shape (B,) has none and should become (B, 1).")
def flatten_from_one(x):
    return x.flatten(1)


@mistake(
    "flatten_batch",
    "In an empty batch, -1 could stand for any size, so reshape refuses: compute D from x.shape[1:].",
)
def minus_one(x):
    return x.reshape(x.shape[0], -1)


@mistake("flatten_batch", "torch.empty makes your matrix on the CPU, wherever x is: use x.new_empty, or reshape x itself.")
def rows_on_cpu(x):
    rows = torch.empty(x.shape[0], math.prod(x.shape[1:]), dtype=x.dtype)
    for row, example in zip(rows, x, strict=True):
        row.copy_(example.reshape(-1))
    return rows


@mistake("interleave", "cat puts all of a before all of b: the rows have to come in turn.")
def one_after_the_other(a, b):
    return torch.cat([a, b])


@mistake("interleave", "Stacking along the last dimension pairs single numbers and mixes the rows: stack along dim=1.")
def numbers_in_turn(a, b):
    return torch.stack([a, b], dim=2).reshape(2 * a.shape[0], a.shape[1])


@mistake("interleave", "The first row has to come from a, yours comes from b: swap the two.")
def b_first(a, b):
    return torch.stack([b, a], dim=1).flatten(0, 1)


@mistake("interleave", "torch.zeros makes float32, whatever a is: pass dtype=a.dtype, or use stack, which keeps it.")
def into_float_zeros(a, b):
    result = torch.zeros(2 * a.shape[0], a.shape[1], device=a.device)
    result[0::2] = a
    result[1::2] = b
    return result


@mistake(
    "interleave",
    "Going through Python lists cuts the graph, so no gradient reaches a or b: join the tensors themselves.",
)
def through_lists(a, b):
    return torch.tensor([row for pair in zip(a.tolist(), b.tolist(), strict=True) for row in pair])


@mistake(
    "interleave",
    "Stacking a list of rows fails where there are none: stack the two matrices and flatten the result.",
)
def rows_in_a_list(a, b):
    return torch.stack([row for pair in zip(a, b, strict=True) for row in pair])


@mistake(
    "interleave",
    "torch.arange makes the order of the rows on the CPU, and index_select wants it where the rows are: pass device=a.device.",
)
def order_on_cpu(a, b):
    order = torch.arange(2 * a.shape[0]).reshape(2, -1) if a.shape[0] else torch.zeros(2, 0, dtype=torch.int64)
    return torch.cat([a, b]).index_select(0, order.T.flatten())


@mistake(
    "split_heads",
    "Reshaping straight to (B, H, T, D) mixes tokens and heads: reshape to (B, T, H, D), then transpose.",
)
def reshaped_at_once(x, num_heads):
    b, t, e = x.shape
    return x.reshape(b, num_heads, t, e // num_heads)


@mistake("split_heads", "The heads still stand behind the tokens, (B, T, H, D): transpose dimensions 1 and 2.")
def not_transposed(x, num_heads):
    b, t, e = x.shape
    return x.reshape(b, t, num_heads, e // num_heads)


@mistake(
    "split_heads",
    "You gave every H-th feature to a head: a head takes D neighbours, so reshape to (B, T, H, D), not (B, T, D, H).",
)
def every_hth_feature(x, num_heads):
    b, t, e = x.shape
    return x.reshape(b, t, e // num_heads, num_heads).permute(0, 3, 1, 2)


@mistake(
    "split_heads",
    "You made heads of width num_heads: it says how many heads there are, and each is E / num_heads wide.",
)
def heads_as_width(x, num_heads):
    b, t, e = x.shape
    return x.reshape(b, t, e // num_heads, num_heads).transpose(1, 2)


@mistake(
    "split_heads",
    "squeeze() drops every dimension of size 1: a batch of one, one token or one head has to keep its dimension.",
)
def heads_squeezed(x, num_heads):
    b, t, e = x.shape
    return x.reshape(b, t, num_heads, e // num_heads).transpose(1, 2).squeeze()


@mistake(
    "split_heads",
    "reshape raises a RuntimeError where E does not divide evenly: test that first and raise a ValueError.",
)
def heads_unchecked(x, num_heads):
    b, t, e = x.shape
    return x.reshape(b, t, num_heads, e // num_heads).transpose(1, 2)


@mistake("split_heads", "Where E does not divide evenly you silently drop the last features: raise a ValueError.")
def features_dropped(x, num_heads):
    width = x.shape[2] // num_heads
    return torch.stack([x[:, :, h * width : (h + 1) * width] for h in range(num_heads)], dim=1)


@mistake("split_heads", "You copy x to the CPU and the heads back, which is slow: reshape and transpose work where x is.")
def heads_by_way_of_cpu(x, num_heads):
    b, t, e = x.shape
    if e % num_heads:
        raise ValueError
    return x.cpu().reshape(b, t, num_heads, e // num_heads).transpose(1, 2).to(x.device)


@mistake(
    "tile_images",
    "reshape alone cuts the pictures into pieces: bring the height before the columns with permute first.",
)
def tiled_by_reshape(images, rows, columns):
    count, h, w = images.shape
    if count != rows * columns:
        raise ValueError
    return images.reshape(rows * h, columns * w)


@mistake("tile_images", "You filled the grid column by column: in reading order the first pictures fill the top row.")
def column_by_column(images, rows, columns):
    count, h, w = images.shape
    if count != rows * columns:
        raise ValueError
    return images.reshape(columns, rows, h, w).permute(1, 2, 0, 3).reshape(rows * h, columns * w)


@mistake("tile_images", "You put all pictures one below the other: start a new row of the grid after every C pictures.")
def one_tall_strip(images, rows, columns):
    if len(images) != rows * columns:
        raise ValueError
    return torch.cat(list(images))


@mistake(
    "tile_images",
    "After permute the numbers no longer lie in reading order, so view refuses: use reshape.",
    raises=True,
)
def view_after_permute(images, rows, columns):
    count, h, w = images.shape
    if count != rows * columns:
        raise ValueError
    return images.reshape(rows, columns, h, w).permute(0, 2, 1, 3).view(rows * h, columns * w)


@mistake("tile_images", "torch.zeros makes float32, whatever the pictures are: pass dtype=images.dtype.")
def float_canvas(images, rows, columns):
    count, h, w = images.shape
    if count != rows * columns:
        raise ValueError
    canvas = torch.zeros(rows * h, columns * w, device=images.device)
    for i in range(count):
        top, left = i // columns * h, i % columns * w
        canvas[top : top + h, left : left + w] = images[i]
    return canvas


@mistake(
    "tile_images",
    "reshape raises a RuntimeError where the pictures do not fill the grid: count them and raise a ValueError.",
)
def count_unchecked(images, rows, columns):
    _, h, w = images.shape
    return images.reshape(rows, columns, h, w).permute(0, 2, 1, 3).reshape(rows * h, columns * w)


@mistake("tile_images", "You silently left out the pictures that do not fit: raise a ValueError.")
def rest_left_out(images, rows, columns):
    _, h, w = images.shape
    grid = images[: rows * columns].reshape(rows, columns, h, w)
    return grid.permute(0, 2, 1, 3).reshape(rows * h, columns * w)


@mistake(
    "tile_images", "torch.zeros makes the large picture on the CPU, wherever the small ones are: use images.new_zeros(...)."
)
def canvas_on_cpu(images, rows, columns):
    count, h, w = images.shape
    if count != rows * columns:
        raise ValueError
    canvas = torch.zeros(rows * h, columns * w, dtype=images.dtype)
    for i in range(count):
        top, left = i // columns * h, i % columns * w
        canvas[top : top + h, left : left + w] = images[i]
    return canvas


@mistake("same_storage", "`is` asks for the same Python object: a view is another object that uses the same storage.")
def same_object(a, b):
    return a is b


@mistake("same_storage", "A clone has equal numbers, in a storage of its own: compare where the storages begin.")
def equal_numbers(a, b):
    return torch.equal(a, b)


@mistake(
    "same_storage",
    "data_ptr() of a tensor is its first element, and x[1:] starts later than x: ask untyped_storage() instead.",
)
def same_first_element(a, b):
    return a.data_ptr() == b.data_ptr()


@mistake(
    "same_storage",
    "A change of a shows in b only where they overlap: x[0] and x[1] share storage without a common element.",
)
def by_writing(a, b):
    before = b.clone()
    a += 1
    changed = not torch.equal(b, before)
    a -= 1
    return changed


@mistake(
    "same_storage",
    "_base links a view to the tensor it came from; two views of a third, or a detached one, are not linked.",
)
def by_base(a, b):
    return a is b or a._base is b or b._base is a


@mistake(
    "scaled_rows",
    "`rows = rows * factor` makes a new tensor and changes nothing in the copy: write into the view, `rows *= factor`.",
)
def product_lost(x, start, stop, factor):
    result = x.clone()
    rows = result[start:stop]
    rows = rows * factor
    return result


@mistake("scaled_rows", "You scaled columns: the first index counts rows, result[start:stop].")
def columns_scaled(x, start, stop, factor):
    result = x.clone()
    result[:, start:stop] *= factor
    return result


@mistake("scaled_rows", "You scaled the row `stop` as well: a slice already ends before it.")
def stop_included(x, start, stop, factor):
    result = x.clone()
    result[start : stop + 1] *= factor
    return result


@mistake("scaled_rows", "You returned only the rows that changed: return the whole matrix.")
def only_these_rows(x, start, stop, factor):
    return x[start:stop] * factor


@mistake("scaled_rows", "range(start, stop) does not know negative rows as a slice does: use result[start:stop].")
def row_by_row(x, start, stop, factor):
    result = x.clone()
    for i in range(start, stop):
        result[i] *= factor
    return result


@mistake(
    "scaled_rows",
    "`result = x` (or x.detach()) is a second name for the same memory: the caller's x changed. Call clone() first.",
)
def second_name(x, start, stop, factor):
    result = x
    result[start:stop] *= factor
    return result


@mistake("scaled_rows", "x[start:stop] is a view, so you changed the caller's x before you copied it: clone first.")
def cloned_too_late(x, start, stop, factor):
    rows = x[start:stop]
    rows *= factor
    return x.clone()


@mistake("scaled_rows", "Where no row changes you returned x itself: the caller asked for a copy in every case.")
def nothing_to_do(x, start, stop, factor):
    if start == stop:
        return x
    result = x.clone()
    result[start:stop] *= factor
    return result


@mistake("scaled_rows", "You multiply by a column of factors that is on the CPU, wherever x is: make it with x.new_ones(...).")
def factors_on_cpu(x, start, stop, factor):
    factors = torch.ones(x.shape[0], 1, dtype=x.dtype)
    factors[start:stop] = factor
    return x * factors
