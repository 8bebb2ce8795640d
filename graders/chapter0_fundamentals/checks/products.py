"""Checks for chapter0_fundamentals/products.

B = batch, I, J = inputs, O = outputs; N, K, M = rows, shared size and columns of a product; C, H, W = channels, height,
width; T, S, D = queries, keys and their features.
"""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

MATRIX_PRODUCTS = (
    "matmul",
    "linalg_matmul",
    "linalg_multi_dot",
    "chain_matmul",
    "mm",
    "mv",
    "bmm",
    "addmm",
    "addmv",
    "addbmm",
    "baddbmm",
    "rmatmul",
    "einsum",
    "tensordot",
    "inner",
    "linear",
    "bilinear",
    "numpy",
    "array",
)


@check("dot", points=2, title="sums the products of the entries")
def test_dot_values(submission, reference, rng):
    for n in (1, 2, rng.integer(3, 9)):
        a, b = rng.randn(n), rng.strided(rng.randn(n))
        expect(submission.call("dot", a, b)).to_match(reference.call("dot", a, b))


@check("dot", title="keeps the dtype")
def test_dot_dtype(submission, reference, rng):
    a, b = rng.randn(5, dtype=torch.float64), rng.randn(5, dtype=torch.float64)
    expect(submission.call("dot", a, b)).to_match(reference.call("dot", a, b))


@check("dot", title="lets gradients through to both vectors")
def test_dot_gradients(submission, reference, rng):
    a, b = rng.randn(4), rng.randn(4)
    expect(submission.gradients("dot", a, b)).to_match(reference.gradients("dot", a, b))


@check("dot", needs="test_dot_values", title="leaves its inputs as they were")
def test_dot_pure(submission, rng):
    a, b = rng.randn(4), rng.randn(4)
    args, _ = submission.inputs_after("dot", a, b)
    expect(args, "the inputs").to_match([a, b])


test_dot_device = follows_device("dot", lambda rng: [rng.randn(5), rng.randn(5)], needs="test_dot_values")


@check("linear", points=2, title="multiplies by the weight and adds the bias")
def test_linear_values(submission, reference, rng):
    for _ in range(2):
        b, i, o = rng.sizes(3)
        x, weight, bias = rng.strided(rng.randn(b, i)), rng.randn(o, i), rng.randn(o)
        expect(submission.call("linear", x, weight, bias)).to_match(reference.call("linear", x, weight, bias))


@check("linear", title="reads the rows of a square weight as outputs too")
def test_linear_square(submission, reference, rng):
    b, i = rng.sizes(2)
    x, weight, bias = rng.randn(b, i), rng.randn(i, i), rng.randn(i)
    expect(submission.call("linear", x, weight, bias)).to_match(reference.call("linear", x, weight, bias))


@check("linear", title="works without a bias")
def test_linear_no_bias(submission, reference, rng):
    b, i, o = rng.sizes(3)
    x, weight = rng.randn(b, i), rng.randn(o, i)
    expect(submission.call("linear", x, weight, None)).to_match(reference.call("linear", x, weight, None))
    expect(submission.call("linear", x, weight)).to_match(reference.call("linear", x, weight))


@check("linear", title="keeps a batch of one as a batch")
def test_linear_batch_of_one(submission, reference, rng):
    i, o = rng.sizes(2)
    x, weight, bias = rng.randn(1, i), rng.randn(o, i), rng.randn(o)
    expect(submission.call("linear", x, weight, bias)).to_match(reference.call("linear", x, weight, bias))


@check("linear", title="lets gradients through to input, weight and bias")
def test_linear_gradients(submission, reference, rng):
    b, i, o = rng.sizes(3)
    x, weight, bias = rng.randn(b, i), rng.randn(o, i), rng.randn(o)
    expect(submission.gradients("linear", x, weight, bias)).to_match(reference.gradients("linear", x, weight, bias))


@check("linear", needs="test_linear_values", title="leaves its inputs as they were")
def test_linear_pure(submission, rng):
    b, i, o = rng.sizes(3)
    x, weight, bias = rng.randn(b, i), rng.randn(o, i), rng.randn(o)
    args, _ = submission.inputs_after("linear", x, weight, bias)
    expect(args, "the inputs").to_match([x, weight, bias])


@check("linear", needs="test_linear_values", reported=True, title="does without PyTorch's own linear")
def test_linear_by_yourself(submission, rng):
    x, weight, bias = rng.randn(2, 3), rng.randn(4, 3), rng.randn(4)
    expect(submission.library_calls("linear", x, weight, bias)).to_avoid("linear")


