"""Checks for chapter2_classification/signal_flow.  N = samples, D = features, L = layers.

Random draws are judged by statistics of so many numbers that a right answer is off by less than the bounds, which are eight
of its standard deviations or more, while what a mistake gives is far beyond them.
"""

import math
from itertools import pairwise

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

WIDE, TALL = (150, 400), (400, 150)
INIT_FUNCTIONS = "xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal"


def compare(submission, reference, probe, name, **inputs):
    """Ask both the same question and compare their answers."""
    expect(submission.observe(probe, **inputs), name).to_match(reference.observe(probe, **inputs))


def spread(tensor):
    """Return the standard deviation of all the elements, as a number."""
    return float(tensor.double().std())


# ------------------------------------------------------------------ xavier_uniform


def xavier(submission, shape, gain=None):
    """Return a weight of this shape after it was filled."""
    (weight,) = submission.observe("xavier_weights", shapes=[shape], gain=gain)
    expect(weight, "the weight").to_have_shape(shape)
    expect(weight, "the weight").to_be_finite()
    return weight


def expect_bound(submission, shape, gain=None):
    weight = xavier(submission, shape, gain)
    bound = (gain or 1.0) * math.sqrt(6 / sum(shape))
    name = f"the largest absolute weight of shape {shape}"
    expect(float(weight.abs().max()), f"{name} and gain {gain:.3g}" if gain else name).to_match(bound, rtol=1e-3)


@check("xavier_uniform", points=2, title="goes as far as its bound says, and no further")
def test_xavier_uniform_bound(submission):
    for shape in (WIDE, TALL):
        expect_bound(submission, shape)


@check("xavier_uniform", title="multiplies its bound by the gain")
def test_xavier_uniform_gain(submission, rng):
    for gain in (rng.uniform(1.5, 3), rng.uniform(0.2, 0.6)):
        expect_bound(submission, WIDE, gain)


@check("xavier_uniform", title="spreads its numbers evenly between both ends")
def test_xavier_uniform_even(submission):
    weight = xavier(submission, WIDE)
    largest = float(weight.abs().max())
    shares = torch.histc(weight, bins=4, min=-largest, max=largest) / weight.numel()
    expect(shares, "the share of the weights in each quarter between minus and plus the largest").to_match(
        torch.full((4,), 0.25), rtol=0, atol=0.015
    )


@check("xavier_uniform", title="fills a parameter in place, which stays a leaf that requires a gradient")
def test_xavier_uniform_parameter(submission):
    seen = submission.observe("xavier_parameter", shape=(20, 30))
    expect(bool((seen["weight"] < 1).all())).to_be_true("The parameter still holds its old numbers.")
    expect(seen["memory"], "what a view of the parameter shows").to_match(seen["weight"])
    expect(seen["requires_grad"] and seen["leaf"]).to_be_true("The parameter no longer is a leaf that requires a gradient.")


@check("xavier_uniform", needs="test_xavier_uniform_even", title="gives new numbers at each call")
def test_xavier_uniform_new(submission):
    first, second = submission.observe("xavier_weights", shapes=[(20, 30), (20, 30)])
    expect(bool((first != second).any())).to_be_true("Two weights got the same numbers, as if you set the seed in each call.")


@check("xavier_uniform", needs="test_xavier_uniform_bound", reported=True, title="does without torch.nn.init's Xavier")
def test_xavier_uniform_by_hand(submission):
    expect(submission.observe("xavier_functions")).to_avoid(*INIT_FUNCTIONS)


test_xavier_uniform_device = follows_device(
    "xavier_uniform",
    lambda rng: {"weight": rng.randn(4, 3)},
    probe="xavier_there",
    needs="test_xavier_uniform_bound",
)


# ------------------------------------------------------------------ kaiming_normal


