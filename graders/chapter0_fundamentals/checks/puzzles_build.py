"""Checks for chapter0_fundamentals/puzzles_build.  N, M = lengths, or rows and columns of a matrix."""

import math

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

ELSEWHERE = ("einsum", "numpy", "array")
"""What solves almost every puzzle in one call; ``array`` is how NumPy's functions read a tensor."""
FILLED = (
    *("ones", "ones_like", "new_ones", "zeros", "zeros_like", "new_zeros", "full", "full_like", "new_full"),
    *("empty", "empty_like", "new_empty", "tensor", "as_tensor", "new_tensor", "fill", "zero"),
)
SUMS = (
    *("sum", "nansum", "mean", "nanmean", "var_mean", "std_mean", "cumsum", "cumprod", "logcumsumexp", "logsumexp"),
    *("norm", "trapezoid", "trapz", "cumulative_trapezoid", "segment_reduce", "scatter_add", "index_add", "bincount"),
)
DIAGONALS = (
    *("diag", "diagonal", "linalg_diagonal", "diagonal_copy", "diagonal_scatter", "trace"),
    *("diag_embed", "diagflat", "block_diag", "fill_diagonal"),
)
TRIANGLES = ("triu", "tril", "triu_indices", "tril_indices")
BIG = 2**24
"""Beyond this, float32 no longer holds every whole number."""


@check("ones", points=2, title="holds n ones")
def test_ones_values(submission, reference, rng):
    for n in (rng.integer(2, 9), 1, 0):
        expect(submission.call("ones", n)).to_match(reference.call("ones", n))


@check("ones", title="is float32")
def test_ones_dtype(submission, reference, rng):
    n = rng.integer(2, 9)
    expect(submission.call("ones", n)).to_have_dtype(reference.call("ones", n).dtype)


@check("ones", needs="test_ones_values", title="is built from the toolbox", reported=True)
def test_ones_toolbox(submission, rng):
    calls = submission.library_calls("ones", rng.integer(2, 9))
    expect(calls).to_avoid(*FILLED, *ELSEWHERE)


@check("sum_all", points=2, title="adds up every element")
def test_sum_all_values(submission, reference, rng):
    for n in (rng.integer(3, 9), 1):
        x = 1 + rng.rand(n)
        x[1:2] = 0.0  # x / x is no vector of ones
        expect(submission.call("sum_all", x)).to_match(reference.call("sum_all", x))
        x = rng.strided(x)
        expect(submission.call("sum_all", x)).to_match(reference.call("sum_all", x))


@check("sum_all", title="adds up large whole numbers exactly")
def test_sum_all_integers(submission, reference, rng):
    x = 2 * rng.randint(BIG, 2 * BIG, rng.integer(2, 6))
    x[0] += 1
    expect(submission.call("sum_all", x)).to_match(reference.call("sum_all", x))


@check("sum_all", title="is 0 for an empty vector")
def test_sum_all_empty(submission, reference, rng):
    x = rng.rand(0)
    expect(submission.call("sum_all", x)).to_match(reference.call("sum_all", x))


@check("sum_all", needs="test_sum_all_values", title="leaves its input as it was")
def test_sum_all_pure(submission, rng):
    x = 1 + rng.rand(rng.integer(3, 9))
    args, _ = submission.inputs_after("sum_all", x)
    expect(args[0], "the input").to_match(x)


@check("sum_all", needs="test_sum_all_values", title="is built from the toolbox", reported=True)
def test_sum_all_toolbox(submission, rng):
    calls = submission.library_calls("sum_all", 1 + rng.rand(rng.integer(3, 9)))
    expect(calls).to_avoid(*SUMS, *ELSEWHERE)


test_sum_all_device = follows_device("sum_all", lambda rng: [1 + rng.rand(5)], needs="test_sum_all_values")


@check("outer", points=2, title="multiplies every x with every y")
def test_outer_values(submission, reference, rng):
    for _ in range(2):
        n, m = rng.sizes(2)
        x, y = rng.strided(1 + rng.rand(n)), rng.randn(m)
        expect(submission.call("outer", x, y)).to_match(reference.call("outer", x, y))


@check("outer", title="keeps both dimensions where one has size 1")
def test_outer_size_one(submission, reference, rng):
    for n, m in [(4, 1), (1, 4), (1, 1)]:
        x, y = 1 + rng.rand(n), 1 + rng.rand(m)
        expect(submission.call("outer", x, y)).to_match(reference.call("outer", x, y))


@check("outer", title="multiplies large whole numbers exactly")
def test_outer_integers(submission, reference, rng):
    n, m = rng.sizes(2)
    x, y = 2 * rng.randint(BIG, 2 * BIG, n) + 1, 2 * rng.randint(BIG, 2 * BIG, m) + 1
    expect(submission.call("outer", x, y)).to_match(reference.call("outer", x, y))


@check("outer", needs="test_outer_values", title="is built from the toolbox", reported=True)
def test_outer_toolbox(submission, rng):
    n, m = rng.sizes(2)
    calls = submission.library_calls("outer", rng.randn(n), rng.randn(m))
    expect(calls).to_avoid("outer", "ger", "addr", "kron", "cartesian_prod", "meshgrid", "tensordot", *ELSEWHERE)


test_outer_device = follows_device("outer", lambda rng: [1 + rng.rand(4), 3 + rng.rand(4)], needs="test_outer_values")


