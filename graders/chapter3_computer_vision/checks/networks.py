"""Checks for chapter3_computer_vision/networks.

N = pictures in a batch, C = channels, F = hidden channels, K = classes, H, W = height and width.
"""

import math

from learn.checks import check
from learn.claims import expect_seen
from learn.devices import follows_device, require_there
from learn.expect import expect
from learn.pictures import lines


def values_for(rng, *shapes):
    """Return float64 values for the parameters of these shapes: weights that keep a signal's size, and positive vectors."""
    return [
        (rng.randn(*shape) / math.sqrt(math.prod(shape[1:])) if len(shape) > 1 else 0.5 + rng.rand(*shape)).double()
        for shape in sorted(set(shapes))
    ]


def pictures(rng, *shape):
    return rng.randn(*shape).double()


def expect_shapes(submission, reference, task, inits):
    """Require the parameters' shapes, and say first where their number is another."""
    got, known = (subject.observe("parameter_shapes", task=task, inits=inits) for subject in (submission, reference))
    for init, seen, wanted in zip(inits, got, known, strict=True):
        call = f"{task}({', '.join(map(str, init))})"
        expect(sum(map(math.prod, seen)), f"the number of parameters of {call}").to_match(sum(map(math.prod, wanted)))
        expect(seen, f"the shapes of the parameters of {call}, sorted").to_match(wanted)


# ------------------------------------------------------------------ TinyVgg


def vgg(rng):
    """Return arguments for a TinyVgg whose sizes all differ, and values for its parameters."""
    c, f, k = rng.sizes(3, low=2, high=6)
    shapes = [(f, c, 3, 3), (f, f, 3, 3), (f,), (k, f), (k,)]
    return [c, f, k], values_for(rng, *shapes)


@check("TinyVgg", points=2, title="computes its logits from pictures, and gradients reach every parameter")
def test_tiny_vgg_values(submission, reference, rng):
    for n in (rng.integer(2, 3), 4):
        init, values = vgg(rng)
        images = rng.strided(pictures(rng, n, init[0], 28, 28))
        expect_seen(submission, reference, "sent_back", task="TinyVgg", init=init, values=values, images=images)


@check("TinyVgg", title="has the parameters of four convolutions and a linear layer, and no others")
def test_tiny_vgg_parameters(submission, reference, rng):
    inits = [rng.sizes(3, low=2, high=9) for _ in range(2)]
    expect_shapes(submission, reference, "TinyVgg", [*inits, [1, 6, 10]])


@check("TinyVgg", title="takes pictures of any size, also where height and width differ")
def test_tiny_vgg_sizes(submission, reference, rng):
    init, values = vgg(rng)
    sizes = [(8, 8), (17, 23), (4, 4), (14, 9), (64, rng.integer(9, 15))]
    batches = [pictures(rng, 2, init[0], h, w) for h, w in sizes]
    inputs = {"task": "TinyVgg", "init": init, "values": values, "training": False}
    expect_seen(submission, reference, "outputs", batches=batches, **inputs)


@check("TinyVgg", title="keeps the batch dimension of a single picture")
def test_tiny_vgg_single(submission, reference, rng):
    c, f, k = rng.sizes(3, low=2, high=6)
    batches = [rng.randn(1, c, 28, 28)]
    expect_seen(submission, reference, "shapes_made", task="TinyVgg", init=[c, f, k], batches=batches)


@check("TinyVgg", needs="test_tiny_vgg_values", reported=True, title="works where its input is, on any device")
def test_tiny_vgg_device(submission, accelerator, rng):
    expect_there(submission, accelerator, "TinyVgg", [2, 3, 4], rng.randn(2, 2, 28, 28))


def expect_there(submission, accelerator, task, init, images):
    """Require that a model which was moved to a device works there: one logit for each class and picture."""
    seen = submission.probe_on_device("on_its_device", task=task, init=init, images=images)
    expect(seen["output"]).to_have_shape([len(images), init[-1]])
    require_there(seen, accelerator)


# ------------------------------------------------------------------ ResidualBlock


