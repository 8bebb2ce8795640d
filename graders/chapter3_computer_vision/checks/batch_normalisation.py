"""Checks for chapter3_computer_vision/batch_normalisation.

N = pictures, C = channels, H and W = height and width.
"""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

ROUNDING = 1e-5
"""What float32 may be off near 0, where large numbers cancel."""


def expect_seen(submission, reference, probe, name="", atol=None, **inputs):
    """Require that a probe sees in the submission what it sees in the reference."""
    expect(submission.observe(probe, **inputs), name).to_match(reference.observe(probe, **inputs), atol=atol)


def batch(rng, n, c, height, width, dtype=torch.float32):
    """Return pictures whose channels differ in mean and spread; no spread is small."""
    count = n * height * width
    channels = [
        ((rng.permutation(count) + rng.rand(count, dtype=dtype)) / count - 0.5) * rng.uniform(2, 6) + rng.uniform(-2, 2)
        for _ in range(c)
    ]
    return torch.stack([channel.to(dtype).reshape(n, height, width) for channel in channels], dim=1)


def around_zero(rng, count):
    """Return numbers of both signs, none of which is near 0."""
    return torch.where(rng.bools(count), 1, -1) * (0.5 + rng.rand(count))


def statistics(rng, c):
    """Return a running mean and a running variance."""
    return [around_zero(rng, c), 0.5 + rng.rand(c)]


def affine(rng, c):
    """Return a weight and a bias."""
    return [around_zero(rng, c), around_zero(rng, c)]


# ------------------------------------------------------------------ batch_norm


@check("batch_norm", points=2, title="normalises each channel by the whole batch in training")
def test_batch_norm_training(submission, reference, rng):
    n, c, height, width = rng.sizes(4, 2, 6)
    shapes = [(n, c, height, width), (1, 3, 4, 5), (6, 2, 1, 1), (3, 4, 4, 4)]
    for shape, options in zip(shapes, [{}, {"eps": 0.5}, {}, {"momentum": 0.3, "eps": 0.1}], strict=True):
        inputs = {"batches": [rng.strided(batch(rng, *shape))], "training": True, **options}
        inputs |= {"statistics": statistics(rng, shape[1]), "affine": affine(rng, shape[1])}
        expect_seen(submission, reference, "outputs", atol=ROUNDING, **inputs)


@check("batch_norm", title="normalises by the running statistics in evaluation, also a single pixel")
def test_batch_norm_evaluation(submission, reference, rng):
    for shape, options in [((2, 3, 4, 5), {}), ((1, 4, 3, 2), {"eps": 0.5}), ((1, 2, 1, 1), {})]:
        inputs = {"batches": [rng.strided(batch(rng, *shape))], "training": False, **options}
        inputs |= {"statistics": statistics(rng, shape[1]), "affine": affine(rng, shape[1])}
        expect_seen(submission, reference, "outputs", atol=ROUNDING, **inputs)


@check(
    "batch_norm",
    title="updates the running statistics in place in training, outside the graph, running_var with the unbiased variance",
)
def test_batch_norm_update(submission, reference, rng):
    for shape, options in [((2, 3, 2, 4), {}), ((1, 2, 3, 1), {"momentum": 0.7}), ((5, 1, 1, 1), {"momentum": 1.0})]:
        inputs = {"batches": [batch(rng, *shape), batch(rng, *shape)], **options}
        inputs |= {"statistics": statistics(rng, shape[1]), "affine": affine(rng, shape[1])}
        seen, wanted = submission.observe("statistics_after", **inputs), reference.observe("statistics_after", **inputs)
        for name in ("running_mean", "running_var"):
            expect(seen[name], f"{name} after two batches").to_match(wanted[name], atol=ROUNDING)
    inputs = {"before": batch(rng, 2, 3, 3, 4), "x": batch(rng, 1, 3, 2, 2), "affine": affine(rng, 3)}
    name = "the gradient that a result in evaluation sends to an earlier training batch, by way of the running statistics,"
    expect_seen(submission, reference, "gradient_through_statistics", name, statistics=statistics(rng, 3), **inputs)


