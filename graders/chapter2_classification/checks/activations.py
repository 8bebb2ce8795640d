"""Checks for chapter2_classification/activations.  N = samples, K = classes; most tasks take any shape."""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

SOFTMAXES = "softmax", "log_softmax", "special_softmax", "special_log_softmax", "softmin"
SIGMOIDS = "sigmoid", "special_expit", "log_sigmoid", "tanh"
SUMS = "logsumexp", "special_logsumexp", "logcumsumexp"
ROUNDED = 1e-3
"""What float32 may lose on the way: its numbers near 1000 lie 6e-5 apart, near 2000 twice that."""
FAR = torch.tensor([-1000.0, -200.0, -30.0, 30.0, 200.0, 1000.0])


def compare(submission, reference, task, *args, atol=1e-6, **options):
    """Call both with the same arguments and compare their results; ``atol`` forgives the rounding of results near 0."""
    expect(submission.call(task, *args, **options)).to_match(reference.call(task, *args, **options), atol=atol)


def compare_gradients(submission, reference, task, *args):
    """Compare the outputs in float64, and the gradients of a random upstream gradient."""
    expect(submission.gradients(task, *args)).to_match(reference.gradients(task, *args))


def elementwise(rng):
    """Yield inputs of several shapes for a task that works element by element."""
    for shape in [rng.sizes(3), (1, 1), (4,), ()]:
        yield rng.strided(2 * rng.randn(*shape))


def every_dim(rng):
    """Yield inputs with 1 to 4 dimensions, each with every way to name one of them."""
    for shape in [(4,), rng.sizes(2), rng.sizes(3), (2, 1, 3, 2)]:
        x = rng.strided(rng.randn(*shape))
        for dim in range(-x.dim(), x.dim()):
            yield x, dim


def rows(rng):
    """Yield matrices of logits for a task along their last dimension, one of them of one row, one of one column."""
    for n, k in [rng.sizes(2), (1, 4), (4, 1), (3, 3)]:
        yield rng.strided(rng.randn(n, k))


def spread_rows(rng):
    """Return rows whose logits lie far from one another: all but the first become exactly 0 in a softmax."""
    return torch.tensor([0.0, -400.0, -900.0]) + rng.randn(3, 3)


@check("sigmoid", points=2, title="turns logits of every shape into probabilities")
def test_sigmoid_values(submission, reference, rng):
    for x in elementwise(rng):
        compare(submission, reference, "sigmoid", x)


@check("sigmoid", title="has the right values far from 0, and at infinity")
def test_sigmoid_far(submission, reference):
    for x in (FAR, torch.tensor([-torch.inf, 0.0, torch.inf])):
        compare(submission, reference, "sigmoid", x)


@check("sigmoid", title="gives the right gradient, in float64 too")
def test_sigmoid_gradients(submission, reference, rng):
    compare_gradients(submission, reference, "sigmoid", rng.randn(3, 4))


@check("sigmoid", title="has a gradient without NaN far from 0")
def test_sigmoid_far_gradients(submission, reference):
    compare_gradients(submission, reference, "sigmoid", FAR)


@check("sigmoid", title="has the gradient 0.25 at exactly 0")
def test_sigmoid_zero(submission, reference):
    compare_gradients(submission, reference, "sigmoid", torch.tensor([0.0, 1.0, 0.0, -1.0]))


@check("sigmoid", needs="test_sigmoid_values", reported=True, title="does without PyTorch's own sigmoid")
def test_sigmoid_by_hand(submission, rng):
    expect(submission.library_calls("sigmoid", rng.randn(3))).to_avoid(*SIGMOIDS, *SOFTMAXES)


test_sigmoid_device = follows_device("sigmoid", lambda rng: [rng.randn(3, 4)], needs="test_sigmoid_values")


@check("tanh", title="is right for every shape")
def test_tanh_values(submission, reference, rng):
    for x in elementwise(rng):
        compare(submission, reference, "tanh", x)


@check("tanh", title="has the right values far from 0, and at infinity")
def test_tanh_far(submission, reference):
    for x in (FAR, torch.tensor([-torch.inf, 0.0, torch.inf])):
        compare(submission, reference, "tanh", x)


@check("tanh", title="gives the right gradient, in float64 too")
def test_tanh_gradients(submission, reference, rng):
    compare_gradients(submission, reference, "tanh", rng.randn(3, 4))


@check("tanh", title="has a gradient without NaN far from 0")
def test_tanh_far_gradients(submission, reference):
    compare_gradients(submission, reference, "tanh", FAR)


@check("tanh", title="has the gradient 1 at exactly 0")
def test_tanh_zero(submission, reference):
    compare_gradients(submission, reference, "tanh", torch.tensor([0.0, 1.0, 0.0, -1.0]))


@check("tanh", needs="test_tanh_values", reported=True, title="does without PyTorch's own tanh")
def test_tanh_by_hand(submission, rng):
    expect(submission.library_calls("tanh", rng.randn(3))).to_avoid(*SIGMOIDS, *SOFTMAXES, "sinh", "cosh")