def kaiming(submission, shape, seeds, calls=1):
    """Return the weights of this shape that several calls give with a generator of each seed."""
    weights = submission.observe("kaiming_weights", shape=shape, seeds=seeds, calls=calls)
    for weight in weights:
        expect(weight).to_have_shape(shape)
    return weights


@check("kaiming_normal", title="gives float32 of shape (fan_out, fan_in)")
def test_kaiming_normal_shape(submission, rng):
    for shape in [tuple(rng.sizes(2)), (1, 4), (3, 1)]:
        (weight,) = kaiming(submission, shape, [rng.integer(1, 2**31)])
        expect(weight).to_have_dtype(torch.float32)


@check("kaiming_normal", points=2, title="has a standard deviation of sqrt(2 / fan_in)")
def test_kaiming_normal_std(submission, rng):
    for shape in (WIDE, TALL):
        (weight,) = kaiming(submission, shape, [rng.integer(1, 2**31)])
        name = f"the standard deviation for fan_out={shape[0]} and fan_in={shape[1]}"
        expect(spread(weight), name).to_match(math.sqrt(2 / shape[1]), rtol=0.025)


def expect_normal(weight, what):
    """Require a mean of 0, and 68 % of the numbers within one of their standard deviations, whatever that is."""
    weight, std = weight.double(), spread(weight)
    expect(float(weight.mean()), f"the mean of {what}").to_match(0.0, atol=0.035 * std + 1e-9)
    share = float((weight.abs() < std).double().mean())
    expect(share, f"the share of {what} within one standard deviation").to_match(0.6827, rtol=0, atol=0.016)


@check("kaiming_normal", title="is normal, with a mean of 0")
def test_kaiming_normal_normal(submission, rng):
    expect_normal(kaiming(submission, TALL, [rng.integer(1, 2**31)])[0], "the weights")


@check("kaiming_normal", title="repeats itself with a generator of the same seed")
def test_kaiming_normal_seed(submission, rng):
    seed = rng.integer(1, 2**31)
    first, again, other = kaiming(submission, (4, 5), [seed, seed, seed + 1])
    expect(again, "the weight from a second generator of the same seed").to_match(first)
    expect(bool((first != other).any())).to_be_true("Generators with different seeds gave the same weight.")


@check("kaiming_normal", needs="test_kaiming_normal_normal", title="gives another weight at the generator's next call")
def test_kaiming_normal_next(submission, rng):
    first, second = kaiming(submission, (4, 5), [rng.integer(1, 2**31)], calls=2)
    expect(bool((first != second).any())).to_be_true("Two calls with one generator gave the same weight.")


@check("kaiming_normal", needs="test_kaiming_normal_std", title="leaves PyTorch's global random state as it was")
def test_kaiming_normal_global(submission):
    kept = submission.observe("kaiming_keeps_global_state")
    expect(kept).to_be_true("The call changed PyTorch's global random state: draw with the generator alone.")


@check("kaiming_normal", needs="test_kaiming_normal_std", reported=True, title="does without torch.nn.init's Kaiming")
def test_kaiming_normal_by_hand(submission):
    expect(submission.observe("kaiming_functions")).to_avoid(*INIT_FUNCTIONS)


# ------------------------------------------------------------------ layer_variances


def stack(rng, sizes, num, dtype=torch.float64):
    """Draw the input and the weights of a network of layers of these sizes."""
    weights = [rng.randn(o, i, dtype=dtype) / math.sqrt(i) for i, o in pairwise(sizes)]
    return {"x": rng.strided(0.5 + rng.randn(num, sizes[0], dtype=dtype)), "weights": weights}


@check("layer_variances", points=2, title="is the variance before the activation, for a single layer")
def test_layer_variances_single(submission, reference, rng):
    for num, dtype in [(rng.integer(4, 8), torch.float64), (1, torch.float32)]:
        inputs = stack(rng, rng.sizes(2, low=3), num, dtype)
        compare(submission, reference, "variances", "the result", **inputs, activation="relu")