def block(rng, before, after):
    """Return values for the parameters of a residual block."""
    return values_for(rng, (after, before, 3, 3), (after, after, 3, 3), (after, before, 1, 1), (after,))


def expect_block(submission, reference, rng, before, after, stride):
    inputs = {"task": "ResidualBlock", "init": [before, after, stride], "values": block(rng, before, after)}
    for n, h, w in [(2, 7, 5), (1, 4, 6), (rng.integer(3, 4), 5, 8)]:
        images = rng.strided(pictures(rng, n, before, h, w))
        expect_seen(submission, reference, "sent_back", images=images, **inputs)


@check("ResidualBlock", points=2, title="adds its input to what its convolutions make, and ends with ReLU")
def test_residual_block_identity(submission, reference, rng):
    c = rng.integer(2, 5)
    expect_block(submission, reference, rng, c, c, 1)


@check("ResidualBlock", title="projects its input where the number of channels changes")
def test_residual_block_channels(submission, reference, rng):
    before, after = rng.sizes(2, low=2, high=6)
    expect_block(submission, reference, rng, before, after, 1)


@check("ResidualBlock", title="makes steps of 'stride' once, also where the number of channels stays")
def test_residual_block_stride(submission, reference, rng):
    c = rng.integer(2, 5)
    expect_block(submission, reference, rng, c, c, 2)
    expect_block(submission, reference, rng, c, c + 1, 3)


@check("ResidualBlock", title="uses running statistics in evaluation, each batch norm its own")
def test_residual_block_eval(submission, reference, rng):
    c = rng.integer(2, 5)
    inputs = {"task": "ResidualBlock", "init": [c, c, 1], "values": block(rng, c, c), "training": False}
    batches = [pictures(rng, n, c, 6, 5) for n in (3, 1)]
    expect_seen(submission, reference, "outputs", earlier=3 + 2 * pictures(rng, 4, c, 5, 7), batches=batches, **inputs)


@check("ResidualBlock", title="has a projection only where the shape changes, and a batch norm for each convolution")
def test_residual_block_parameters(submission, reference, rng):
    before, after = rng.sizes(2, low=2, high=9)
    inits = [[before, before, 1], [before, after, 1], [before, before, 2], [before, after, 2]]
    expect_shapes(submission, reference, "ResidualBlock", inits)


def block_in_float32(rng):
    """Return what the probe ``outputs`` takes: a block with a projection, and pictures for it."""
    before, after = rng.sizes(2, low=2, high=4)
    values = [value.float() for value in block(rng, before, after)]
    return {"task": "ResidualBlock", "init": [before, after, 2], "values": values, "batches": [rng.randn(2, before, 7, 6)]}


test_residual_block_device = follows_device(
    "ResidualBlock",
    block_in_float32,
    probe="outputs",
    needs=("test_residual_block_identity", "test_residual_block_channels", "test_residual_block_stride"),
)


# ------------------------------------------------------------------ SmallResNet


def resnet(rng, channels, blocks):
    """Return what probes take: the arguments of a small ResNet, and values for its parameters."""
    c, k = 1, 2 + max(channels)
    shapes = [(channels[0], c, 3, 3), (k, channels[-1]), (k,)]
    for before, after in zip([channels[0], *channels], channels, strict=False):
        shapes += [(after, before, 3, 3), (after, after, 3, 3), (after, before, 1, 1), (after,)]
    return {"task": "SmallResNet", "init": [c, channels, blocks, k], "values": values_for(rng, *shapes)}


@check("SmallResNet", points=2, needs="ResidualBlock", title="computes its logits from pictures, stage by stage")
def test_small_resnet_values(submission, reference, rng):
    images = rng.strided(pictures(rng, 2, 1, 32, 32))
    inputs = resnet(rng, [2 + c for c in rng.sizes(3, 0, 3)], 2)
    expect_seen(submission, reference, "sent_back", images=images, **inputs)


