"""Checks for chapter1_workflow/regression_losses.  N = samples, D = features."""

import torch

from learn.checks import check
from learn.claims import expect_same
from learn.devices import follows_device
from learn.expect import expect

READY_MADE = "l1_loss", "mse_loss", "huber_loss", "smooth_l1_loss"


def errors(rng, *shape, low=2.0, high=3.0):
    """Draw negative errors between -high and -low, and a first one of +low, which cannot make up for another."""
    error = -low - (high - low) * rng.rand(*shape, dtype=torch.float64)
    error.view(-1)[:1] = low
    return error


def with_errors(rng, error, dtype=torch.float32):
    """Return predictions and targets that differ by these errors, both not contiguous."""
    target = rng.randn(*error.shape, dtype=torch.float64)
    return [rng.strided((target + error).to(dtype)), rng.strided(target.to(dtype))]


def compare_shapes(submission, reference, rng, task):
    """Compare losses for matrices, columns and single elements, in float64 and float32."""
    for shape in [rng.sizes(2), (rng.integer(2, 6), 1), (1, rng.integer(2, 6)), rng.sizes(3), (1,), ()]:
        for dtype in (torch.float64, torch.float32):
            expect_same(submission, reference, task, *with_errors(rng, errors(rng, *shape), dtype))


def compare_gradients(submission, reference, task, *args, **kwargs):
    """Compare a loss and what arrives at its arguments from a random gradient above."""
    seen, known = submission.gradients(task, *args, **kwargs), reference.gradients(task, *args, **kwargs)
    expect(seen).to_match(known)


@check("l1_loss", points=2, title="is the mean of the absolute errors")
def test_l1_loss_values(submission, reference, rng):
    for n in (2, rng.integer(3, 7)):
        expect_same(submission, reference, "l1_loss", *with_errors(rng, errors(rng, n)))


@check("l1_loss", title="takes every shape and keeps the dtype")
def test_l1_loss_shapes(submission, reference, rng):
    compare_shapes(submission, reference, rng, "l1_loss")


@check("l1_loss", title="lets gradients through to both arguments")
def test_l1_loss_gradients(submission, reference, rng):
    compare_gradients(submission, reference, "l1_loss", *with_errors(rng, errors(rng, *rng.sizes(2))))


@check("l1_loss", needs="test_l1_loss_values", reported=True, title="is written without PyTorch's own loss")
def test_l1_loss_by_hand(submission, rng):
    expect(submission.library_calls("l1_loss", *with_errors(rng, errors(rng, 4)))).to_avoid(*READY_MADE)


test_l1_loss_device = follows_device("l1_loss", lambda rng: with_errors(rng, errors(rng, 5)), needs="test_l1_loss_values")


@check("mse_loss", title="is the mean of the squared errors, in every shape and dtype")
def test_mse_loss_values(submission, reference, rng):
    compare_shapes(submission, reference, rng, "mse_loss")


@check("mse_loss", title="lets gradients through to both arguments")
def test_mse_loss_gradients(submission, reference, rng):
    compare_gradients(submission, reference, "mse_loss", *with_errors(rng, errors(rng, *rng.sizes(2))))


@check("mse_loss", points=2, title="refuses shapes that differ")
def test_mse_loss_shapes(submission, rng):
    n, d = rng.sizes(2)
    matrix, vector = rng.randn(n, d), rng.randn(n)
    column = vector[:, None]
    pairs = [(matrix, matrix[:1]), (matrix, matrix[:, :1]), (column, vector), (column[:1], vector[:1])]
    attempts = [submission.attempt("mse_loss", *pair) for one, other in pairs for pair in [(one, other), (other, one)]]
    for attempt in attempts:  # all were made before the first is judged: which of them went through tells what was compared
        expect(attempt).to_raise("ValueError")


@check("mse_loss", needs="test_mse_loss_values", reported=True, title="is written without PyTorch's own loss")
def test_mse_loss_by_hand(submission, rng):
    expect(submission.library_calls("mse_loss", *with_errors(rng, errors(rng, 4)))).to_avoid(*READY_MADE)


test_mse_loss_device = follows_device("mse_loss", lambda rng: with_errors(rng, errors(rng, 5)), needs="test_mse_loss_values")


def near_and_far(rng, delta, *, near=2, far=2):
    """Draw errors that are smaller than delta, then some that are larger, with both signs among either."""
    close, distant = errors(rng, near, low=0.3, high=0.8), errors(rng, far, low=1.5, high=4.0)
    return delta * torch.cat([close, distant])


@check("huber_loss", title="is half of the squared error where errors are small")
def test_huber_loss_near(submission, reference, rng):
    for delta in (rng.uniform(0.3, 0.8), rng.uniform(1.5, 4.0)):
        pair = with_errors(rng, near_and_far(rng, delta, near=4, far=0))
        expect_same(submission, reference, "huber_loss", *pair, delta=delta)


@check("huber_loss", points=2, title="goes on as a straight line, and decides for each element on its own")
def test_huber_loss_far(submission, reference, rng):
    for delta in (rng.uniform(0.3, 0.8), rng.uniform(1.5, 4.0)):
        for shape, near in [((1, 4), 0), ((2, 3), 2), ((4, 1), 2), ((1, 5), 2)]:
            error = near_and_far(rng, delta, near=near, far=shape[0] * shape[1] - near).reshape(shape)
            for dtype in (torch.float64, torch.float32):
                expect_same(submission, reference, "huber_loss", *with_errors(rng, error, dtype), delta=delta)