@check("layer_variances", title="follows the signal through many layers")
def test_layer_variances_deep(submission, reference, rng):
    for num in (rng.integer(4, 8), 1):
        inputs = stack(rng, rng.sizes(6, low=3, high=12), num)
        compare(submission, reference, "variances", "the result", **inputs, activation="relu")


@check("layer_variances", title="uses the activation that it is given")
def test_layer_variances_activation(submission, reference, rng):
    for activation in ("relu", "tanh", "sigmoid"):
        inputs = stack(rng, [4, 4, 4, 4], 6)
        compare(submission, reference, "variances", f"the result for {activation}", **inputs, activation=activation)


test_layer_variances_device = follows_device(
    "layer_variances",
    lambda rng: stack(rng, [4, 3, 5], 6, torch.float32) | {"activation": "relu"},
    probe="variances",
    needs="test_layer_variances_single",
)


# ------------------------------------------------------------------ initialise


def initialised(submission, reference, model, size, kind, times=1):
    """Return the weights or biases after each of several calls, once they are sure to be of the right shapes."""
    inputs = {"model": model, "size": size, "kind": kind, "times": times}
    seen, known = (one.observe("initialised", **inputs) for one in (submission, reference))
    for got, want in zip(seen, known, strict=True):
        for name, parameter in want.items():
            expect(got.get(name), f"the {kind} of {name}").to_have_shape(parameter.shape)
    return seen


@check("initialise", points=2, title="gives the linear layers Kaiming's weights")
def test_initialise_weights(submission, reference):
    for name, weight in initialised(submission, reference, "flat", 180, "weight")[0].items():
        wanted = math.sqrt(2 / weight.shape[1])
        expect(spread(weight), f"the standard deviation of the weight of {name}").to_match(wanted, rtol=0.025)
        expect_normal(weight, f"the weights of {name}")


@check("initialise", title="finds linear layers anywhere in the model")
def test_initialise_nested(submission, reference):
    for model in ("nested", "layer"):
        for name, weight in initialised(submission, reference, model, 20, "weight")[0].items():
            filled = bool((weight < 6).all())  # below what the probe puts there
            expect(filled).to_be_true(f"The weight of {name} still holds its old numbers.")


@check("initialise", title="sets the biases to 0, where there are any")
def test_initialise_biases(submission, reference):
    for model in ("flat", "no bias first"):
        for name, bias in initialised(submission, reference, model, 6, "bias")[0].items():
            expect(bias, f"the bias of {name}").to_match(torch.zeros_like(bias))


@check("initialise", needs="test_initialise_weights", title="leaves all other parameters alone")
def test_initialise_others(submission, reference):
    compare(submission, reference, "initialised_others", "the other parameters", model="nested", size=6)


@check("initialise", needs="test_initialise_weights", title="gives each layer, and each call, numbers of its own")
def test_initialise_differ(submission, reference):
    first, second = initialised(submission, reference, "equal layers", 20, "weight", times=2)
    expect(bool((first["0"] != first["1"]).any())).to_be_true("Two layers of one shape got the same weight.")
    expect(bool((first["0"] != second["0"]).any())).to_be_true("A second call gave a layer the same weight again.")


@check("initialise", needs="test_initialise_weights", title="keeps the parameters themselves, and what they require")
def test_initialise_objects(submission, reference):
    seen, known = (one.observe("initialised_objects", model="flat", size=6) for one in (submission, reference))
    expect(seen["same"], "which parameters are the same objects as before").to_match(known["same"])
    expect(seen["requires_grad"], "requires_grad").to_match(known["requires_grad"])


test_initialise_device = follows_device(
    "initialise", lambda rng: {"x": rng.randn(1)}, probe="initialised_there", needs="test_initialise_weights"
)


# ------------------------------------------------------------------ Dropout


