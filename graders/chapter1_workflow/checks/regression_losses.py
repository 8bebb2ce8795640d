"""Checks for chapter1_workflow/regression_losses.  N = samples, D = features."""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect


def errors(rng, *shape, low=2.0, high=3.0):
    """Draw negative errors between -high and -low, and a first one of +low, which cannot make up for another."""
    error = -low - (high - low) * rng.rand(*shape, dtype=torch.float64)
    error.view(-1)[:1] = low
    return error


def with_errors(rng, error, dtype=torch.float32):
    """Return predictions and targets that differ by these errors, both not contiguous."""
    target = rng.randn(*error.shape, dtype=torch.float64)
    return [rng.strided((target + error).to(dtype)), rng.strided(target.to(dtype))]


def compare(submission, reference, task, *args, **kwargs):
    """Ask both for a loss and compare."""
    expect(submission.call(task, *args, **kwargs)).to_match(reference.call(task, *args, **kwargs))


def compare_shapes(submission, reference, rng, task):
    """Compare losses for matrices, columns and single elements, in float64 and float32."""
    for shape in [rng.sizes(2), (rng.integer(2, 6), 1), (1, rng.integer(2, 6)), rng.sizes(3), (1,), ()]:
        for dtype in (torch.float64, torch.float32):
            compare(submission, reference, task, *with_errors(rng, errors(rng, *shape), dtype))


def compare_gradients(submission, reference, task, *args, **kwargs):
    """Compare a loss and what arrives at its arguments from a random gradient above."""
    seen, known = submission.gradients(task, *args, **kwargs), reference.gradients(task, *args, **kwargs)
    expect(seen).to_match(known)


def require_pure(submission, task, *args):
    """Require that a task leaves its tensors as they were."""
    after, _ = submission.inputs_after(task, *args)
    for number, (seen, sent) in enumerate(zip(after, args, strict=True), start=1):
        expect(seen, f"argument {number}, afterwards").to_match(sent)


@check("l1_loss", points=2, title="is the mean of the absolute errors")
def test_l1_loss_values(submission, reference, rng):
    for n in (2, rng.integer(3, 7)):
        compare(submission, reference, "l1_loss", *with_errors(rng, errors(rng, n)))


@check("l1_loss", title="takes every shape and keeps the dtype")
def test_l1_loss_shapes(submission, reference, rng):
    compare_shapes(submission, reference, rng, "l1_loss")


@check("l1_loss", title="lets gradients through to both arguments")
def test_l1_loss_gradients(submission, reference, rng):
    compare_gradients(submission, reference, "l1_loss", *with_errors(rng, errors(rng, *rng.sizes(2))))


@check("l1_loss", title="has gradient 0 where a prediction is exact")
def test_l1_loss_exact(submission, reference, rng):
    error = errors(rng, 5)
    error[1] = error[3] = 0.0
    target = rng.randint(-9, 9, 5).double()
    compare_gradients(submission, reference, "l1_loss", target + error, target)


@check("l1_loss", needs="test_l1_loss_values", title="leaves its arguments as they were")
def test_l1_loss_pure(submission, rng):
    require_pure(submission, "l1_loss", *with_errors(rng, errors(rng, 4)))


@check("l1_loss", needs="test_l1_loss_values", reported=True, title="is written without PyTorch's own loss")
def test_l1_loss_by_hand(submission, rng):
    calls = submission.library_calls("l1_loss", *with_errors(rng, errors(rng, 4)))
    expect(calls).to_avoid("l1_loss", "smooth_l1_loss", "huber_loss")


test_l1_loss_device = follows_device("l1_loss", lambda rng: with_errors(rng, errors(rng, 5)), needs="test_l1_loss_values")


@check("mse_loss", title="is the mean of the squared errors")
def test_mse_loss_values(submission, reference, rng):
    for n in (2, rng.integer(3, 7)):
        compare(submission, reference, "mse_loss", *with_errors(rng, errors(rng, n)))


@check("mse_loss", title="takes every shape and keeps the dtype")
def test_mse_loss_shapes(submission, reference, rng):
    compare_shapes(submission, reference, rng, "mse_loss")


