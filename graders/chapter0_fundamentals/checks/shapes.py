"""Checks for chapter0_fundamentals/shapes.

B = batch, C = channels (columns of pictures in tile_images), H, W = height and width (H = heads in split_heads),
T = tokens, E = features, N = rows, D = features of one row or one head, R = rows of pictures.
"""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect


@check("hwc_to_chw", points=2, title="moves the channels of an RGB picture to the front")
def test_hwc_to_chw_values(submission, reference, rng):
    for h, w in [rng.sizes(2, low=4), (1, 4), (5, 1)]:
        image = rng.randn(h, w, 3)
        expect(submission.call("hwc_to_chw", image)).to_match(reference.call("hwc_to_chw", image))


@check("hwc_to_chw", title="takes any number of channels")
def test_hwc_to_chw_channels(submission, reference, rng):
    for c in (4, 2, 1):
        image = rng.randn(*rng.sizes(2, low=5), c)
        expect(submission.call("hwc_to_chw", image)).to_match(reference.call("hwc_to_chw", image))


@check("hwc_to_chw", title="keeps the dtype")
def test_hwc_to_chw_dtype(submission, reference, rng):
    h, w = rng.sizes(2, low=4)
    for image in (rng.randint(0, 255, h, w, 3, dtype=torch.uint8), rng.randn(h, w, 3, dtype=torch.float64)):
        expect(submission.call("hwc_to_chw", image)).to_match(reference.call("hwc_to_chw", image))


@check("hwc_to_chw", title="takes a picture that is not contiguous")
def test_hwc_to_chw_strided(submission, reference, rng):
    image = rng.strided(rng.randn(*rng.sizes(2, low=4), 3))
    expect(submission.call("hwc_to_chw", image)).to_match(reference.call("hwc_to_chw", image))


test_hwc_to_chw_device = follows_device("hwc_to_chw", lambda rng: [rng.randn(4, 5, 3)], needs="test_hwc_to_chw_values")


@check("drop_channel", points=2, title="removes the channel dimension")
def test_drop_channel_values(submission, reference, rng):
    b, h, w = rng.sizes(3)
    x = rng.randn(b, 1, h, w)
    for batch in (x, rng.strided(x), x.double()):
        expect(submission.call("drop_channel", batch)).to_match(reference.call("drop_channel", batch))


@check("drop_channel", title="keeps a batch of one picture a batch")
def test_drop_channel_batch_of_one(submission, reference, rng):
    x = rng.randn(1, 1, *rng.sizes(2))
    expect(submission.call("drop_channel", x)).to_match(reference.call("drop_channel", x))


@check("drop_channel", title="keeps sides of length 1")
def test_drop_channel_thin(submission, reference, rng):
    b, n = rng.sizes(2)
    for h, w in [(1, n), (n, 1), (1, 1)]:
        x = rng.randn(b, 1, h, w)
        expect(submission.call("drop_channel", x)).to_match(reference.call("drop_channel", x))


@check("drop_channel", title="returns a view")
def test_drop_channel_view(submission, rng):
    b, h, w = rng.sizes(3)
    shared = submission.shares_memory("drop_channel", rng.strided(rng.randn(b, 1, h, w)))
    expect(shared).to_be_true("The result is a copy; the task asks for a view of x.")


test_drop_channel_device = follows_device(
    "drop_channel", lambda rng: [rng.randn(3, 1, 4, 5)], needs="test_drop_channel_values"
)


@check("flatten_batch", points=2, title="writes each example as one row")
def test_flatten_batch_values(submission, reference, rng):
    for shape in [rng.sizes(3), rng.sizes(4), rng.sizes(2), (1, *rng.sizes(2))]:
        x = rng.randn(*shape)
        expect(submission.call("flatten_batch", x)).to_match(reference.call("flatten_batch", x))


@check("flatten_batch", title="takes a batch that is not contiguous")
def test_flatten_batch_strided(submission, reference, rng):
    x = rng.strided(rng.randn(*rng.sizes(3), dtype=torch.float64))
    expect(submission.call("flatten_batch", x)).to_match(reference.call("flatten_batch", x))