test_tanh_device = follows_device("tanh", lambda rng: [rng.randn(3, 4)], needs="test_tanh_values")


def both_signs(rng, *shape):
    """Return values of both signs, none of them near 0."""
    return torch.where(torch.arange(shape[-1]) % 2 == 0, 1.0, -1.0) * (1.5 + rng.rand(*shape))


@check("relu", title="keeps what is positive and drops what is negative, in every shape")
def test_relu_values(submission, reference, rng):
    for shape in [(3, 2, 4), (1, 2), (5,)]:
        compare(submission, reference, "relu", rng.strided(both_signs(rng, *shape)))
    for x in (torch.tensor(-2.0), torch.tensor(3.0)):
        compare(submission, reference, "relu", x)


@check("relu", title="makes 0 of -inf")
def test_relu_infinite(submission, reference):
    compare(submission, reference, "relu", torch.tensor([-torch.inf, -1e38, 0.0, 1e38, torch.inf]))


@check("relu", title="gives the right gradient away from 0, in float64 too")
def test_relu_gradients(submission, reference, rng):
    compare_gradients(submission, reference, "relu", both_signs(rng, 3, 4))


@check("relu", points=2, title="has the gradient 0 at the kink")
def test_relu_kink(submission, reference, rng):
    x = both_signs(rng, 3, 4)
    x[1] = 0.0
    compare_gradients(submission, reference, "relu", x)


@check("relu", needs="test_relu_values", title="leaves its input as it was")
def test_relu_pure(submission, rng):
    x = both_signs(rng, 5)
    args, _ = submission.inputs_after("relu", x)
    expect(args[0], "the input").to_match(x)


@check("relu", needs="test_relu_values", reported=True, title="does without PyTorch's own relu")
def test_relu_by_hand(submission, rng):
    calls = submission.library_calls("relu", both_signs(rng, 4))
    expect(calls).to_avoid("relu", "relu6", "leaky_relu", "prelu", "rrelu", "threshold")


test_relu_device = follows_device("relu", lambda rng: [both_signs(rng, 3, 4)], needs="test_relu_values")


@check("gelu", points=2, title="has the right shape and about the right values")
def test_gelu_values(submission, reference):
    for shape in [(5, 3), (3, 1, 5), (15,)]:
        x = torch.linspace(-3.5, 3.5, 15).reshape(shape)
        expect(submission.call("gelu", x)).to_match(reference.call("gelu", x), atol=0.04)


@check("gelu", points=2, title="is exact, also for large inputs")
def test_gelu_exact(submission, reference, rng):
    for x in (torch.linspace(-3, 3, 13), torch.tensor([-1000.0, -20.0, 20.0, 1000.0]), rng.strided(rng.randn(3, 4))):
        compare(submission, reference, "gelu", x)


@check("gelu", title="gives the right gradient, in float64 too")
def test_gelu_gradients(submission, reference, rng):
    compare_gradients(submission, reference, "gelu", rng.randn(3, 4))


@check("gelu", needs="test_gelu_values", reported=True, title="does without PyTorch's own gelu")
def test_gelu_by_hand(submission, rng):
    expect(submission.library_calls("gelu", rng.randn(3))).to_avoid("gelu")


test_gelu_device = follows_device("gelu", lambda rng: [rng.randn(3, 4)], needs="test_gelu_values")


@check("softmax", title="turns each row of a matrix into probabilities")
def test_softmax_values(submission, reference, rng):
    for x in rows(rng):
        for dim in (1, -1):
            compare(submission, reference, "softmax", x, dim)


@check("softmax", title="works along whichever dimension it is told")
def test_softmax_any_dim(submission, reference, rng):
    for x, dim in every_dim(rng):
        compare(submission, reference, "softmax", x, dim=dim)


@check("softmax", title="stays right for logits far from 0, far from one another, or -inf")
def test_softmax_far(submission, reference, rng):
    masked = rng.randn(2, 4)
    masked[0, 1] = masked[1, 3] = -torch.inf
    for x in (1000 + rng.randn(3, 4), -1000 + rng.randn(3, 4), spread_rows(rng), masked):
        compare(submission, reference, "softmax", x, 1, atol=ROUNDED)


@check("softmax", title="stays right where rows lie far apart")
def test_softmax_apart(submission, reference, rng):
    x = torch.tensor([[0.0], [-600.0], [-2000.0]]) + rng.randn(3, 4)
    compare(submission, reference, "softmax", x, 1, atol=ROUNDED)
    compare(submission, reference, "softmax", x.T, 0, atol=ROUNDED)


@check("softmax", title="gives the right gradient, in float64 too")
def test_softmax_gradients(submission, reference, rng):
    compare_gradients(submission, reference, "softmax", rng.randn(3, 4), -1)
    compare_gradients(submission, reference, "softmax", torch.ones(2, 3), -1)


@check("softmax", needs="test_softmax_values", title="leaves its input as it was")
def test_softmax_pure(submission, rng):
    x = rng.randn(3, 4)
    args, _ = submission.inputs_after("softmax", x, 1)
    expect(args[0], "the input").to_match(x)


