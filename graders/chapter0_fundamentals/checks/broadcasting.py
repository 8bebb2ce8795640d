"""Checks for chapter0_fundamentals/broadcasting.

N, M = rows, points or numbers, D = columns or coordinates, B = batch, C = channels, H, W = height and width.
"""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect


@check("standardise_columns", points=2, title="gives each column mean 0 and standard deviation 1")
def test_standardise_columns_values(submission, reference, rng):
    n, d = rng.integer(8, 12), rng.integer(2, 6)
    for rows, columns in [(n, d), (n, 1)]:
        x = rng.strided(2 + rng.randn(rows, columns) * torch.arange(1.0, columns + 1))
        expect(submission.call("standardise_columns", x)).to_match(reference.call("standardise_columns", x))


@check("standardise_columns", title="makes a constant column 0")
def test_standardise_columns_constant(submission, reference, rng):
    # Eight equal small integers have an exact mean, however it is computed. In one row every column is constant.
    x = 3 * rng.randn(8, 3)
    x[:, 1] = rng.integer(1, 9)
    for matrix in (x, x[:1]):
        expect(submission.call("standardise_columns", matrix)).to_match(reference.call("standardise_columns", matrix))


@check("standardise_columns", title="adds eps to the standard deviation")
def test_standardise_columns_eps(submission, reference, rng):
    x = rng.randn(8, 3)
    known = reference.call("standardise_columns", x, eps=0.5)
    expect(submission.call("standardise_columns", x, eps=0.5)).to_match(known)


@check("standardise_columns", needs="test_standardise_columns_values", title="leaves x as it was")
def test_standardise_columns_pure(submission, rng):
    x = 5 + rng.randn(8, 3)
    args, _ = submission.inputs_after("standardise_columns", x)
    expect(args[0], "x").to_match(x)


@check("standardise_columns", needs="test_standardise_columns_values", title="computes the statistics by hand", reported=True)
def test_standardise_columns_by_hand(submission, rng):
    used = submission.library_calls("standardise_columns", rng.randn(8, 3))
    deviations = ["std", "var", "std_mean", "var_mean", "cov"]
    expect(used).to_avoid(*deviations, "batch_norm", "instance_norm", "layer_norm", "group_norm")


test_standardise_columns_device = follows_device(
    "standardise_columns", lambda rng: [2 + rng.randn(8, 3)], needs="test_standardise_columns_values"
)


def _points(rng, count, dimensions):
    """Return points with whole coordinates, so that every way to compute a distance is exact."""
    return rng.randint(-9, 9, count, dimensions).float()


@check("pairwise_distances", points=2, title="gives the distance of every pair")
def test_pairwise_distances_values(submission, reference, rng):
    n, m, d = rng.sizes(3)
    for count_a, count_b in [(n, m), (m, m)]:
        a, b = _points(rng, count_a, d), rng.strided(_points(rng, count_b, d))
        expect(submission.call("pairwise_distances", a, b)).to_match(reference.call("pairwise_distances", a, b))


@check("pairwise_distances", title="keeps a table of one row or one column, and takes points on a line")
def test_pairwise_distances_ones(submission, reference, rng):
    n, m, d = rng.sizes(3)
    for count_a, count_b, dimensions in [(1, m, d), (n, 1, d), (n, m, 1)]:
        a, b = _points(rng, count_a, dimensions), _points(rng, count_b, dimensions)
        expect(submission.call("pairwise_distances", a, b)).to_match(reference.call("pairwise_distances", a, b))


@check("pairwise_distances", title="is exact for close points far from the origin")
def test_pairwise_distances_far(submission, reference, rng):
    n, m, d = rng.sizes(3)
    a, b = 4000 + rng.randn(n, d), 4000 + rng.randn(m, d)
    b[0] = a[0]
    expect(submission.call("pairwise_distances", a, b)).to_match(reference.call("pairwise_distances", a, b))