@check("flatten_batch", title="makes a column of one number per example")
def test_flatten_batch_numbers(submission, reference, rng):
    x = rng.randn(rng.integer(2, 7))
    expect(submission.call("flatten_batch", x)).to_match(reference.call("flatten_batch", x))


@check("flatten_batch", title="takes an empty batch")
def test_flatten_batch_empty(submission, reference, rng):
    x = rng.randn(0, *rng.sizes(2))
    expect(submission.call("flatten_batch", x)).to_match(reference.call("flatten_batch", x))


test_flatten_batch_device = follows_device(
    "flatten_batch", lambda rng: [rng.randn(3, 4, 5)], needs="test_flatten_batch_values"
)


@check("interleave", points=2, title="takes the rows in turn")
def test_interleave_values(submission, reference, rng):
    for n, d in [rng.sizes(2), (1, 3), (4, 1)]:
        a, b = rng.randn(n, d), rng.strided(rng.randn(n, d))
        expect(submission.call("interleave", a, b)).to_match(reference.call("interleave", a, b))


@check("interleave", title="keeps integers integers")
def test_interleave_integers(submission, reference, rng):
    n, d = rng.sizes(2)
    a, b = rng.randint(-9, 9, n, d), rng.randint(-9, 9, n, d)
    expect(submission.call("interleave", a, b)).to_match(reference.call("interleave", a, b))


@check("interleave", title="takes matrices without rows")
def test_interleave_empty(submission, reference):
    a, b = torch.zeros(0, 3), torch.zeros(0, 3)
    expect(submission.call("interleave", a, b)).to_match(reference.call("interleave", a, b))


@check("interleave", title="lets gradients through to both matrices")
def test_interleave_gradients(submission, reference, rng):
    n, d = rng.sizes(2)
    a, b = rng.randn(n, d), rng.randn(n, d)
    expect(submission.gradients("interleave", a, b)).to_match(reference.gradients("interleave", a, b))


test_interleave_device = follows_device(
    "interleave", lambda rng: [rng.randn(3, 4), rng.randn(3, 4)], needs="test_interleave_values"
)


@check("split_heads", points=2, title="gives each head its features of every token")
def test_split_heads_values(submission, reference, rng):
    b, t, h, d = rng.sizes(4)
    x = rng.randn(b, t, h * d)
    for batch in (x, rng.strided(x), rng.randint(-9, 9, *x.shape)):
        expect(submission.call("split_heads", batch, h)).to_match(reference.call("split_heads", batch, h))


@check("split_heads", title="keeps every dimension of size 1")
def test_split_heads_ones(submission, reference, rng):
    b, t, h, d = rng.sizes(4)
    for batch, tokens, heads, width in [(1, t, h, d), (b, 1, h, d), (b, t, 1, d), (b, t, h, 1)]:
        x = rng.randn(batch, tokens, heads * width)
        expect(submission.call("split_heads", x, heads)).to_match(reference.call("split_heads", x, heads))


@check("split_heads", title="refuses features that do not divide evenly")
def test_split_heads_uneven(submission, rng):
    h = rng.integer(2, 5)
    x = rng.randn(2, 3, h * rng.integer(2, 4) + 1)
    expect(submission.attempt("split_heads", x, h)).to_raise("ValueError")


test_split_heads_device = follows_device("split_heads", lambda rng: [rng.randn(2, 3, 8), 4], needs="test_split_heads_values")


@check("tile_images", points=2, title="puts every picture in its place")
def test_tile_images_values(submission, reference, rng):
    r, c, h, w = rng.sizes(4, high=5)
    for rows, columns in [(r, c), (1, c), (r, 1)]:
        images = rng.strided(rng.randn(rows * columns, h, w))
        expect(submission.call("tile_images", images, rows, columns)).to_match(
            reference.call("tile_images", images, rows, columns)
        )


