"""Checks for chapter1_trained/trained.  N = samples."""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect


def filling(rng, *, square=False):
    """Draw the arguments of the constructor and of a call, and the values of the parameters."""
    n, num_in, num_out = rng.sizes(3)
    num_out = num_in if square else num_out
    return [num_in, num_out], [rng.randn(n, num_in)], [rng.randn(num_out, num_in), rng.randn(num_out)]


@check("Affine", points=2, title="multiplies and adds, with gradients")
def test_affine_values(submission, reference, rng):
    for square in (False, True):
        given = filling(rng, square=square)
        expect(submission.module_gradients("Affine", *given)).to_match(reference.module_gradients("Affine", *given))


test_affine_device = follows_device("Affine", lambda rng: list(filling(rng)))


def stepping(rng):
    """Draw what the probe ``stepped`` takes."""
    _, (x,), values = filling(rng)
    return {"values": values, "stale": rng.randn(*values[0].shape), "x": x, "rate": 0.1}


@check("one_step", title="takes one step in training mode")
def test_one_step_values(submission, reference, rng):
    given = stepping(rng)
    expect(submission.observe("stepped", **given), "the weights").to_match(reference.observe("stepped", **given))


test_one_step_device = follows_device("one_step", stepping, probe="stepped", needs="test_one_step_values")


@check("fit", title="divides two heaps")
def test_fit_accuracy(submission, rng):
    y = torch.arange(400) % 2
    x = rng.randn(400) + 3 * y
    seen = submission.call("fit", x[:100], y[:100], x[100:])
    expect((seen == y[100:]).float().mean().item(), "the accuracy").to_reach_threshold()