@check("pairwise_distances", needs="test_pairwise_distances_values", title="uses no ready-made distance", reported=True)
def test_pairwise_distances_by_hand(submission, rng):
    used = submission.library_calls("pairwise_distances", rng.randn(3, 2), rng.randn(4, 2))
    expect(used).to_avoid("cdist", "pdist", "pairwise_distance")


test_pairwise_distances_device = follows_device(
    "pairwise_distances", lambda rng: [_points(rng, 3, 2), _points(rng, 4, 2)], needs="test_pairwise_distances_values"
)


@check("mean_squared_error", points=2, title="pairs a column with a vector")
def test_mean_squared_error_values(submission, reference, rng):
    n = rng.integer(3, 7)
    for shape, other in [((n, 1), (n,)), ((n,), (n, 1)), ((1, 1), (1,))]:
        prediction, target = rng.randn(*shape), 3 + rng.randn(*other)
        expect(submission.call("mean_squared_error", prediction, target)).to_match(
            reference.call("mean_squared_error", prediction, target)
        )


@check("mean_squared_error", title="takes two columns and two vectors")
def test_mean_squared_error_same_shapes(submission, reference, rng):
    n = rng.integer(3, 7)
    for shape in [(n, 1), (n,)]:
        prediction, target = rng.randn(*shape), 3 + rng.randn(*shape)
        expect(submission.call("mean_squared_error", prediction, target)).to_match(
            reference.call("mean_squared_error", prediction, target)
        )


@check("mean_squared_error", title="lets gradients through to both arguments")
def test_mean_squared_error_gradients(submission, reference, rng):
    n = rng.integer(3, 7)
    prediction, target = rng.randn(n, 1), 3 + rng.randn(n)
    expect(submission.gradients("mean_squared_error", prediction, target)).to_match(
        reference.gradients("mean_squared_error", prediction, target)
    )


@check("mean_squared_error", title="refuses more predictions than targets, and fewer")
def test_mean_squared_error_lengths(submission, rng):
    n, m = rng.sizes(2)
    for shape, other in [((n, 1), (1,)), ((1,), (n,)), ((n, 1), (m,)), ((n,), (m,))]:
        expect(submission.attempt("mean_squared_error", rng.randn(*shape), rng.randn(*other))).to_raise("ValueError")


test_mean_squared_error_device = follows_device(
    "mean_squared_error", lambda rng: [rng.randn(4, 1), 3 + rng.randn(4)], needs="test_mean_squared_error_values"
)


@check("outer_sum", points=2, title="adds every number of a to every number of b")
def test_outer_sum_values(submission, reference, rng):
    n, m = rng.sizes(2)
    for count_a, count_b in [(n, m), (m, m)]:
        a, b = rng.randn(count_a), rng.strided(rng.randn(count_b))
        expect(submission.call("outer_sum", a, b)).to_match(reference.call("outer_sum", a, b))


@check("outer_sum", title="keeps a table of one row or one column")
def test_outer_sum_ones(submission, reference, rng):
    n, m = rng.sizes(2)
    for count_a, count_b in [(1, m), (n, 1), (1, 1)]:
        a, b = rng.randn(count_a), rng.randn(count_b)
        expect(submission.call("outer_sum", a, b)).to_match(reference.call("outer_sum", a, b))


@check("outer_sum", title="keeps the dtype")
def test_outer_sum_dtype(submission, reference, rng):
    n, m = rng.sizes(2)
    for dtype in (torch.int64, torch.float64):
        a, b = rng.randint(3, 9, n).to(dtype), rng.randint(3, 9, m).to(dtype)
        expect(submission.call("outer_sum", a, b)).to_match(reference.call("outer_sum", a, b))


test_outer_sum_device = follows_device("outer_sum", lambda rng: [rng.randn(3), rng.randn(4)], needs="test_outer_sum_values")


@check("scale_and_shift", points=2, title="uses one factor and one shift for each channel")
def test_scale_and_shift_values(submission, reference, rng):
    for b, c, h, w in [rng.sizes(4), (2, 4, 4, 4), (4, 4, 4, 4)]:
        x, scale, shift = rng.strided(rng.randn(b, c, h, w)), rng.randn(c), rng.randn(c)
        expect(submission.call("scale_and_shift", x, scale, shift)).to_match(
            reference.call("scale_and_shift", x, scale, shift)
        )


