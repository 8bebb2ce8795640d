"""Checks for chapter3_computer_vision/pooling.

N = pictures, C = channels, H and W = height and width.
"""

from learn.checks import check
from learn.claims import expect_same
from learn.devices import follows_device
from learn.expect import expect

POOLING = [f"{kind}_pool{d}d" for kind in ("max", "avg", "lp", "adaptive_max", "adaptive_avg") for d in (1, 2, 3)]
POOLING += [f"{kind}max_pool{d}d_with_indices" for kind in ("", "adaptive_", "fractional_") for d in (1, 2, 3)]
POOLING += ["fractional_max_pool2d", "fractional_max_pool3d"]


def distinct(rng, *shape):
    """Return positive numbers of which no two are equal, so that each window has one maximum."""
    count = 1
    for size in shape:
        count *= size
    return (1 + rng.permutation(count).float().reshape(shape)) / 4


def expect_same_gradients(submission, reference, task, *args, **kwargs):
    """Require the result in float64 and the gradients of the reference."""
    expect(submission.gradients(task, *args, **kwargs)).to_match(reference.gradients(task, *args, **kwargs))


# ------------------------------------------------------------------ max_pool2d


@check("max_pool2d", points=2, title="takes the maximum of each whole window, and sends it the gradient")
def test_max_pool2d_values(submission, reference, rng):
    n, c = rng.sizes(2, 2, 4)
    for shape, kernel_size, stride in [((n, c, 5, 7), 2, 2), ((c, 1, 6, 8), 3, 2), ((1, 1, 4, 3), 1, 3)]:
        expect_same(submission, reference, "max_pool2d", rng.strided(distinct(rng, *shape) - 20), kernel_size, stride)
    expect_same_gradients(submission, reference, "max_pool2d", distinct(rng, 1, n, 7, 4) - 20, 3, 1)


@check("max_pool2d", title="goes on by a whole window where no stride is given")
def test_max_pool2d_stride(submission, reference, rng):
    for shape, kernel_size in [((2, 3, 4, 6), 2), ((1, 2, 9, 6), 3), ((2, 1, 5, 9), (2, 3)), ((1, 3, 8, 4), (4, 1))]:
        expect_same(submission, reference, "max_pool2d", distinct(rng, *shape), kernel_size)


@check("max_pool2d", title="never takes the padding for a maximum, also where all numbers are negative")
def test_max_pool2d_padding(submission, reference, rng):
    for shape, kernel_size, stride, padding in [((2, 3, 4, 6), 2, 2, 1), ((1, 2, 5, 7), 3, 2, 1), ((3, 1, 4, 5), 4, 1, 2)]:
        x = -distinct(rng, *shape)
        expect_same(submission, reference, "max_pool2d", x, kernel_size, stride, padding)
    expect_same_gradients(submission, reference, "max_pool2d", x, kernel_size, stride, padding=padding)


PAIRS = [
    ((2, 3, 6, 7), (2, 3), (2, 1), 0),
    ((1, 2, 5, 9), (1, 3), (2, 3), (0, 1)),
    ((3, 1, 8, 5), (4, 2), (3, 1), (1, 0)),
    ((2, 2, 7, 6), (3, 5), 2, (0, 2)),
    ((1, 1, 6, 9), 2, (1, 3), (1, 0)),
    ((2, 1, 5, 9), (2, 3), None, 0),
]
"""Shape, kernel size, stride and padding: height and width differ in one at least."""


@check("max_pool2d", title="takes height before width in kernel size, stride and padding")
def test_max_pool2d_pairs(submission, reference, rng):
    for shape, kernel_size, stride, padding in PAIRS:
        expect_same(submission, reference, "max_pool2d", distinct(rng, *shape), kernel_size, stride, padding)


@check("max_pool2d", points=0, needs="test_max_pool2d_values", reported=True, title="is your own, without PyTorch's pooling")
def test_max_pool2d_by_hand(submission, rng):
    expect(submission.library_calls("max_pool2d", distinct(rng, 1, 2, 4, 5), 2, 1, 1)).to_avoid(*POOLING)


test_max_pool2d_device = follows_device(
    "max_pool2d", lambda rng: [distinct(rng, 1, 2, 4, 5), 2, 2, 1], needs="test_max_pool2d_values"
)


# ------------------------------------------------------------------ avg_pool2d


@check("avg_pool2d", points=2, title="takes the mean of each whole window, and shares the gradient out")
def test_avg_pool2d_values(submission, reference, rng):
    n, c = rng.sizes(2, 2, 4)
    for shape, *sizes in [((n, c, 5, 7), 2, 2), ((c, 1, 6, 8), 3), ((1, 2, 4, 3), 1, 3)]:
        expect_same(submission, reference, "avg_pool2d", rng.strided(rng.randn(*shape)), *sizes)
    expect_same_gradients(submission, reference, "avg_pool2d", rng.randn(1, n, 7, 4), 3, 1)


PADDED = [((2, 3, 4, 6), 2, 2, 1), ((1, 2, 5, 7), 3, 2, 1), ((3, 1, 4, 5), 4, 1, 2)]


