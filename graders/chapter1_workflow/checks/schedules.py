"""Checks for chapter1_workflow/schedules.  B = samples of a piece, D = inputs, H = hidden units, K = outputs."""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect


def compare_rates(submission, reference, task, counts, **settings):
    """Compare the learning rates of these epochs or steps."""
    for count in counts:
        rate, known = (subject.call(task, **settings, **count) for subject in (submission, reference))
        ((name, number),) = count.items()
        expect(rate, f"the rate of {name} {number}").to_match(known)


def epochs(*numbers):
    """Return epochs as arguments."""
    return [{"epoch": number} for number in numbers]


def steps(*numbers):
    """Return steps as arguments."""
    return [{"step": number} for number in numbers]


def decay(rng):
    """Draw settings for step_lr."""
    return {"lr": rng.uniform(0.5, 2.0), "step_size": rng.integer(3, 6), "gamma": rng.uniform(0.3, 0.7)}


@check("step_lr", title="starts with lr itself")
def test_step_lr_start(submission, reference, rng):
    compare_rates(submission, reference, "step_lr", epochs(0, 1), **decay(rng))


@check("step_lr", title="changes after step_size epochs, not one earlier or later")
def test_step_lr_boundary(submission, reference, rng):
    settings = decay(rng)
    size = settings["step_size"]
    compare_rates(submission, reference, "step_lr", epochs(size - 1, size, size + 1), **settings)


@check("step_lr", title="goes on down, by gamma each time")
def test_step_lr_later(submission, reference, rng):
    settings = decay(rng)
    size = settings["step_size"]
    compare_rates(submission, reference, "step_lr", epochs(2 * size, 4 * size, 7 * size), **settings)
    compare_rates(submission, reference, "step_lr", epochs(1, 2, 3), **settings | {"step_size": 1})


def wave(rng):
    """Draw settings for warmup_cosine: with 6 to 9 steps of warm-up, and 12 to 15 of the cosine."""
    warmup = rng.integer(6, 9)
    floor = rng.uniform(0.1, 0.3)
    return {"total": warmup + rng.integer(12, 15), "warmup": warmup, "peak": rng.uniform(1.0, 2.0), "floor": floor}


@check("warmup_cosine", title="climbs in a straight line")
def test_warmup_cosine_warmup(submission, reference, rng):
    settings = wave(rng)
    compare_rates(submission, reference, "warmup_cosine", steps(*range(settings["warmup"])), **settings)


@check("warmup_cosine", title="starts the cosine at the peak")
def test_warmup_cosine_peak(submission, reference, rng):
    settings = wave(rng)
    compare_rates(submission, reference, "warmup_cosine", steps(settings["warmup"]), **settings)


@check("warmup_cosine", points=2, title="falls along half a wave of a cosine")
def test_warmup_cosine_fall(submission, reference, rng):
    settings = wave(rng)
    compare_rates(submission, reference, "warmup_cosine", steps(*range(settings["warmup"] + 1, settings["total"])), **settings)


@check("warmup_cosine", title="stays at the floor after the last step")
def test_warmup_cosine_end(submission, reference, rng):
    settings = wave(rng)
    total = settings["total"]
    compare_rates(submission, reference, "warmup_cosine", steps(total, total + 1, 2 * total), **settings)


@check("warmup_cosine", title="can do without a warm-up")
def test_warmup_cosine_none(submission, reference, rng):
    settings = wave(rng) | {"warmup": 0}
    compare_rates(submission, reference, "warmup_cosine", steps(0, 1, 2), **settings)


def leaves(rng, size=1.0, dtype=torch.float32):
    """Draw parameters and three gradients of similar norms, which have the norm ``size`` together."""
    a, b, c = rng.sizes(3)
    shapes = [(a, b), (c,), (b, c)]
    grads = [rng.randn(*shape, dtype=torch.float64) for shape in shapes]
    parts = [0.5 + 0.2 * rng.rand() for _ in shapes]
    whole = sum(part**2 for part in parts) ** 0.5
    grads = [(grad * size * part / whole / grad.norm()).to(dtype) for grad, part in zip(grads, parts, strict=True)]
    return {"values": [rng.randn(*shape, dtype=dtype) for shape in shapes], "grads": [rng.strided(grad) for grad in grads]}


def compare_clipped(submission, reference, inputs, parts=("norm", "grads")):
    """Compare the norm that is returned, or the gradients after clipping, or both; an error of 1e-6 is fine."""
    names = {"norm": "the norm that was returned", "grads": "the gradients afterwards"}
    seen, known = submission.observe("clipped", **inputs), reference.observe("clipped", **inputs)
    for part in parts:
        expect(seen[part], names[part]).to_match(known[part], rtol=1e-5)


@check("clip_gradients", points=2, title="scales all gradients down by one factor")
def test_clip_gradients_large(submission, reference, rng):
    for size, dtype in [(5.0, torch.float32), (40.0, torch.float64)]:
        compare_clipped(submission, reference, leaves(rng, size, dtype) | {"max_norm": rng.uniform(0.5, 2.0)}, ["grads"])


@check("clip_gradients", needs="test_clip_gradients_large", title="leaves gradients alone that are small together")
def test_clip_gradients_small(submission, reference, rng):
    for max_norm in (1.5, 30.0):
        compare_clipped(submission, reference, leaves(rng) | {"max_norm": max_norm}, ["grads"])


@check("clip_gradients", title="returns the norm before clipping")
def test_clip_gradients_norm(submission, reference, rng):
    for max_norm in (0.25, 4.0):
        compare_clipped(submission, reference, leaves(rng) | {"max_norm": max_norm}, ["norm"])