@check("batch_norm", title="leaves the running statistics as they are in evaluation, and x always")
def test_batch_norm_frozen(submission, reference, rng):
    batches = [batch(rng, 2, 3, 4, 2), batch(rng, 1, 3, 2, 5), batch(rng, 4, 3, 1, 2)]
    inputs = {"batches": batches, "training": False, "statistics": statistics(rng, 3), "affine": affine(rng, 3)}
    name = "what three batches in evaluation give"
    expect_seen(submission, reference, "outputs", name, ROUNDING, **inputs, momentum=0.5)
    for training in (False, True):
        inputs |= {"batches": batches[:1], "training": training, "again": True}
        expect_seen(submission, reference, "outputs", "what the same batch gives twice", ROUNDING, **inputs)


@check("batch_norm", title="sends gradients through the batch's mean and variance, too")
def test_batch_norm_gradients(submission, reference, rng):
    for shape, training in [((3, 2, 2, 4), True), ((1, 3, 5, 2), True), ((2, 3, 3, 1), False)]:
        inputs = {"x": batch(rng, *shape), "upstream": rng.randn(*shape, dtype=torch.float64), "training": training}
        inputs |= {"statistics": statistics(rng, shape[1]), "affine": affine(rng, shape[1])}
        expect_seen(submission, reference, "batch_norm_gradients", **inputs, eps=0.1)


NORMS = (
    "batch_norm",
    "native_batch_norm",
    "instance_norm",
    "layer_norm",
    "native_layer_norm",
    "group_norm",
    "native_group_norm",
)


@check(
    "batch_norm",
    points=0,
    needs="test_batch_norm_training",
    reported=True,
    title="is your own, without PyTorch's normalisation",
)
def test_batch_norm_by_hand(submission, rng):
    args = batch(rng, 2, 3, 4, 2), *statistics(rng, 3), *affine(rng, 3)
    for training in (True, False):
        expect(submission.library_calls("batch_norm", *args, training)).to_avoid(*NORMS)


test_batch_norm_device = follows_device(
    "batch_norm",
    lambda rng: {"x": batch(rng, 2, 3, 2, 2), "statistics": statistics(rng, 3), "affine": affine(rng, 3)},
    probe="result_and_statistics",
    needs=("test_batch_norm_training", "test_batch_norm_update"),
)


# ------------------------------------------------------------------ BatchNorm2d


def twice(values):
    """Return the same values for the weight and for the bias: which of the two was made first then makes no difference."""
    return [values, values]


@check("BatchNorm2d", points=2, title="normalises by the batch in training mode, with a weight from 1 and a bias from 0")
def test_batch_norm2d_training(submission, reference, rng):
    for shape, options in [((2, 3, 4, 5), []), ((1, 2, 3, 1), [0.1, 0.5]), ((5, 4, 1, 2), [0.3])]:
        inputs = {"batches": [batch(rng, *shape), batch(rng, *shape)], "training": True, "init": [shape[1], *options]}
        expect_seen(submission, reference, "layer_outputs", atol=ROUNDING, **inputs)


@check("BatchNorm2d", title="uses in evaluation mode what it has gathered in training")
def test_batch_norm2d_evaluation(submission, reference, rng):
    for c, before, options in [(3, 2, []), (2, 1, [0.7, 0.5]), (4, 0, [])]:
        earlier = [batch(rng, 2, c, 3, 4) for _ in range(before)]
        inputs = {"batches": [batch(rng, 1, c, 2, 3), batch(rng, 1, c, 1, 1)], "before": earlier, "training": False}
        expect_seen(submission, reference, "layer_outputs", atol=ROUNDING, **inputs, init=[c, *options])


@check("BatchNorm2d", title="has a weight and a bias of each channel that can be trained, and nothing else")
def test_batch_norm2d_trained(submission, reference, rng):
    c = rng.integer(2, 4)
    expect_seen(submission, reference, "parameter_shapes", "the list of the parameters' shapes", init=[c])
    batches, targets = ([batch(rng, 2, c, 3, 2, dtype=torch.float64) for _ in range(3)] for _ in range(2))
    expect_seen(submission, reference, "trained", batches=batches, targets=targets, init=[c, 0.2], lr=0.1)