def not_zero(rng, *shape, dtype=torch.float32):
    """Draw numbers of both signs, of which none is 0: a 0 in the output is then a dropped element."""
    return torch.where(rng.bools(*shape), 1, -1) * (1 + rng.rand(*shape, dtype=dtype))


def dropped(submission, p, x, **mode):
    """Return what a module gives, once it is sure to be of the right shape."""
    got = submission.observe("dropped", p=p, x=x, **mode)
    expect(got).to_have_shape(x.shape)
    return got


@check("Dropout", title="returns its input in evaluation mode")
def test_dropout_evaluation(submission, rng):
    for p in (0.5, rng.uniform(0.1, 0.9), 1.0):
        x = not_zero(rng, 8, 7)
        expect(dropped(submission, p, x, training=False)).to_match(x)


@check("Dropout", title="multiplies what it keeps by 1 / (1 - p), in the dtype of its input")
def test_dropout_scale(submission, rng):
    for shape, dtype in [((20, 30), torch.float64), ((600,), torch.float16), ((5, 6, 20), torch.float32)]:
        x, p = rng.strided(not_zero(rng, *shape, dtype=dtype)), rng.choice([0.2, 0.3, 0.7])
        got = dropped(submission, p, x)
        expect(got).to_match(torch.where(got == 0, 0, x / (1 - p)))


@check("Dropout", title="drops a share of p, also under no_grad")
def test_dropout_share(submission, rng):
    for p, grad in [(0.2, True), (0.7, True), (0.3, False)]:
        zeros = dropped(submission, p, not_zero(rng, 60_000), grad=grad) == 0
        name = f"the share of zeros in training mode for p={p}{'' if grad else ', under no_grad'}"
        expect(float(zeros.double().mean()), name).to_match(p, rtol=0, atol=0.016)


@check("Dropout", title="keeps everything for p = 0, and nothing for p = 1")
def test_dropout_extremes(submission, rng):
    x = not_zero(rng, 6, 5)
    for p, want in [(0.0, x), (1.0, torch.zeros_like(x))]:
        expect(dropped(submission, p, x), f"the result for p={p}").to_match(want)


@check("Dropout", needs="test_dropout_scale", title="draws for each element and call, as torch.manual_seed says")
def test_dropout_mask(submission, rng):
    x = not_zero(rng, 200, 100)
    first, again, third = submission.observe("dropped_again", p=0.5, x=x, seed=rng.integer(1, 2**31))
    for got in (first, third):
        expect(got).to_have_shape(x.shape)
    expect(again, "the result after the same torch.manual_seed").to_match(first)
    expect(bool((first != third).any())).to_be_true("Two calls dropped exactly the same elements.")
    for dim, what in [(0, "for a feature in all samples"), (1, "for a sample in all features")]:
        kept = (first != 0).double().mean(dim=dim)
        alike = bool(((kept == 0) | (kept == 1)).any())
        expect(not alike).to_be_true(f"You dropped or kept everything at once {what}: the mask needs the shape of x.")


@check("Dropout", needs="test_dropout_scale", title="sends the gradient through what it keeps, and leaves x as it was")
def test_dropout_gradient(submission, rng):
    x, upstream = not_zero(rng, 20, 30), rng.randn(20, 30)
    seen = submission.observe("dropped_gradient", p=0.3, x=x, upstream=upstream)
    expect(seen["output"]).to_have_shape(x.shape)
    expect(seen["gradient"], "the gradient of x").to_match(upstream * seen["output"] / x)
    expect(seen["x"], "x").to_match(x)


@check("Dropout", needs="test_dropout_share", reported=True, title="is your own, without PyTorch's dropout")
def test_dropout_by_hand(submission):
    expect(submission.observe("dropout_functions")).to_avoid("dropout", "feature_dropout", "alpha_dropout", "native_dropout")


test_dropout_device = follows_device(
    "Dropout", lambda rng: {"p": 0.4, "x": not_zero(rng, 6, 5)}, probe="dropped_there", needs="test_dropout_evaluation"
)