@check("tile_images", title="keeps the dtype")
def test_tile_images_dtype(submission, reference, rng):
    r, c, h, w = rng.sizes(4, high=5)
    images = rng.randint(0, 255, r * c, h, w, dtype=torch.uint8)
    expect(submission.call("tile_images", images, r, c)).to_match(reference.call("tile_images", images, r, c))


@check("tile_images", title="refuses too many and too few pictures")
def test_tile_images_count(submission, rng):
    r, c, h, w = rng.sizes(4, high=5)
    for count in (r * c + 1, r * c - 1):
        expect(submission.attempt("tile_images", rng.randn(count, h, w), r, c)).to_raise("ValueError")


test_tile_images_device = follows_device(
    "tile_images", lambda rng: [rng.randn(6, 4, 5), 2, 3], needs="test_tile_images_values"
)


@check("same_storage", points=2, title="recognises a view that starts at the same element")
def test_same_storage_whole(submission, reference, rng):
    x = rng.randn(*rng.sizes(2))
    for pair in ("itself", "transposed", "reshaped", "detached"):
        seen = submission.observe("storage_of_pair", pair=pair, x=x)
        expect(seen).to_match(reference.observe("storage_of_pair", pair=pair, x=x))


@check("same_storage", title="recognises a view that starts at a later element")
def test_same_storage_part(submission, reference, rng):
    x = rng.randn(*rng.sizes(2))
    for pair in ("later rows", "last column"):
        seen = submission.observe("storage_of_pair", pair=pair, x=x)
        expect(seen).to_match(reference.observe("storage_of_pair", pair=pair, x=x))


@check("same_storage", title="recognises two views without a common element")
def test_same_storage_siblings(submission, reference, rng):
    x = rng.randn(*rng.sizes(2))
    for pair in ("two rows", "even and odd columns"):
        seen = submission.observe("storage_of_pair", pair=pair, x=x)
        expect(seen).to_match(reference.observe("storage_of_pair", pair=pair, x=x))


@check("same_storage", title="tells a copy from a view")
def test_same_storage_copies(submission, reference, rng):
    x = rng.randn(*rng.sizes(2))
    for pair in ("clone", "sum with 0", "transposed and reshaped", "rows by a list"):
        seen = submission.observe("storage_of_pair", pair=pair, x=x)
        expect(seen).to_match(reference.observe("storage_of_pair", pair=pair, x=x))


@check("scaled_rows", points=2, title="multiplies these rows and no others")
def test_scaled_rows_values(submission, reference, rng):
    n = rng.integer(4, 7)
    x = rng.randn(n, rng.integer(2, 3))
    for start, stop in [(1, n - 1), (0, n), (2, 2)]:
        expect(submission.call("scaled_rows", x, start, stop, 2.5)).to_match(
            reference.call("scaled_rows", x, start, stop, 2.5)
        )


@check("scaled_rows", title="counts negative rows from the end")
def test_scaled_rows_negative(submission, reference, rng):
    n = rng.integer(4, 7)
    x = rng.randn(n, 3)
    for start, stop in [(1, -1), (-2, n)]:
        expect(submission.call("scaled_rows", x, start, stop, 2.5)).to_match(
            reference.call("scaled_rows", x, start, stop, 2.5)
        )


@check("scaled_rows", needs="test_scaled_rows_values", title="leaves x as it was")
def test_scaled_rows_pure(submission, rng):
    x = rng.randn(5, 3)
    args, _ = submission.inputs_after("scaled_rows", x, 1, 4, 2.5)
    expect(args[0], "x").to_match(x)


@check("scaled_rows", title="returns memory of its own")
def test_scaled_rows_own_memory(submission, rng):
    x = rng.randn(5, 3)
    for start, stop in [(1, 4), (2, 2)]:
        shared = submission.shares_memory("scaled_rows", x, start, stop, 2.5)
        expect(not shared).to_be_true("The result shares memory with x; the task asks for a copy.")


test_scaled_rows_device = follows_device(
    "scaled_rows", lambda rng: [rng.randn(5, 3), 1, 4, 2.5], needs="test_scaled_rows_values"
)
