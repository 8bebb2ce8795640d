"""Checks for chapter3_computer_vision/transfer.

N = pictures or rows in a batch, D = features of a row, C = channels, F = hidden features, K = classes.
"""

import math

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect
from learn.pictures import tiles


def layers(rng, inputs, hidden, outputs):
    """Return weights and biases of three linear layers, the middle one square."""
    shapes = [(hidden, inputs), (hidden,), (hidden, hidden), (hidden,), (outputs, hidden), (outputs,)]
    return [0.5 * rng.randn(*shape) for shape in shapes]


# ------------------------------------------------------------------ freeze


def epoch(rng):
    """Return what the probe ``trained`` takes: a model's values and a batch of rows, in float64."""
    d, f, k = rng.sizes(3, low=3, high=6)
    n = rng.integer(5, 8)
    values = [value.double() for value in layers(rng, d, f, k)]
    return {"values": values, "rows": rng.randn(n, d).double(), "labels": rng.permutation(n) % k}


def expect_trained(submission, reference, part, **inputs):
    """Require the reference's losses, weights or statistics after some steps."""
    got, known = submission.observe("trained", **inputs), reference.observe("trained", **inputs)
    names = {
        "losses": "the list of losses",
        "weights": "the list of all weights after two steps",
        "statistics": "the list of running statistics after two steps",
    }
    expect(got[part], names[part]).to_match(known[part])


@check("freeze", points=2, title="lets the head learn, and nothing else")
def test_freeze_weights(submission, reference, rng):
    for head in rng.shuffled(["body", "fc2", "fc.1"]):
        expect_trained(submission, reference, "weights", heads=[head], **epoch(rng))


@check("freeze", title="keeps frozen layers in evaluation mode: no dropout, and running statistics as they are")
def test_freeze_eval(submission, reference, rng):
    for training in (True, False):
        inputs = {"heads": ["fc2"], "training": training, **epoch(rng)}
        expect_trained(submission, reference, "losses", between="telltale", **inputs)
        expect_trained(submission, reference, "statistics", between="batch norm", **inputs)


@check("freeze", title="puts the whole head into training mode")
def test_freeze_training(submission, reference, rng):
    inputs = {"heads": ["fc"], "training": False, **epoch(rng)}
    expect_trained(submission, reference, "losses", between="telltale in head", **inputs)


@check("freeze", title="lets a part learn that was frozen before")
def test_freeze_again(submission, reference, rng):
    inputs = epoch(rng)
    expect_trained(submission, reference, "weights", heads=["body"], frozen=True, **inputs)
    expect_trained(submission, reference, "weights", heads=["fc.1", "body"], **inputs)


@check("freeze", title="takes no other part whose name begins like the head's")
def test_freeze_names(submission, reference, rng):
    inputs = {"heads": ["fc"], **epoch(rng)}
    expect_trained(submission, reference, "weights", **inputs)
    expect_trained(submission, reference, "losses", between="telltale in fc2", **inputs)


def epoch_in_float32(rng):
    inputs = epoch(rng)
    narrow = {"values": [value.float() for value in inputs["values"]], "rows": inputs["rows"].float()}
    return {"heads": ["fc.1", "body"], "between": "batch norm", **inputs, **narrow}


test_freeze_device = follows_device(
    "freeze",
    epoch_in_float32,
    probe="trained",
    needs=("test_freeze_weights", "test_freeze_eval", "test_freeze_training", "test_freeze_again"),
)


# ------------------------------------------------------------------ replace_head


def model_and_head(rng):
    """Return a model's values, rows for it, another number of classes, and the values of a new head."""
    d, f, k, new = rng.sizes(4, low=2, high=7)
    values, rows = layers(rng, d, f, k), rng.randn(rng.integer(2, 5), d)
    return {"values": values, "rows": rows, "num_classes": new, "new": [rng.randn(new, f), rng.randn(new)]}


def in_float64(inputs):
    """Return inputs of a probe with all floating tensors in float64."""
    wide = {name: [value.double() for value in inputs[name]] for name in ("values", "new")}
    return inputs | wide | {"rows": inputs["rows"].double()}


def expect_head(submission, reference, **inputs):
    """Require the reference's shapes of parameters, and its logits once the new head is filled."""
    few = {name: value for name, value in inputs.items() if name not in {"rows", "new"}}
    shapes, known = submission.observe("shapes_after", **few), reference.observe("shapes_after", **few)
    expect(shapes, "the shapes of the model's parameters").to_match(known)
    expect(submission.observe("with_new_head", **inputs), "the output of the model").to_match(
        reference.observe("with_new_head", **inputs)
    )


@check(
    "replace_head", points=2, title="puts a fresh layer in the last one's place, leaves all else, and returns the same model"
)
def test_replace_head_flat(submission, reference, rng):
    for kind in ("flat", "not at the end"):
        inputs = model_and_head(rng)
        expect_head(submission, reference, kind=kind, **inputs)
        for frozen in (False, True):
            got, known = (
                subject.observe("gradients_after", kind=kind, frozen=frozen, **inputs) for subject in (submission, reference)
            )
            rest = "does not require" if frozen else "requires"
            expect(got, f"the list of all gradients, in a model whose body {rest} them").to_match(known)
        inputs.pop("new")
        returned, given = submission.observe("returned", kind=kind, **inputs)
        expect(returned, "the output of the model that is returned").to_match(given)
    expect_fresh(submission, rng)