@check("scale_and_shift", title="keeps every dimension of size 1")
def test_scale_and_shift_ones(submission, reference, rng):
    b, c, h, w = rng.sizes(4)
    for shape in [(1, c, h, w), (b, 1, h, w), (b, c, 1, 1)]:
        x, scale, shift = rng.randn(*shape), rng.randn(shape[1]), rng.randn(shape[1])
        expect(submission.call("scale_and_shift", x, scale, shift)).to_match(
            reference.call("scale_and_shift", x, scale, shift)
        )


@check("scale_and_shift", needs="test_scale_and_shift_values", title="leaves x as it was")
def test_scale_and_shift_pure(submission, rng):
    # Every dimension has the same size, so that only what happens to x can go wrong here.
    x = rng.randn(3, 3, 3, 3)
    args, _ = submission.inputs_after("scale_and_shift", x, rng.randn(3), rng.randn(3))
    expect(args[0], "x").to_match(x)


@check("scale_and_shift", title="lets gradients through to x, scale and shift")
def test_scale_and_shift_gradients(submission, reference, rng):
    b, c, h, w = rng.sizes(4, low=4)
    inputs = rng.randn(b, c, h, w), rng.randn(c), rng.randn(c)
    expect(submission.gradients("scale_and_shift", *inputs)).to_match(reference.gradients("scale_and_shift", *inputs))


test_scale_and_shift_device = follows_device(
    "scale_and_shift", lambda rng: [rng.randn(2, 3, 4, 5), rng.randn(3), rng.randn(3)], needs="test_scale_and_shift_values"
)


@check("broadcast_shape", title="repeats sizes of 1")
def test_broadcast_shape_same_rank(submission, reference, rng):
    p, q, r = rng.sizes(3)
    for a, b in [((p, 1, r), (1, q, r)), ((1, q), (p, 1)), ((p, q), (p, q)), ((), ())]:
        expect(submission.call("broadcast_shape", a, b)).to_match(reference.call("broadcast_shape", a, b))


@check("broadcast_shape", points=2, title="lines shapes of different lengths up at the last dimension")
def test_broadcast_shape_ranks(submission, reference, rng):
    p, q, r = rng.sizes(3)
    for a, b in [((p, q, r), (r,)), ((q, 1), (p, 1, r)), ((p, q), ()), ((), (r,))]:
        expect(submission.call("broadcast_shape", a, b)).to_match(reference.call("broadcast_shape", a, b))


@check("broadcast_shape", title="takes a size of 0 like any other")
def test_broadcast_shape_zero(submission, reference, rng):
    p = rng.integer(2, 7)
    for a, b in [((1,), (0,)), ((0, p), (1, p)), ((p, 0), (p, 0))]:
        expect(submission.call("broadcast_shape", a, b)).to_match(reference.call("broadcast_shape", a, b))


@check("broadcast_shape", title="refuses sizes that do not fit")
def test_broadcast_shape_refuses(submission, rng):
    p, q = rng.sizes(2)
    for a, b in [((p,), (q,)), ((p, q), (p,)), ((p, 1, q), (p, p, p)), ((2,), (4,)), ((p,), (0,))]:
        expect(submission.attempt("broadcast_shape", a, b)).to_raise("ValueError")


@check("broadcast_shape", needs="test_broadcast_shape_same_rank", title="works the shape out itself", reported=True)
def test_broadcast_shape_by_hand(submission, rng):
    p, q = rng.sizes(2)
    asked = submission.observe("broadcasts_asked", a=(p, 1), b=(q,))
    expect(asked == []).to_be_true("The shape came from torch or NumPy; this task asks you to work it out.")
    used = submission.library_calls("broadcast_shape", (p, 1), (q,))
    expect(used).to_avoid("empty", "zeros", "ones", "rand", "randn", "full", "tensor")
