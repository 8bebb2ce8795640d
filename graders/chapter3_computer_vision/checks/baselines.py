"""Checks for chapter3_computer_vision/baselines.

N = pictures, B = pictures of a batch, C = channels, H = rows, W = columns, M = hidden units, K = classes.
"""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect
from learn.pictures import lines


def expect_start(submission, task, init, layers):
    """Require parameters as nn.Linear draws them, for layers of these numbers of outputs and inputs.

    Weights have 640 entries or more, so that their standard deviation is as good as certain.
    """
    found = submission.observe("at_the_start", task=task, init=init)
    shapes = sorted([*([o, i] for o, i in layers), *([o] for o, _ in layers)])
    expect(sorted(list(value.shape) for value in found), "the sorted list of the shapes of model.parameters()").to_match(
        shapes
    )
    by_shape = {tuple(value.shape): value.float() for value in found}
    for outputs, inputs in layers:
        bound = inputs**-0.5
        weight, bias = by_shape[outputs, inputs], by_shape[outputs,]
        for value, name in [(weight, "weight"), (bias, "bias")]:
            largest = f"the largest absolute value in the {name} of shape {tuple(value.shape)} of a new model"
            expect(value.abs().max().item(), largest).to_be_at_most(1.0001 * bound)
        spread = f"the standard deviation of the weight of shape {tuple(weight.shape)} of a new model"
        expect(weight.std().item(), spread).to_be_at_least(0.5 * bound)  # 0.577 times the bound, if it is uniform
        spread = f"the standard deviation of the bias of shape {tuple(bias.shape)} of a new model"
        expect(bias.std().item(), spread).to_be_at_least(0.01 * bound)


# ------------------------------------------------------------------ LinearBaseline


def linear_values(rng, c, h, w, k):
    """Draw the parameters of a linear baseline, whose bias is far from 0."""
    return [rng.randn(k, c * h * w) / (c * h * w) ** 0.5, 1 + rng.rand(k)]


def expect_module(submission, reference, task, init, x, values):
    """Require the logits and all gradients of the reference, in float64."""
    got, known = (subject.module_gradients(task, init, [x], values) for subject in (submission, reference))
    expect(got).to_match(known)


def expect_linear(submission, reference, rng, n, c, h, w, k):
    x, values = rng.strided(rng.rand(n, c, h, w)), linear_values(rng, c, h, w, k)
    expect_module(submission, reference, "LinearBaseline", [c, h, w, k], x, values)


@check("LinearBaseline", points=2, title="makes a linear function of all pixels for each class")
def test_linear_baseline_values(submission, reference, rng):
    expect_linear(submission, reference, rng, rng.integer(2, 5), 1, 28, 28, 10)


@check("LinearBaseline", title="takes pictures of the size that it was made for, also with colours and more columns than rows")
def test_linear_baseline_sizes(submission, reference, rng):
    for _ in range(2):
        expect_linear(submission, reference, rng, *rng.sizes(5, low=2, high=8))


@check("LinearBaseline", title="keeps the batch dimension of a single picture")
def test_linear_baseline_single(submission, reference, rng):
    expect_linear(submission, reference, rng, 1, 1, 28, 28, rng.integer(3, 6))


@check("LinearBaseline", title="starts with small random weights, as nn.Linear does")
def test_linear_baseline_start(submission):
    expect_start(submission, "LinearBaseline", [1, 28, 28, 10], [(10, 784)])


test_linear_baseline_device = follows_device(
    "LinearBaseline",
    lambda rng: [[2, 3, 4, 5], [rng.rand(3, 2, 3, 4)], linear_values(rng, 2, 3, 4, 5)],
    needs="test_linear_baseline_sizes",
)


# ------------------------------------------------------------------ ReluBaseline


def relu_problem(rng, hidden):
    """Draw the arguments of a ReLU baseline, a batch for it, and parameters of four different shapes, in float64.

    The first hidden unit is off for every picture, and the first logit is negative.
    """
    n, c, h, w, k = rng.sizes(5, low=2, high=6)
    inputs = c * h * w
    shapes = [(hidden, inputs), (hidden,), (k, hidden), (k,)]
    weight, bias, second, last = (rng.randn(*shape, dtype=torch.float64) for shape in shapes)
    bias[0], last[0] = -9, -20
    x = rng.randn(n, c, h, w, dtype=torch.float64)
    return {"init": [c, h, w, hidden, k], "x": x, "values": [weight / inputs**0.5, bias, second, last]}


def expect_logits(submission, reference, problem):
    """Require the reference's logits."""
    expect(submission.observe("logits", **problem), "the logits").to_match(reference.observe("logits", **problem))


@check("ReluBaseline", points=2, title="is a linear layer, ReLU, and another linear layer")
def test_relu_baseline_values(submission, reference, rng):
    for single in (False, True):
        given = relu_problem(rng, 10)
        x = given["x"][:1] if single else rng.strided(given["x"])
        expect_module(submission, reference, "ReluBaseline", given["init"], x, given["values"])


@check("ReluBaseline", title="has as many hidden units as it is told, and learns the weights of both layers")
def test_relu_baseline_hidden(submission, reference, rng):
    for hidden in rng.shuffled([7, 8, 9, 11, 12])[:2]:
        given = relu_problem(rng, hidden)
        inputs = {"init": given["init"], "x": given["x"].float()}
        seen, known = (subject.observe("outlined", **inputs) for subject in (submission, reference))
        expect(seen["parameters"], "the sorted list of the shapes of model.parameters()").to_match(known["parameters"])
        expect(seen["output"], "the shape of the logits").to_match(known["output"])