test_linear_device = follows_device(
    "linear", lambda rng: [rng.randn(2, 3), rng.randn(4, 3), rng.randn(4)], needs="test_linear_values"
)


@check("matmul_by_hand", points=2, title="gives the matrix product")
def test_matmul_by_hand_values(submission, reference, rng):
    for n, k, m in [(1, 3, 1), (3, 1, 2), rng.sizes(3), rng.sizes(3)]:
        a, b = rng.strided(rng.randn(n, k)), rng.randn(k, m)
        expect(submission.call("matmul_by_hand", a, b)).to_match(reference.call("matmul_by_hand", a, b))


@check("matmul_by_hand", title="keeps the dtype, int64 too")
def test_matmul_by_hand_dtype(submission, reference, rng):
    n, k, m = rng.sizes(3)
    for dtype in (torch.float64, torch.int64):
        a, b = rng.randint(-9, 9, n, k, dtype=dtype), rng.randint(-9, 9, k, m, dtype=dtype)
        expect(submission.call("matmul_by_hand", a, b)).to_match(reference.call("matmul_by_hand", a, b))


@check("matmul_by_hand", needs="test_matmul_by_hand_values", title="leaves its inputs as they were")
def test_matmul_by_hand_pure(submission, rng):
    a, b = rng.randn(2, 3), rng.randn(3, 4)
    args, _ = submission.inputs_after("matmul_by_hand", a, b)
    expect(args, "the inputs").to_match([a, b])


@check("matmul_by_hand", needs="test_matmul_by_hand_values", reported=True, title="does without a ready-made product")
def test_matmul_by_hand_by_yourself(submission, rng):
    calls = submission.library_calls("matmul_by_hand", rng.randn(2, 3), rng.randn(3, 4))
    expect(calls).to_avoid(*MATRIX_PRODUCTS)


test_matmul_by_hand_device = follows_device(
    "matmul_by_hand", lambda rng: [rng.randn(2, 3), rng.randn(3, 4)], needs="test_matmul_by_hand_values"
)


@check("batched_matmul", points=2, title="multiplies matrix by matrix")
def test_batched_matmul_values(submission, reference, rng):
    for _ in range(2):
        batch, n, k, m = rng.sizes(4)
        a, b = rng.strided(rng.randn(batch, n, k)), rng.randn(batch, k, m)
        expect(submission.call("batched_matmul", a, b)).to_match(reference.call("batched_matmul", a, b))


@check("batched_matmul", title="keeps dimensions of size 1")
def test_batched_matmul_ones(submission, reference, rng):
    for batch, n, k, m in [(1, 2, 3, 4), (3, 1, 4, 2), (3, 2, 4, 1)]:
        a, b = rng.randn(batch, n, k), rng.randn(batch, k, m)
        expect(submission.call("batched_matmul", a, b)).to_match(reference.call("batched_matmul", a, b))


@check("batched_matmul", title="keeps the dtype")
def test_batched_matmul_dtype(submission, reference, rng):
    batch, n, k, m = rng.sizes(4)
    a, b = rng.randn(batch, n, k, dtype=torch.float64), rng.randn(batch, k, m, dtype=torch.float64)
    expect(submission.call("batched_matmul", a, b)).to_match(reference.call("batched_matmul", a, b))


@check("batched_matmul", title="lets gradients through to both inputs")
def test_batched_matmul_gradients(submission, reference, rng):
    batch, n, k, m = rng.sizes(4)
    a, b = rng.randn(batch, n, k), rng.randn(batch, k, m)
    expect(submission.gradients("batched_matmul", a, b)).to_match(reference.gradients("batched_matmul", a, b))


@check("batched_matmul", needs="test_batched_matmul_values", title="leaves its inputs as they were")
def test_batched_matmul_pure(submission, rng):
    # Square matrices: only there does a product fit into the place of one of its inputs.
    batch, n = rng.sizes(2)
    a, b = rng.randn(batch, n, n), rng.randn(batch, n, n)
    args, _ = submission.inputs_after("batched_matmul", a, b)
    expect(args, "the inputs").to_match([a, b])


test_batched_matmul_device = follows_device(
    "batched_matmul", lambda rng: [rng.randn(2, 3, 4), rng.randn(2, 4, 5)], needs="test_batched_matmul_values"
)


@check("bilinear", points=2, title="gives x^T W y for each pair")
def test_bilinear_values(submission, reference, rng):
    for _ in range(2):
        b, i, j = rng.sizes(3)
        x, weight, y = rng.strided(rng.randn(b, i)), rng.randn(i, j), rng.randn(b, j)
        expect(submission.call("bilinear", x, weight, y)).to_match(reference.call("bilinear", x, weight, y))