@check("clip_gradients", title="passes over parameters without a gradient")
def test_clip_gradients_none(submission, reference, rng):
    inputs = leaves(rng, 5.0) | {"max_norm": 1.0}
    inputs["grads"][rng.integer(0, 1)] = None
    compare_clipped(submission, reference, inputs)


@check("clip_gradients", title="leaves gradients of 0 at 0")
def test_clip_gradients_zero(submission, reference, rng):
    inputs = leaves(rng) | {"max_norm": 1.0}
    inputs["grads"] = [torch.zeros_like(grad) for grad in inputs["grads"]]
    compare_clipped(submission, reference, inputs)


@check("clip_gradients", title="takes a generator of parameters")
def test_clip_gradients_iterable(submission, reference, rng):
    compare_clipped(submission, reference, leaves(rng, 5.0) | {"max_norm": 1.0, "as_generator": True})


test_clip_gradients_device = follows_device(
    "clip_gradients",
    lambda rng: leaves(rng, 5.0) | {"max_norm": 1.0},
    probe="clipped",
    needs="test_clip_gradients_large",
)


def accumulation(rng, *sizes, num_steps=1, stale=False, dtype=torch.float64, momentum=0.0):
    """Draw a model and, for each step, pieces of these sizes; their samples differ in scale, so that none can be left out."""
    d, h, k = rng.sizes(3)
    shapes = [(h, d), (h,), (k, h), (k,)]
    batches = [
        [(rng.randn(size, d, dtype=dtype), (3.0 + i) * rng.randn(size, k, dtype=dtype)) for i, size in enumerate(sizes)]
        for _ in range(num_steps)
    ]
    return {
        "values": [0.5 * rng.randn(*shape, dtype=dtype) for shape in shapes],
        "batches": batches,
        "stale": [rng.randn(*shape, dtype=dtype) for shape in shapes] if stale else None,
        "momentum": momentum,
    }


def compare_accumulated(submission, reference, part, inputs):
    """Compare one part of what becomes of the model."""
    names = {"values": "the parameters afterwards", "losses": "the loss that was returned", "diary": "what passed the model"}
    seen, known = (subject.observe("accumulated", part=part, **inputs) for subject in (submission, reference))
    expect(seen, names[part]).to_match(known)


@check("accumulated_step", title="takes one step over pieces of equal sizes")
def test_accumulated_step_equal(submission, reference, rng):
    size = rng.integer(2, 4)
    compare_accumulated(submission, reference, "values", accumulation(rng, size, size, size))


@check("accumulated_step", points=2, title="lets each sample count once where sizes differ")
def test_accumulated_step_unequal(submission, reference, rng):
    for sizes in ((6, 5, 1), (1, 4)):
        compare_accumulated(submission, reference, "values", accumulation(rng, *sizes))


@check("accumulated_step", title="forgets the gradients from before, step after step")
def test_accumulated_step_stale(submission, reference, rng):
    compare_accumulated(submission, reference, "values", accumulation(rng, 4, num_steps=3, stale=True, momentum=0.9))


@check("accumulated_step", title="returns the mean loss over all samples, from before the step")
def test_accumulated_step_loss(submission, reference, rng):
    for sizes in ((4,), (5, 2, 1)):
        compare_accumulated(submission, reference, "losses", accumulation(rng, *sizes))


@check("accumulated_step", title="goes forwards and backwards through one piece at a time")
def test_accumulated_step_pieces(submission, reference, rng):
    sizes = rng.sizes(3)
    compare_accumulated(submission, reference, "diary", accumulation(rng, *sizes))


test_accumulated_step_device = follows_device(
    "accumulated_step",
    lambda rng: accumulation(rng, 3, 2, dtype=torch.float32) | {"part": "values"},
    probe="accumulated",
    needs="test_accumulated_step_unequal",
)


def groups(rng, *settings):
    """Draw the values of two parameters for each group."""
    return [{"params": [rng.randn(size) for size in rng.sizes(2)]} | group for group in settings]


def compare_groups(submission, reference, given, rates, part):
    """Compare one part of what becomes of an optimizer's groups."""
    names = {
        "rates": "the rates of all groups after each call",
        "params": "the parameters after a step with each rate",
    }
    inputs = {"groups": given, "rates": rates}
    seen, known = submission.observe("groups_after", **inputs), reference.observe("groups_after", **inputs)
    expect(seen[part], names[part]).to_match(known[part])


@check("set_learning_rate", title="reaches every group")
def test_set_learning_rate_groups(submission, reference, rng):
    for count in (1, 3):
        given = groups(rng, *[{}] * count)
        compare_groups(submission, reference, given, [rng.uniform(0.1, 0.5)], "rates")


@check("set_learning_rate", points=2, title="multiplies by a group's own lr_scale, where it has one")
def test_set_learning_rate_scale(submission, reference, rng):
    given = groups(rng, {"lr_scale": rng.uniform(0.1, 0.5)}, {}, {"lr_scale": rng.uniform(2.0, 3.0)})
    compare_groups(submission, reference, given, [rng.uniform(0.1, 0.5)], "rates")


@check("set_learning_rate", title="gives the same rates when it is called again")
def test_set_learning_rate_again(submission, reference, rng):
    given = groups(rng, {"lr_scale": rng.uniform(0.1, 0.5)}, {"lr_scale": 0.0})
    compare_groups(submission, reference, given, [0.5, 0.25, 0.25, 1.0], "rates")


@check("set_learning_rate", title="changes the optimizer's next steps, and nothing else about it")
def test_set_learning_rate_steps(submission, reference, rng):
    given = groups(rng, {}, {"weight_decay": 0.1})
    compare_groups(submission, reference, given, [0.5, 0.25, 0.125], "params")