@check("diag", points=2, title="gives the elements of the main diagonal")
def test_diag_values(submission, reference, rng):
    for n in (rng.integer(2, 6), 1):
        a = rng.strided(rng.randn(n, n))
        expect(submission.call("diag", a)).to_match(reference.call("diag", a))


@check("diag", title="copies large whole numbers exactly")
def test_diag_integers(submission, reference, rng):
    n = rng.integer(2, 6)
    a = 2 * rng.randint(BIG, 2 * BIG, n, n) + 1
    expect(submission.call("diag", a)).to_match(reference.call("diag", a))


@check("diag", title="is not disturbed by infinities off the diagonal")
def test_diag_infinite(submission, reference, rng):
    a = rng.randn(4, 4)
    a[0, 1] = math.inf
    a[3, 2] = -math.inf
    expect(submission.call("diag", a)).to_match(reference.call("diag", a))


@check("diag", needs="test_diag_values", title="is built from the toolbox", reported=True)
def test_diag_toolbox(submission, rng):
    n = rng.integer(2, 6)
    calls = submission.library_calls("diag", rng.randn(n, n))
    expect(calls).to_avoid(*DIAGONALS, "eye", "as_strided", *ELSEWHERE)


test_diag_device = follows_device("diag", lambda rng: [1 + rng.rand(4, 4)], needs="test_diag_values")


@check("eye", points=2, title="has ones on the main diagonal and zeros elsewhere")
def test_eye_values(submission, reference, rng):
    for n in (rng.integer(2, 6), 1, 0):
        expect(submission.call("eye", n)).to_match(reference.call("eye", n))


@check("eye", title="is float32")
def test_eye_dtype(submission, reference, rng):
    n = rng.integer(2, 6)
    expect(submission.call("eye", n)).to_have_dtype(reference.call("eye", n).dtype)


@check("eye", needs="test_eye_values", title="is built from the toolbox", reported=True)
def test_eye_toolbox(submission, rng):
    calls = submission.library_calls("eye", rng.integer(2, 6))
    expect(calls).to_avoid("eye", "one_hot", *DIAGONALS, *TRIANGLES, *ELSEWHERE)


@check("triu", points=2, title="keeps what is on and above the diagonal")
def test_triu_values(submission, reference, rng):
    for n in (rng.integer(2, 6), 1):
        a = rng.strided(1 + rng.rand(n, n))
        expect(submission.call("triu", a)).to_match(reference.call("triu", a))


@check("triu", title="works for matrices that are not square")
def test_triu_rectangles(submission, reference, rng):
    n, m = sorted(rng.sizes(2))
    for shape in [(n, m), (m, n)]:
        a = 1 + rng.rand(*shape)
        expect(submission.call("triu", a)).to_match(reference.call("triu", a))


@check("triu", title="keeps whole numbers whole")
def test_triu_integers(submission, reference, rng):
    n = rng.integer(2, 6)
    a = rng.randint(1, 9, n, n)
    expect(submission.call("triu", a)).to_match(reference.call("triu", a))


@check("triu", title="puts zeros in the place of infinities too")
def test_triu_infinite(submission, reference, rng):
    a = rng.randn(4, 4)
    a[2, 0] = math.inf
    a[0, 2] = -math.inf
    expect(submission.call("triu", a)).to_match(reference.call("triu", a))


@check("triu", needs="test_triu_values", title="leaves its input as it was")
def test_triu_pure(submission, rng):
    a = 1 + rng.rand(4, 4)
    args, _ = submission.inputs_after("triu", a)
    expect(args[0], "the input").to_match(a)


@check("triu", needs="test_triu_values", title="is built from the toolbox", reported=True)
def test_triu_toolbox(submission, rng):
    n = rng.integer(2, 6)
    calls = submission.library_calls("triu", rng.randn(n, n))
    expect(calls).to_avoid(*TRIANGLES, "masked_fill", "masked_scatter", "masked_select", *ELSEWHERE)


test_triu_device = follows_device("triu", lambda rng: [1 + rng.rand(4, 4)], needs="test_triu_values")


@check("cumsum", points=2, title="gives the running sums")
def test_cumsum_values(submission, reference, rng):
    for n in (rng.integer(3, 9), 1):
        x = rng.strided(1 + rng.rand(n))
        expect(submission.call("cumsum", x)).to_match(reference.call("cumsum", x))


@check("cumsum", title="adds up large whole numbers exactly")
def test_cumsum_integers(submission, reference, rng):
    x = 2 * rng.randint(BIG, 2 * BIG, rng.integer(3, 6)) + 1
    expect(submission.call("cumsum", x)).to_match(reference.call("cumsum", x))


@check("cumsum", title="is empty for an empty vector")
def test_cumsum_empty(submission, reference, rng):
    x = rng.rand(0)
    expect(submission.call("cumsum", x)).to_match(reference.call("cumsum", x))


@check("cumsum", needs="test_cumsum_values", title="leaves its input as it was")
def test_cumsum_pure(submission, rng):
    x = 1 + rng.rand(rng.integer(3, 9))
    args, _ = submission.inputs_after("cumsum", x)
    expect(args[0], "the input").to_match(x)


@check("cumsum", needs="test_cumsum_values", title="is built from the toolbox", reported=True)
def test_cumsum_toolbox(submission, rng):
    calls = submission.library_calls("cumsum", 1 + rng.rand(rng.integer(3, 9)))
    expect(calls).to_avoid(*SUMS, *TRIANGLES, "cummax", "cummin", "unfold", *ELSEWHERE)


test_cumsum_device = follows_device("cumsum", lambda rng: [1 + rng.rand(5)], needs="test_cumsum_values")