@check("bilinear", title="gives shape (1,) for a batch of one")
def test_bilinear_batch_of_one(submission, reference, rng):
    i, j = rng.sizes(2)
    x, weight, y = rng.randn(1, i), rng.randn(i, j), rng.randn(1, j)
    expect(submission.call("bilinear", x, weight, y)).to_match(reference.call("bilinear", x, weight, y))


@check("bilinear", title="lets gradients through to all three inputs")
def test_bilinear_gradients(submission, reference, rng):
    b, i, j = rng.sizes(3)
    x, weight, y = rng.randn(b, i), rng.randn(i, j), rng.randn(b, j)
    expect(submission.gradients("bilinear", x, weight, y)).to_match(reference.gradients("bilinear", x, weight, y))


@check("bilinear", needs="test_bilinear_values", title="leaves its inputs as they were")
def test_bilinear_pure(submission, rng):
    b, i, j = rng.sizes(3)
    x, weight, y = rng.randn(b, i), rng.randn(i, j), rng.randn(b, j)
    args, _ = submission.inputs_after("bilinear", x, weight, y)
    expect(args, "the inputs").to_match([x, weight, y])


test_bilinear_device = follows_device(
    "bilinear", lambda rng: [rng.randn(3, 2), rng.randn(2, 4), rng.randn(3, 4)], needs="test_bilinear_values"
)


@check("gram", points=2, title="compares every pair of channels")
def test_gram_values(submission, reference, rng):
    for c, h, w in [(1, 2, 3), (4, 1, 1), rng.sizes(3), rng.sizes(3, low=3)]:
        features = rng.randn(c, h, w)
        expect(submission.call("gram", features)).to_match(reference.call("gram", features))


@check("gram", title="takes features that are not contiguous")
def test_gram_strided(submission, reference, rng):
    features = rng.strided(rng.randn(*rng.sizes(3, low=3)))
    expect(submission.call("gram", features)).to_match(reference.call("gram", features))


@check("gram", title="lets gradients through")
def test_gram_gradients(submission, reference, rng):
    features = rng.randn(*rng.sizes(3, low=3))
    expect(submission.gradients("gram", features)).to_match(reference.gradients("gram", features))


@check("gram", needs="test_gram_values", title="leaves its input as it was")
def test_gram_pure(submission, rng):
    features = rng.randn(3, 4, 5)
    args, _ = submission.inputs_after("gram", features)
    expect(args[0], "the features").to_match(features)


test_gram_device = follows_device("gram", lambda rng: [rng.randn(3, 4, 5)], needs="test_gram_values")


@check("attention_scores", points=2, title="compares every query with every key")
def test_attention_scores_values(submission, reference, rng):
    # D = 4 throughout: how the scale follows D is for the next check.
    b, t, s = rng.shuffled([2, 3, 5])
    q, k = rng.strided(rng.randn(b, t, 4)), rng.randn(b, s, 4)
    expect(submission.call("attention_scores", q, k)).to_match(reference.call("attention_scores", q, k))


@check("attention_scores", title="divides by the square root of D for every D")
def test_attention_scores_scale(submission, reference, rng):
    for d in (2, 5, 7):
        q, k = rng.randn(2, 3, d), rng.randn(2, 4, d)
        expect(submission.call("attention_scores", q, k)).to_match(reference.call("attention_scores", q, k))


@check("attention_scores", title="keeps dimensions of size 1")
def test_attention_scores_ones(submission, reference, rng):
    for b, t, s in [(1, 2, 3), (2, 1, 3), (2, 3, 1)]:
        q, k = rng.randn(b, t, 4), rng.randn(b, s, 4)
        expect(submission.call("attention_scores", q, k)).to_match(reference.call("attention_scores", q, k))


@check("attention_scores", title="lets gradients through to queries and keys")
def test_attention_scores_gradients(submission, reference, rng):
    q, k = rng.randn(2, 3, 4), rng.randn(2, 5, 4)
    expect(submission.gradients("attention_scores", q, k)).to_match(reference.gradients("attention_scores", q, k))


@check("attention_scores", needs="test_attention_scores_values", title="leaves its inputs as they were")
def test_attention_scores_pure(submission, rng):
    q, k = rng.randn(2, 3, 4), rng.randn(2, 5, 4)
    args, _ = submission.inputs_after("attention_scores", q, k)
    expect(args, "the inputs").to_match([q, k])


test_attention_scores_device = follows_device(
    "attention_scores", lambda rng: [rng.randn(2, 3, 4), rng.randn(2, 5, 4)], needs="test_attention_scores_values"
)