@check("huber_loss", title="begins its line at 1 where no delta is given")
def test_huber_loss_default(submission, reference, rng):
    expect_same(submission, reference, "huber_loss", *with_errors(rng, near_and_far(rng, 1.0, near=3, far=3)))


@check("huber_loss", title="lets gradients through, and they are 0 where a prediction is exact")
def test_huber_loss_gradients(submission, reference, rng):
    delta = rng.choice([0.5, 2.0])
    error = near_and_far(rng, delta, near=3, far=3)
    error[1] = 0.0
    target = rng.randint(-9, 9, 6).double()
    compare_gradients(submission, reference, "huber_loss", target + error, target, delta=delta)


@check("huber_loss", needs="test_huber_loss_far", reported=True, title="is written without PyTorch's own loss")
def test_huber_loss_by_hand(submission, rng):
    expect(submission.library_calls("huber_loss", *with_errors(rng, near_and_far(rng, 1.0)))).to_avoid(*READY_MADE)


test_huber_loss_device = follows_device(
    "huber_loss", lambda rng: [*with_errors(rng, near_and_far(rng, 0.5)), 0.5], needs="test_huber_loss_far"
)


def problem(rng, n, d, dtype=torch.float64):
    """Draw features, and the targets, weights and bias of a linear model that is off by 2 to 3 at each sample."""
    x, w = 1 + rng.rand(n, d, dtype=dtype), 1 + rng.rand(d, dtype=dtype)
    b = torch.tensor(rng.uniform(1, 2), dtype=dtype)
    # errors of one sign, so that no mean of them is near 0
    return [rng.strided(x), rng.strided(x @ w + b - errors(rng, n).abs().to(dtype)), rng.strided(w), b]


def compare_with_autograd(submission, given, index, name):
    """Compare one of the two gradients, or whatever came instead of two, with the one that autograd gives."""
    x, y, w, b = given
    leaves = [w.detach().requires_grad_(), b.detach().requires_grad_()]
    known = torch.autograd.grad(((x @ leaves[0] + leaves[1] - y) ** 2).mean(), leaves)
    seen = submission.call("mse_gradients", *given)
    expect(seen[index] if isinstance(seen, tuple) and len(seen) == 2 else seen, name).to_match(known[index])


@check("mse_gradients", points=2, title="gives the same gradient of w as autograd")
def test_mse_gradients_weights(submission, rng):
    for n, d in [rng.sizes(2), (3, 3), (1, 3)]:
        compare_with_autograd(submission, problem(rng, n, d), 0, "the gradient of w")


@check("mse_gradients", points=2, title="gives the same gradient of b as autograd")
def test_mse_gradients_bias(submission, rng):
    for n, d in [rng.sizes(2), (3, 3), (1, 3)]:
        compare_with_autograd(submission, problem(rng, n, d), 1, "the gradient of b")


@check("mse_gradients", title="gives a line's only weight a gradient of shape (1,)")
def test_mse_gradients_line(submission, rng):
    for n in (rng.integer(3, 7), 2):
        compare_with_autograd(submission, problem(rng, n, 1), 0, "the gradient of w")


@check("mse_gradients", needs="test_mse_gradients_weights", reported=True, title="is a formula, without autograd")
def test_mse_gradients_formula(submission, rng):
    calls = submission.library_calls("mse_gradients", *problem(rng, 4, 2))
    expect(calls).to_avoid("backward", "grad", "requires_grad")


test_mse_gradients_device = follows_device(
    "mse_gradients", lambda rng: problem(rng, *rng.sizes(2), dtype=torch.float32), needs="test_mse_gradients_weights"
)


def batch_losses(rng, count):
    """Draw the losses of some batches, each clearly larger than the one before."""
    return torch.arange(1, count + 1, dtype=torch.float64) + 0.5 * rng.rand(count, dtype=torch.float64)


def compare_epochs(submission, reference, losses, sizes, *, graph=False):
    """Compare what is said about the losses of an epoch."""
    inputs = {"losses": losses, "sizes": sizes, "graph": graph}
    seen, known = submission.observe("epoch_mean", **inputs), reference.observe("epoch_mean", **inputs)
    expect(seen, "the mean loss").to_match(known)


@check("mean_over_samples", points=2, title="weighs each batch by its size")
def test_mean_over_samples_sizes(submission, reference, rng):
    full = rng.integer(4, 9)
    for sizes in ([full, full, full, 1], [1, full], rng.sizes(3)):
        compare_epochs(submission, reference, batch_losses(rng, len(sizes)), sizes)


@check("mean_over_samples", title="is the mean of the losses where all batches have one size")
def test_mean_over_samples_equal(submission, reference, rng):
    size = rng.integer(6, 9)
    for count in (rng.integer(3, 5), 1):
        compare_epochs(submission, reference, batch_losses(rng, count), [size] * count)


@check("mean_over_samples", title="turns losses that carry a graph into a plain number")
def test_mean_over_samples_graph(submission, reference, rng):
    full = rng.integer(4, 9)
    compare_epochs(submission, reference, batch_losses(rng, 3), [full, full, 1], graph=True)


test_mean_over_samples_device = follows_device(
    "mean_over_samples",
    lambda rng: {"losses": batch_losses(rng, 3), "sizes": [4, 4, 1], "graph": True},
    probe="epoch_mean",
    needs="test_mean_over_samples_sizes",
)