@check("avg_pool2d", title="counts padding as zeros, unless it is told not to")
def test_avg_pool2d_counted(submission, reference, rng):
    for shape, kernel_size, stride, padding in PADDED:
        args = 2 + rng.rand(*shape), kernel_size, stride, padding
        expect_same(submission, reference, "avg_pool2d", *args)
    expect_same_gradients(submission, reference, "avg_pool2d", *args, count_include_pad=True)


@check("avg_pool2d", title="leaves the padding, and nothing else, out of the mean with count_include_pad=False")
def test_avg_pool2d_not_counted(submission, reference, rng):
    for shape, kernel_size, stride, padding in PADDED:
        x = 2 + rng.rand(*shape)
        x[:, :, 0, 0] = 0  # a black pixel is no padding
        args = x, kernel_size, stride, padding
        expect_same(submission, reference, "avg_pool2d", *args, count_include_pad=False)
    expect_same_gradients(submission, reference, "avg_pool2d", *args, count_include_pad=False)


@check("avg_pool2d", title="takes height before width in kernel size, stride and padding")
def test_avg_pool2d_pairs(submission, reference, rng):
    for shape, kernel_size, stride, padding in PAIRS:
        args = 2 + rng.rand(*shape), kernel_size, stride, padding
        expect_same(submission, reference, "avg_pool2d", *args, count_include_pad=padding == 0)


@check("avg_pool2d", points=0, needs="test_avg_pool2d_values", reported=True, title="is your own, without PyTorch's pooling")
def test_avg_pool2d_by_hand(submission, rng):
    expect(submission.library_calls("avg_pool2d", rng.rand(1, 2, 4, 5), 2, 1, 1)).to_avoid(*POOLING)


test_avg_pool2d_device = follows_device(
    "avg_pool2d", lambda rng: [rng.rand(1, 2, 4, 5), 2, 2, 1, False], needs="test_avg_pool2d_values"
)


# ------------------------------------------------------------------ global_avg_pool


@check("global_avg_pool", points=2, title="takes the mean of each channel, and shares the gradient out")
def test_global_avg_pool_values(submission, reference, rng):
    for shape in [(2, 3, 4, 4), (rng.integer(4, 5), 2, 3, 3)]:
        x = rng.randn(*shape)
        expect_same(submission, reference, "global_avg_pool", rng.strided(x))
        expect_same_gradients(submission, reference, "global_avg_pool", x)


@check("global_avg_pool", title="works for any height and width")
def test_global_avg_pool_sizes(submission, reference, rng):
    for height, width in [rng.sizes(2), (1, 5), (7, 1), (1, 1)]:
        expect_same(submission, reference, "global_avg_pool", 1 + rng.rand(2, 3, height, width))


@check("global_avg_pool", title="keeps the dimensions of a single picture and of a single channel")
def test_global_avg_pool_single(submission, reference, rng):
    for n, c in [(1, 3), (4, 1), (1, 1)]:
        expect_same(submission, reference, "global_avg_pool", 1 + rng.rand(n, c, 3, 3))


test_global_avg_pool_device = follows_device(
    "global_avg_pool", lambda rng: [rng.randn(2, 3, 4, 4)], needs="test_global_avg_pool_values"
)


# ------------------------------------------------------------------ pool_to_size


@check("pool_to_size", points=2, title="averages bins of equal size where the sizes divide")
def test_pool_to_size_values(submission, reference, rng):
    n, c = rng.sizes(2, 2, 4)
    for shape, size in [((n, c, 6, 9), 3), ((1, n, 4, 2), 2), ((c, 1, 5, 3), 1)]:
        x = 1 + rng.rand(*shape)
        expect_same(submission, reference, "pool_to_size", rng.strided(x), (size, size))
    expect_same_gradients(submission, reference, "pool_to_size", rng.randn(1, n, 4, 6), (2, 2))


@check("pool_to_size", title="lets bins overlap where the sizes do not divide, also on the way up")
def test_pool_to_size_uneven(submission, reference, rng):
    for height, width, size in [(5, 7, 3), (7, 5, 4), (3, 2, 5), (1, 3, 4)]:
        expect_same(submission, reference, "pool_to_size", rng.randn(2, 3, height, width), (size, size))
    expect_same_gradients(submission, reference, "pool_to_size", rng.randn(1, 2, 7, 5), (3, 3))


@check("pool_to_size", title="takes height before width in the output size")
def test_pool_to_size_pair(submission, reference, rng):
    for shape, output_size in [((2, 3, 6, 12), (3, 2)), ((1, 2, 4, 8), (1, 4)), ((3, 1, 6, 6), (6, 3))]:
        expect_same(submission, reference, "pool_to_size", rng.randn(*shape), output_size)


@check(
    "pool_to_size",
    points=0,
    needs="test_pool_to_size_values",
    reported=True,
    title="finds its bins without PyTorch's adaptive pooling",
)
def test_pool_to_size_by_hand(submission, rng):
    adaptive = [name for name in POOLING if name.startswith("adaptive")]
    expect(submission.library_calls("pool_to_size", rng.randn(1, 2, 5, 7), (2, 3))).to_avoid(*adaptive, "interpolate")


test_pool_to_size_device = follows_device(
    "pool_to_size", lambda rng: [rng.randn(1, 2, 5, 4), (2, 3)], needs="test_pool_to_size_values"
)