@check("SmallResNet", needs="ResidualBlock", title="has as many blocks as it was told, each with parameters of its own")
def test_small_resnet_parameters(submission, reference, rng):
    channels = rng.sizes(3, low=2, high=7)
    inits = [[2, channels, 2, 10], [1, channels[:2], 1, 10], [3, channels[:1], 3, 10]]
    expect_shapes(submission, reference, "SmallResNet", inits)


@check("SmallResNet", needs="ResidualBlock", title="takes pictures of any size, and any number of stages")
def test_small_resnet_sizes(submission, reference, rng):
    first, second = rng.sizes(2, low=2, high=5)
    for channels, blocks, (n, h, w) in [
        ([first, second], 1, (3, 9, 14)),
        ([second], 2, (1, 6, 5)),
        ([first, first, second], 1, (2, 16, 11)),
    ]:
        inputs = resnet(rng, channels, blocks)
        expect_seen(submission, reference, "sent_back", images=pictures(rng, n, 1, h, w), **inputs)


@check("SmallResNet", title="has one logit for each class")
def test_small_resnet_classes(submission, reference, rng):
    for num_classes in (rng.integer(2, 4), rng.integer(11, 13)):
        inputs = {"init": [1, [2, 3, 2], 1, num_classes], "batches": [rng.randn(2, 1, 32, 32)]}
        expect_seen(submission, reference, "shapes_made", task="SmallResNet", **inputs)


@check("SmallResNet", reported=True, title="moves to a device with all of its blocks, and works there")
def test_small_resnet_device(submission, accelerator, rng):
    expect_there(submission, accelerator, "SmallResNet", [1, [2, 3, 2], 1, 10], rng.randn(2, 1, 32, 32))


# ------------------------------------------------------------------ memorise_batch


def batch(rng, n, k):
    """Return what the probe ``learned`` takes: a batch that a linear model can learn, and the weights to start from."""
    c, h, w = rng.sizes(3, low=2, high=4)
    labels = rng.permutation(n) % k
    values = [0.3 * rng.randn(k, c * h * w).double(), 0.3 * rng.randn(k).double()]
    return {"values": values, "images": pictures(rng, n, c, h, w), "labels": labels, "lr": 0.1}


@check("memorise_batch", points=2, title="takes the steps of SGD, and returns the loss before each of them")
def test_memorise_batch_losses(submission, reference, rng):
    for n, k, steps in [(4, 3, 4), (1, 2, 1), (rng.integer(5, 8), 4, 6)]:
        inputs = batch(rng, n, k)
        expect_seen(submission, reference, "learned", target=0.0, max_steps=steps, **inputs)


@check("memorise_batch", title="lets no gradient from before take part")
def test_memorise_batch_old_gradients(submission, reference, rng):
    inputs = batch(rng, 4, 3)
    expect_seen(submission, reference, "learned", target=0.0, max_steps=3, old_gradient=rng.uniform(1.0, 2.0), **inputs)


@check("memorise_batch", title="trains in training mode, in whichever mode the model was")
def test_memorise_batch_mode(submission, reference, rng):
    inputs = batch(rng, 4, 3)
    expect_seen(submission, reference, "learned", target=0.0, max_steps=3, training=False, **inputs)


@check("memorise_batch", title="knows the batch by heart, and stops without a step once the loss is below the target")
def test_memorise_batch_stops(submission, reference, rng):
    inputs = batch(rng, 6, 3)
    whole = reference.observe("learned", target=0.0, max_steps=60, **inputs)["losses"]
    number = rng.integer(30, 50)
    target = (whole[number] + whole[number - 1]) / 2
    seen = submission.observe("learned", target=target, max_steps=60, **inputs)
    known = reference.observe("learned", target=target, max_steps=60, **inputs)
    losses = seen["losses"]
    is_list = isinstance(losses, list) and all(isinstance(loss, float) for loss in losses)
    expect(is_list).to_be_true("The result is no list of Python floats: append loss.item().")
    series = {"loss": losses[:60], "target": [target] * 60}
    submission.show(lines("Losses on one batch", series, x_label="step"))
    expect(losses, "the list of losses").to_match(known["losses"])
    expect(seen["weights"], "the list of weights afterwards").to_match(known["weights"])