@check("softmax", needs="test_softmax_values", reported=True, title="does without PyTorch's own softmax")
def test_softmax_by_hand(submission, rng):
    expect(submission.library_calls("softmax", rng.randn(3, 4), 1)).to_avoid(*SOFTMAXES, *SUMS)


test_softmax_device = follows_device("softmax", lambda rng: [rng.randn(3, 4), 1], needs="test_softmax_values")


@check("logsumexp", title="is right for each row of a matrix")
def test_logsumexp_values(submission, reference, rng):
    for x in rows(rng):
        for dim in (1, -1):
            compare(submission, reference, "logsumexp", x, dim)


@check("logsumexp", title="works along whichever dimension it is told")
def test_logsumexp_any_dim(submission, reference, rng):
    for x, dim in every_dim(rng):
        compare(submission, reference, "logsumexp", x, dim=dim)


@check("logsumexp", title="keeps the dimension where keepdim says so, and drops it, and no other, where not")
def test_logsumexp_keepdim(submission, reference, rng):
    n, k = rng.sizes(2)
    for x in (rng.randn(n, 1, k), rng.randn(1, k)):
        for dim in range(x.dim()):
            for keepdim in (True, False):
                compare(submission, reference, "logsumexp", x, dim, keepdim=keepdim)


@check("logsumexp", title="stays right for logits far from 0, and for rows that lie far apart")
def test_logsumexp_far(submission, reference, rng):
    apart = torch.tensor([[0.0], [-600.0], [-2000.0]]) + rng.randn(3, 4)
    for x in (1000 + rng.randn(3, 4), -1000 + rng.randn(3, 4), spread_rows(rng), apart):
        compare(submission, reference, "logsumexp", x, 1)


@check("logsumexp", title="is right for infinite logits, also where all of them are -inf")
def test_logsumexp_infinite(submission, reference, rng):
    x = rng.randn(4, 3)
    x[0, 1], x[1], x[2, 0], x[3, 0], x[3, 2] = -torch.inf, -torch.inf, torch.inf, torch.inf, -torch.inf
    compare(submission, reference, "logsumexp", x, 1)
    compare(submission, reference, "logsumexp", x[1], 0)


@check("logsumexp", title="gives the right gradient, in float64 too")
def test_logsumexp_gradients(submission, reference, rng):
    compare_gradients(submission, reference, "logsumexp", rng.randn(3, 4), -1)
    compare_gradients(submission, reference, "logsumexp", torch.ones(2, 3), -1)


@check("logsumexp", needs="test_logsumexp_values", reported=True, title="does without PyTorch's own logsumexp")
def test_logsumexp_by_hand(submission, rng):
    expect(submission.library_calls("logsumexp", rng.randn(3, 4), 1)).to_avoid(*SUMS, *SOFTMAXES)


test_logsumexp_device = follows_device("logsumexp", lambda rng: [rng.randn(3, 4), 1], needs="test_logsumexp_values")


@check("log_softmax", title="gives the logarithms of each row's probabilities")
def test_log_softmax_values(submission, reference, rng):
    for x in rows(rng):
        for dim in (1, -1):
            compare(submission, reference, "log_softmax", x, dim)


@check("log_softmax", title="works along whichever dimension it is told")
def test_log_softmax_any_dim(submission, reference, rng):
    for x, dim in every_dim(rng):
        compare(submission, reference, "log_softmax", x, dim=dim)


@check("log_softmax", title="stays right for logits far from 0, and for rows that lie far apart")
def test_log_softmax_far(submission, reference, rng):
    for offset in ([[1000.0], [1000.0]], [[-1000.0], [-1000.0]], [[0.0], [-600.0]]):
        compare(submission, reference, "log_softmax", torch.tensor(offset) + rng.randn(2, 4), 1, atol=ROUNDED)


@check("log_softmax", points=2, title="has a logarithm also for what is too small to be a probability")
def test_log_softmax_spread(submission, reference, rng):
    masked = torch.cat([spread_rows(rng), torch.full((3, 1), -torch.inf)], dim=1)
    for x in (spread_rows(rng), masked):
        compare(submission, reference, "log_softmax", x, 1)


@check("log_softmax", title="gives the right gradient, in float64 too")
def test_log_softmax_gradients(submission, reference, rng):
    compare_gradients(submission, reference, "log_softmax", rng.randn(3, 4), -1)
    compare_gradients(submission, reference, "log_softmax", torch.ones(2, 3), -1)


@check("log_softmax", needs="test_log_softmax_values", reported=True, title="does without PyTorch's own log_softmax")
def test_log_softmax_by_hand(submission, rng):
    expect(submission.library_calls("log_softmax", rng.randn(3, 4), 1)).to_avoid(*SOFTMAXES, *SUMS)


test_log_softmax_device = follows_device("log_softmax", lambda rng: [rng.randn(3, 4), 1], needs="test_log_softmax_values")