def expect_fresh(submission, rng):
    """Require initial weights between the bounds that nn.Linear draws them from; the old ones are all outside."""
    features, old, new = 25, rng.integer(20, 24), rng.integer(25, 30)
    values = [value.abs() + 2 for value in layers(rng, 3, features, old)]
    weight, bias = submission.observe("fresh", kind="flat", values=values, num_classes=new)
    expect(weight, "the new layer's weight").to_have_shape([new, features])
    expect(bias, "the new layer's bias").to_have_shape([new])
    bound = 1 / math.sqrt(features)
    for name, value in (("weight", weight), ("bias", bias)):
        inside = bool((value.abs() <= 1.0001 * bound).all())
        expect(inside).to_be_true(
            f"The new {name} is not as nn.Linear initialises it: some values are too large, or are old ones."
        )
        spread = float(value.max() - value.min())
        expect(spread >= bound / 2).to_be_true(f"The new {name} is not random: leave it as nn.Linear initialises it.")


@check("replace_head", title="finds the last linear layer at any depth")
def test_replace_head_nested(submission, reference, rng):
    for kind in ("nested", "two levels"):
        expect_head(submission, reference, kind=kind, **model_and_head(rng))


@check("replace_head", title="makes the new layer in the old one's dtype")
def test_replace_head_dtype(submission, reference, rng):
    expect_head(submission, reference, kind="flat", **in_float64(model_and_head(rng)))


@check("replace_head", title="gives the new layer a bias only if the old one had one")
def test_replace_head_bias(submission, reference, rng):
    inputs = model_and_head(rng)
    inputs = inputs | {"values": inputs["values"][:-1], "new": inputs["new"][:1], "bias": False}
    expect_head(submission, reference, kind="flat", **inputs)


test_replace_head_device = follows_device(
    "replace_head", lambda rng: {"kind": "flat", **model_and_head(rng)}, probe="with_new_head", needs="test_replace_head_flat"
)


# ------------------------------------------------------------------ feature_maps


def pipeline(rng):
    """Return a model's values, in float64, and pictures for it."""
    c, f, g = rng.sizes(3, low=2, high=6)
    shapes = [(f, c, 3, 3), (f,), (g, f, 3, 3), (g,)]
    images = rng.randn(rng.integer(2, 4), c, *rng.sizes(2, low=5, high=9))
    return {"values": [0.3 * rng.randn(*shape).double() for shape in shapes], "images": rng.strided(images.double())}


def expect_maps(submission, reference, name="the result", **inputs):
    """Require the reference's maps."""
    got, known = (subject.observe("maps", **inputs) for subject in (submission, reference))
    expect(got, name).to_match(known)


@check("feature_maps", points=2, title="returns the output of the layer")
def test_feature_maps_values(submission, reference, rng):
    for layer in ("block.0", "start", "after", "block.1"):
        inputs = pipeline(rng)
        if layer == "start":
            inputs["images"] = inputs["images"][:1]
        got, known = (subject.observe("maps", kind="plain", layer=layer, **inputs) for subject in (submission, reference))
        expect(got).to_have_dtype(known.dtype)
        expect(got).to_have_shape(known.shape)
        if layer == "block.0":
            shown = got[0].float()
            captions = [f"map {number}" for number in range(len(shown))]
            submission.show(tiles(f"Maps of '{layer}'", list(shown), captions, f"{len(shown)} feature maps of one picture."))
        expect(got).to_match(known)


@check("feature_maps", title="returns what the layer made, also where the next one changes it in place")
def test_feature_maps_in_place(submission, reference, rng):
    expect_maps(submission, reference, kind="in place", layer="start", **pipeline(rng))


@check("feature_maps", title="runs the model in evaluation mode, and without gradients")
def test_feature_maps_eval(submission, reference, rng):
    names = {
        "batch norm": "the result, after a batch norm,",
        "telltale": "the result, after a layer that multiplies by 1 in training mode, by 2 in evaluation mode, and by 0.5 "
        "more without gradients,",
    }
    for training in (True, False):
        for kind, name in names.items():
            expect_maps(submission, reference, name, kind=kind, layer="block.0", training=training, **pipeline(rng))


def behind(submission, reference, **inputs):
    """Return what the probe ``left_behind`` sees in both."""
    return submission.observe("left_behind", **inputs), reference.observe("left_behind", **inputs)


@check("feature_maps", needs="test_feature_maps_values", title="puts each module back into the mode that it was in")
def test_feature_maps_mode(submission, reference, rng):
    everything = ["", "start", "after", "block", "block.0", "block.1", "block.2", "pool", "flat"]
    for training in (everything, [], ["", "block", "block.2"], everything[:1]):
        got, known = behind(submission, reference, layer="after", training=training, **pipeline(rng))
        expect(got["training"], "'training' of each module afterwards").to_match(known["training"])


@check(
    "feature_maps",
    needs="test_feature_maps_values",
    title="leaves no hook behind, and tidies up where the model raises an exception, too",
)
def test_feature_maps_tidies_up(submission, reference, rng):
    for broken in (False, True):
        got, known = behind(submission, reference, layer="after", training=["", "block.2"], broken=broken, **pipeline(rng))
        call = "a call that raised an exception" if broken else "a call"
        expect(got["raised"], "whether the layer's exception came out").to_match(known["raised"])
        expect(got["hooks"], f"the number of hooks in the model after {call}").to_match(known["hooks"])
        if broken:
            expect(got["training"], "'training' of each module after the exception").to_match(known["training"])


def pipeline_in_float32(rng):
    inputs = pipeline(rng)
    narrow = {"values": [value.float() for value in inputs["values"]], "images": inputs["images"].float()}
    return {"kind": "batch norm", "layer": "block.0", **narrow}


test_feature_maps_device = follows_device(
    "feature_maps", pipeline_in_float32, probe="maps", needs=("test_feature_maps_values", "test_feature_maps_eval")
)