@check("ReluBaseline", title="gives negative logits, too")
def test_relu_baseline_negative(submission, reference, rng):
    given = relu_problem(rng, 10)  # all hidden units are on, and every logit is below 0
    first, bias, second, last = (value.abs() for value in given["values"])
    expect_logits(submission, reference, given | {"x": given["x"].abs(), "values": [first, bias, -second, -last]})


@check("ReluBaseline", title="switches hidden units off that would be negative")
def test_relu_baseline_off(submission, reference, rng):
    given = relu_problem(rng, 10)  # every logit is above 0
    first, bias, second, last = given["values"]
    expect_logits(submission, reference, given | {"values": [first, bias, second.abs(), 0.5 + last.abs()]})


@check("ReluBaseline", title="starts with small random weights in both layers, as nn.Linear does")
def test_relu_baseline_start(submission):
    expect_start(submission, "ReluBaseline", [3, 8, 8, 64, 10], [(64, 192), (10, 64)])


test_relu_baseline_device = follows_device(
    "ReluBaseline",
    lambda rng: [(given := relu_problem(rng, 10))["init"], [given["x"]], given["values"]],
    needs="test_relu_baseline_values",
)


# ------------------------------------------------------------------ train_epoch


def network(rng, inputs, k):
    """Draw the parameters of a network with three hidden units, in float64, where the order of operations leaves no trace."""
    return [0.7 * rng.randn(*shape, dtype=torch.float64) for shape in [(3, inputs), (3,), (k, 3), (k,)]]


def epoch_problem(rng, batch_size):
    """Draw a network, and pictures for two whole batches and one that is a single picture."""
    c, h, w = rng.sizes(3, high=4)
    k, n = 4, 2 * batch_size + 1
    images, labels = rng.randn(n, c, h, w, dtype=torch.float64), rng.randint(0, k - 1, n)
    return {"values": network(rng, c * h * w, k), "images": images, "labels": labels, "batch_size": batch_size}


def ranked(problem):
    """Return the classes of each picture, as the untrained network sees it: the likeliest first, shape (N, K)."""
    first, bias, second, last = problem["values"]
    hidden = torch.tanh(problem["images"].flatten(1) @ first.T + bias)
    return (hidden @ second.T + last).argsort(dim=1, descending=True)


def expect_parameters(submission, reference, **inputs):
    """Require the parameters that the reference is left with."""
    seen, known = (subject.observe("trained", **inputs) for subject in (submission, reference))
    expect(seen["values"], "the list of parameters after the epoch").to_match(known["values"])


def reported(submission, reference, part, **inputs):
    """Return one number of the report on each epoch, of the submission's and of the reference's."""
    seen, known = (subject.observe("trained", **inputs)["reports"] for subject in (submission, reference))
    for report in seen:
        there = isinstance(report, dict) and set(report) == set(known[0])
        expect(there).to_be_true('train_epoch has to return a dict with the keys "loss" and "accuracy".')
    return [report[part] for report in seen], [report[part] for report in known]


@check("train_epoch", points=2, title="takes one step on each batch, with the gradient of that batch alone")
def test_train_epoch_values(submission, reference, rng):
    for batch_size in (3, 4):
        given = epoch_problem(rng, batch_size)
        stale = [rng.randn(*value.shape, dtype=value.dtype) for value in given["values"]]
        expect_parameters(submission, reference, **given, stale=stale)


@check("train_epoch", title="reports the mean loss over all samples, also where the last batch is smaller")
def test_train_epoch_loss(submission, reference, rng):
    given = epoch_problem(rng, 4)
    order = ranked(given)
    labels = torch.cat([order[:-1, 0], order[-1:, -1]])  # the loss of the small batch is the largest
    got, known = reported(submission, reference, "loss", **given | {"labels": labels}, epochs=3)
    if all(isinstance(loss, float) for loss in got):
        submission.show(lines("Loss over three epochs", {"yours": got, "reference": known}))
    expect(got, "the list of losses of three epochs").to_match(known, rtol=1e-5)


def constant_problem(rng):
    """Return a problem whose network gives the same logits for all pictures, as only its last bias changes.

    Every picture is of the last class. The network takes them for the first one, until its first step: four of nine are wrong.
    """
    given = epoch_problem(rng, 4)
    first, bias, second, last = map(torch.zeros_like, given["values"])
    last[0] = 0.5
    return given | {"values": [first, bias, second, last], "labels": torch.full_like(given["labels"], 3)}


@check("train_epoch", title="reports the share of samples that the predictions before the steps had right")
def test_train_epoch_accuracy(submission, reference, rng):
    given = epoch_problem(rng, 4)
    columns = torch.tensor([0, 0, 1, 0, 1, 2, 0, 1, 0])  # 3 of 4, 1 of 4 and 1 of 1 are right
    labels = ranked(given).gather(1, columns[:, None])[:, 0]
    got, known = reported(submission, reference, "accuracy", **given | {"labels": labels}, lr=1e-12)
    expect(got, "the list of accuracies").to_match(known, rtol=1e-5)
    got, known = reported(submission, reference, "accuracy", **constant_problem(rng), lr=1.0)
    expect(got, "the list of accuracies").to_match(known, rtol=1e-5)


@check("train_epoch", title="trains in training mode, also a model that was in evaluation mode")
def test_train_epoch_mode(submission, reference, rng):
    expect_parameters(submission, reference, **epoch_problem(rng, 3), training=False, telltale=True)


def epoch_in_lists(rng):
    """Return a problem whose pictures and labels are no tensors, so that they stay on the CPU."""
    given = epoch_problem(rng, 2)
    return given | {"images": given["images"].tolist(), "labels": given["labels"].tolist()}


test_train_epoch_device = follows_device("train_epoch", epoch_in_lists, probe="trained_there", needs="test_train_epoch_values")