@check("mse_loss", title="lets gradients through to both arguments")
def test_mse_loss_gradients(submission, reference, rng):
    compare_gradients(submission, reference, "mse_loss", *with_errors(rng, errors(rng, *rng.sizes(2))))


@check("mse_loss", title="refuses a column where the other is a vector")
def test_mse_loss_column(submission, rng):
    n = rng.integer(2, 6)
    column, vector = rng.randn(n, 1), rng.randn(n)
    for pair in [(column, vector), (vector, column), (column[:1], vector[:1])]:
        expect(submission.attempt("mse_loss", *pair)).to_raise("ValueError")


@check("mse_loss", title="refuses one value, or one row, for many")
def test_mse_loss_repeated(submission, rng):
    n, d = rng.sizes(2)
    matrix = rng.randn(n, d)
    for other in (matrix[:1], matrix[:, :1]):
        for pair in [(matrix, other), (other, matrix)]:
            expect(submission.attempt("mse_loss", *pair)).to_raise("ValueError")


@check("mse_loss", needs="test_mse_loss_values", title="leaves its arguments as they were")
def test_mse_loss_pure(submission, rng):
    require_pure(submission, "mse_loss", *with_errors(rng, errors(rng, 4)))


@check("mse_loss", needs="test_mse_loss_values", reported=True, title="is written without PyTorch's own loss")
def test_mse_loss_by_hand(submission, rng):
    calls = submission.library_calls("mse_loss", *with_errors(rng, errors(rng, 4)))
    expect(calls).to_avoid("mse_loss")


test_mse_loss_device = follows_device("mse_loss", lambda rng: with_errors(rng, errors(rng, 5)), needs="test_mse_loss_values")


def near_and_far(rng, delta, *, near=2, far=2):
    """Draw errors that are smaller than delta, then some that are larger, with both signs among either."""
    close, distant = errors(rng, near, low=0.3, high=0.8), errors(rng, far, low=1.5, high=4.0)
    return delta * torch.cat([close, distant])


@check("huber_loss", title="is half of the squared error where errors are small")
def test_huber_loss_near(submission, reference, rng):
    for delta in (rng.uniform(0.3, 0.8), rng.uniform(1.5, 4.0)):
        pair = with_errors(rng, near_and_far(rng, delta, near=4, far=0))
        compare(submission, reference, "huber_loss", *pair, delta=delta)


@check("huber_loss", title="is a straight line where errors are large")
def test_huber_loss_far(submission, reference, rng):
    for delta in (rng.uniform(0.3, 0.8), rng.uniform(1.5, 4.0)):
        pair = with_errors(rng, near_and_far(rng, delta, near=0, far=4))
        compare(submission, reference, "huber_loss", *pair, delta=delta)


@check("huber_loss", title="decides for each element on its own, and keeps the dtype")
def test_huber_loss_both(submission, reference, rng):
    for n, d in [(2, 3), (4, 1), (1, 5)]:
        delta = rng.uniform(0.3, 0.8)
        error = near_and_far(rng, delta, near=2, far=n * d - 2).reshape(n, d)
        for dtype in (torch.float64, torch.float32):
            compare(submission, reference, "huber_loss", *with_errors(rng, error, dtype), delta=delta)


@check("huber_loss", title="begins its line at 1 where no delta is given")
def test_huber_loss_default(submission, reference, rng):
    compare(submission, reference, "huber_loss", *with_errors(rng, near_and_far(rng, 1.0, near=3, far=3)))


@check("huber_loss", title="lets gradients through, and they are 0 where a prediction is exact")
def test_huber_loss_gradients(submission, reference, rng):
    delta = rng.choice([0.5, 2.0])
    error = near_and_far(rng, delta, near=3, far=3)
    error[1] = 0.0
    target = rng.randint(-9, 9, 6).double()
    compare_gradients(submission, reference, "huber_loss", target + error, target, delta=delta)


@check("huber_loss", needs="test_huber_loss_both", title="leaves its arguments as they were")
def test_huber_loss_pure(submission, rng):
    require_pure(submission, "huber_loss", *with_errors(rng, near_and_far(rng, 1.0)))