@check("BatchNorm2d", needs="test_batch_norm2d_evaluation", title="keeps its running statistics in its state_dict")
def test_batch_norm2d_state(submission, rng):
    before = [batch(rng, 2, 3, 3, 4) for _ in range(2)]
    inputs = {"before": before, "x": batch(rng, 2, 3, 2, 2), "init": [3, 0.4], "values": twice(around_zero(rng, 3))}
    first, loaded = submission.observe("reloaded", **inputs)
    expect(loaded, "what a new layer gives once it has loaded the state_dict").to_match(first)


@check(
    "BatchNorm2d", needs="test_batch_norm2d_evaluation", title="keeps no graph of earlier batches in its running statistics"
)
def test_batch_norm2d_graph(submission, reference, rng):
    inputs = {"before": batch(rng, 2, 3, 3, 4), "x": batch(rng, 1, 3, 2, 2), "init": [3]}
    name = "the gradient that a result in evaluation sends to an earlier training batch"
    expect_seen(submission, reference, "gradient_of_the_past", name, **inputs)


@check(
    "BatchNorm2d",
    points=0,
    needs="test_batch_norm2d_training",
    reported=True,
    title="is your own, without a module of PyTorch that normalises",
)
def test_batch_norm2d_by_hand(submission, rng):
    used = submission.observe("ready_made", x=batch(rng, 2, 3, 2, 2), init=[3])
    sentence = f"Your layer is, or uses, {used}, which this task asks you to do without: derive it from nn.Module alone."
    expect(used == "").to_be_true(sentence)


test_batch_norm2d_device = follows_device(
    "BatchNorm2d",
    lambda rng: [[3], [batch(rng, 2, 3, 2, 2)], twice(around_zero(rng, 3))],
    needs="test_batch_norm2d_training",
)


# ------------------------------------------------------------------ fold_batch_norm


def folding(rng, shape, *, biased=True):
    """Return a convolution's weight and bias, and the batch norm behind it, with signs such that nothing cancels."""
    bias, bn_weight, running_var = around_zero(rng, shape[0]), around_zero(rng, shape[0]), 0.5 + rng.rand(shape[0])
    running_mean, bn_bias = (-bias.sign() * (0.5 + rng.rand(shape[0])), (bias * bn_weight).sign() * (0.5 + rng.rand(shape[0])))
    return [rng.randn(*shape), bias if biased else None, running_mean, running_var, bn_weight, bn_bias]


def in_float64(args):
    """Return arguments with their tensors in float64."""
    return [arg.double() if isinstance(arg, torch.Tensor) else arg for arg in args]


@check("fold_batch_norm", points=2, title="makes a convolution that does both")
def test_fold_batch_norm_values(submission, reference, rng):
    for shape, eps in [(rng.sizes(4), [0.5]), ((3, 3, 3, 3), []), ((4, 1, 1, 2), [0.1]), ((1, 5, 2, 1), [])]:
        args = [*folding(rng, shape), *eps]
        for same in (args, in_float64(args)):
            expect(submission.call("fold_batch_norm", *same)).to_match(reference.call("fold_batch_norm", *same))


@check("fold_batch_norm", title="takes a convolution without a bias, too")
def test_fold_batch_norm_unbiased(submission, reference, rng):
    for shape in [(rng.sizes(4)), (2, 3, 2, 1)]:
        args = folding(rng, shape, biased=False)
        for same in (args, in_float64(args)):
            expect(submission.call("fold_batch_norm", *same)).to_match(reference.call("fold_batch_norm", *same))


@check("fold_batch_norm", title="leaves what it was given as it was, and so gives the same a second time")
def test_fold_batch_norm_again(submission, reference, rng):
    for biased in (True, False):
        args = [*folding(rng, (2, 3, 4, 1), biased=biased), 0.5]
        expect_seen(submission, reference, "folded_twice", "the second result", args=args)


test_fold_batch_norm_device = follows_device(
    "fold_batch_norm", lambda rng: [*folding(rng, (2, 3, 1, 2), biased=False), 0.5], needs="test_fold_batch_norm_values"
)