@check("huber_loss", needs="test_huber_loss_both", reported=True, title="is written without PyTorch's own loss")
def test_huber_loss_by_hand(submission, rng):
    calls = submission.library_calls("huber_loss", *with_errors(rng, near_and_far(rng, 1.0)))
    expect(calls).to_avoid("huber_loss", "smooth_l1_loss")


test_huber_loss_device = follows_device(
    "huber_loss", lambda rng: [*with_errors(rng, near_and_far(rng, 0.5)), 0.5], needs="test_huber_loss_both"
)


def problem(rng, n, d, dtype=torch.float64):
    """Draw features, and the targets, weights and bias of a linear model that is off by 2 to 3 at each sample."""
    x, w = 1 + rng.rand(n, d, dtype=dtype), 1 + rng.rand(d, dtype=dtype)
    b = torch.tensor(rng.uniform(1, 2), dtype=dtype)
    # errors of one sign, so that no mean of them is near 0
    return [rng.strided(x), rng.strided(x @ w + b - errors(rng, n).abs().to(dtype)), rng.strided(w), b]


def mean_square(x, y, w, b):
    """Return the loss whose gradients are asked for."""
    return ((x @ w + b - y) ** 2).mean()


def by_autograd(x, y, w, b):
    """Return both gradients as autograd gives them."""
    leaves = [w.detach().requires_grad_(), b.detach().requires_grad_()]
    return torch.autograd.grad(mean_square(x, y, *leaves), leaves)


def by_differences(x, y, w, b, h=1e-3):
    """Return both gradients as central differences: for a quadratic loss they are exact up to rounding."""
    slopes = [
        (mean_square(x, y, w + step, b) - mean_square(x, y, w - step, b)) / (2 * h)
        for step in h * torch.eye(len(w), dtype=w.dtype)
    ]
    return torch.stack(slopes), (mean_square(x, y, w, b + h) - mean_square(x, y, w, b - h)) / (2 * h)


def part(result, index):
    """Return one of the two gradients, or whatever came instead of two."""
    return result[index] if isinstance(result, tuple) and len(result) == 2 else result


@check("mse_gradients", points=2, title="gives the same gradient of w as autograd")
def test_mse_gradients_weights(submission, rng):
    for n, d in [rng.sizes(2), (3, 3), (1, 3)]:
        given = problem(rng, n, d)
        seen = part(submission.call("mse_gradients", *given), 0)
        expect(seen, "the gradient of w").to_match(by_autograd(*given)[0])


@check("mse_gradients", title="gives the same gradient of b as autograd")
def test_mse_gradients_bias(submission, rng):
    for n, d in [rng.sizes(2), (3, 3), (1, 3)]:
        given = problem(rng, n, d)
        seen = part(submission.call("mse_gradients", *given), 1)
        expect(seen, "the gradient of b").to_match(by_autograd(*given)[1])


@check("mse_gradients", title="agrees with central differences for a line, which has a single weight")
def test_mse_gradients_line(submission, rng):
    for n in (rng.integer(3, 7), 2):
        given = problem(rng, n, 1)
        seen, known = submission.call("mse_gradients", *given), by_differences(*given)
        for index, name in enumerate(("the gradient of w", "the gradient of b")):
            expect(part(seen, index), name).to_match(known[index])


@check("mse_gradients", title="works in float32 as well, and stays there")
def test_mse_gradients_float32(submission, reference, rng):
    given = problem(rng, *rng.sizes(2), dtype=torch.float32)
    expect(submission.call("mse_gradients", *given)).to_match(reference.call("mse_gradients", *given))


@check("mse_gradients", needs="test_mse_gradients_weights", title="leaves its arguments as they were")
def test_mse_gradients_pure(submission, rng):
    require_pure(submission, "mse_gradients", *problem(rng, 4, 2))


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
    count, size = rng.integer(3, 5), rng.integer(6, 9)
    compare_epochs(submission, reference, batch_losses(rng, count), [size] * count)


@check("mean_over_samples", title="is the loss of the only batch where there is one")
def test_mean_over_samples_one(submission, reference, rng):
    for size in (1, rng.integer(2, 9)):
        compare_epochs(submission, reference, batch_losses(rng, 1), [size])


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
