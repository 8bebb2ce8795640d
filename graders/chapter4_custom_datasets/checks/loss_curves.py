"""Checks for chapter4_custom_datasets/loss_curves.

E = epochs, B = pictures in a batch, C = channels, H, W = height and width, K = classes.
"""

import math

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect
from learn.picture_folders import encoded
from learn.pictures import lines

# ------------------------------------------------------------------ diagnose_curves


def curve(rng, *stations):
    """Return a curve through these stations, in units of a baseline, a little off each."""
    return [station * rng.uniform(0.97, 1.03) for station in stations]


def expect_diagnosis(submission, expected, baseline, train, test):
    """Require a diagnosis of curves that were given in units of the baseline."""
    args = [baseline * loss for loss in train], [baseline * loss for loss in test], baseline
    submission.show(lines("The two curves", {"train": args[0], "test": args[1]}))
    expect(submission.call("diagnose_curves", *args), "the diagnosis").to_match(expected)


def baselines(rng):
    """Return baselines far from 1 on both sides, and one about it."""
    return [rng.uniform(0.2, 0.3), rng.uniform(0.6, 0.9), rng.uniform(4.0, 6.0)]


@check("diagnose_curves", title="calls it underfitting where the training loss stays near the baseline")
def test_diagnose_curves_under(submission, rng):
    for baseline in baselines(rng):
        curves = curve(rng, 0.98, 0.9, 0.8, 0.7), curve(rng, 1.0, 0.93, 0.85, 0.78)
        expect_diagnosis(submission, "underfitting", baseline, *curves)


@check("diagnose_curves", title="calls it overfitting where the test loss has risen again")
def test_diagnose_curves_risen(submission, rng):
    for baseline in baselines(rng):
        curves = curve(rng, 0.9, 0.5, 0.2, 0.1, 0.05), curve(rng, 0.95, 0.6, 0.25, 0.33, 0.36)
        expect_diagnosis(submission, "overfitting", baseline, *curves)


@check("diagnose_curves", title="calls it overfitting where the gap is wide, though the test loss has hardly risen")
def test_diagnose_curves_gap(submission, rng):
    for baseline in baselines(rng):
        test = sorted(curve(rng, 1.0, 0.9, 0.85, 0.8), reverse=True)
        expect_diagnosis(submission, "overfitting", baseline, curve(rng, 0.9, 0.5, 0.2, 0.04), test)
    expect_diagnosis(submission, "overfitting", baselines(rng)[1], [0.9, 0.5, 0.04], [1.0, 0.5, 0.57])  # risen by 14 %


@check("diagnose_curves", title="calls low losses good, and all that lies on a limit or has hardly risen")
def test_diagnose_curves_good(submission, rng):
    for baseline in baselines(rng):
        test = sorted(curve(rng, 0.95, 0.6, 0.35, 0.3), reverse=True)
        expect_diagnosis(submission, "good", baseline, curve(rng, 0.9, 0.5, 0.2, 0.02), test)
    expect_diagnosis(submission, "good", baselines(rng)[0], [0.1], [0.2])
    expect_diagnosis(submission, "good", baselines(rng)[2], [0.9, 0.2, 0.05], [0.95, 0.3, 0.33])
    for train, test in (([0.5], [0.625]), ([0.25], [0.75])):  # halves and quarters of 2 are exact
        expect_diagnosis(submission, "good", 2.0, train, test)


@check("diagnose_curves", title="calls it underfitting where both would fit")
def test_diagnose_curves_both(submission, rng):
    for baseline in baselines(rng):
        curves = curve(rng, 0.95, 0.8, 0.75), curve(rng, 1.0, 0.9, 1.6)
        expect_diagnosis(submission, "underfitting", baseline, *curves)
        curves = curve(rng, 0.95, 0.4, 0.75), curve(rng, 1.0, 0.5, 0.9)
        expect_diagnosis(submission, "underfitting", baseline, *curves)


# ------------------------------------------------------------------ best_epoch


def smoothed(losses, beta, *, corrected=True):
    """Return the smoothed losses of losses that are all numbers."""
    average, result = 0.0, []
    for count, loss in enumerate(losses, start=1):
        average = beta * average + (1 - beta) * loss
        result.append(average / (1 - beta**count if corrected else 1))
    return result


def lowest(values):
    """Return where the smallest value is, or -1 where others come near it."""
    first, second = sorted(values)[:2]
    return values.index(first) if second - first > 1e-3 else -1


def noisy(rng, length=12):
    """Draw losses and a beta, so that smoothing matters, and how: other ways to smooth have another best epoch."""
    while True:
        losses = [rng.uniform(6, 8), *(2.5 - 0.25 * n + 0.02 * n**2 + rng.uniform(-0.5, 0.5) for n in range(1, length))]
        beta = rng.uniform(0.6, 0.7)
        best = lowest(smoothed(losses, beta))
        others = [losses, smoothed(losses, beta, corrected=False), smoothed(losses, 1 - beta)]
        if 2 <= best < length - 1 and all(lowest(other) not in (-1, 0, best) for other in others):
            return losses, beta


@check("best_epoch", title="finds the lowest smoothed loss, not a single lucky one")
def test_best_epoch_values(submission, reference, rng):
    for _ in range(3):
        losses, beta = noisy(rng)
        submission.show(lines("Test losses", {"as they are": losses, "smoothed": smoothed(losses, beta)}))
        expect(submission.call("best_epoch", losses, beta), "the epoch").to_match(reference.call("best_epoch", losses, beta))


@check("best_epoch", title="passes over NaN, which is never the best")
def test_best_epoch_nan(submission, reference, rng):
    for places in ([0, 4], [3, 9], [0, 1, 13]):
        losses, beta = noisy(rng)
        for place in places:
            losses.insert(place, math.nan)
        expect(submission.call("best_epoch", losses, beta), "the epoch").to_match(reference.call("best_epoch", losses, beta))


@check("best_epoch", title="takes the first of equally low ones")
def test_best_epoch_ties(submission, rng):
    low, first, second = rng.integer(1, 3), rng.integer(0, 2), rng.integer(4, 6)
    losses = [float(low + 1 + n % 2) for n in range(8)]
    losses[first] = losses[second] = float(low)
    expect(submission.call("best_epoch", losses, 0.0), "the epoch").to_match(first)


@check("best_epoch", needs="test_best_epoch_nan", title="leaves the list as it was")
def test_best_epoch_pure(submission, rng):
    losses, beta = noisy(rng)
    losses.insert(rng.integer(0, 3), math.nan)
    args, _ = submission.inputs_after("best_epoch", losses, beta)
    expect(args[0], "the list of losses after your code").to_match(losses)


@check("best_epoch", title="raises a ValueError where no loss is a number")
def test_best_epoch_none(submission, rng):
    for losses in ([math.nan] * rng.integer(1, 4), []):
        expect(submission.attempt("best_epoch", losses, 0.5)).to_raise("ValueError")


# ------------------------------------------------------------------ predict_picture

CLASSES = ["pizza", "steak", "sushi"]


def asked(rng, channels=3, height=None, width=None):
    """Draw a picture of one's own, and the values of a model that is not too sure of it."""
    size = tuple(rng.sizes(2, 3, 7))
    shape = [channels, *rng.sizes(2, 8, 19)]
    values = [0.5 * rng.randn(3, 3 * size[0] * size[1]) / math.sqrt(size[0] * size[1]), 0.2 * rng.randn(3)]
    picture = rng.randint(0, 255, *shape, dtype=torch.uint8)
    mean, std = ([rng.uniform(*ends) for _ in range(3)] for ends in [(0.2, 0.6), (0.3, 0.6)])
    return {"content": encoded(picture), "values": values, "size": size, "mean": mean, "std": std, "classes": CLASSES}


def expect_input(submission, reference, inputs):
    """Require that a model is given the picture that the reference gives it."""
    seen, known = (subject.observe("predicted", **inputs)["input"] for subject in (submission, reference))
    expect(seen, "what the model is given").to_match(known, atol=0.02)


def expect_answer(submission, reference, inputs):
    """Require what the reference answers."""
    expect(submission.observe("answered", **inputs)).to_match(reference.observe("answered", **inputs), atol=0.005)


def clear(rng, reference, **options):
    """Draw what to ask, so that one class is clearly ahead, and it is not always the first one."""
    wanted = rng.choice(CLASSES[1:])
    while True:
        inputs = asked(rng) | options
        name, probability = reference.observe("answered", **inputs)
        if name == wanted and 0.55 < probability < 0.9:
            return inputs


@check("predict_picture", points=2, title="gives the model (1, 3, H, W), scaled as in training")
def test_predict_picture_input(submission, reference, rng):
    for _ in range(3):
        expect_input(submission, reference, asked(rng))


@check("predict_picture", title="turns grey and RGBA pictures into RGB")
def test_predict_picture_kinds(submission, reference, rng):
    for channels in (1, 4):
        expect_input(submission, reference, asked(rng, channels))


@check("predict_picture", title="answers with the name of the class and its probability")
def test_predict_picture_answer(submission, reference, rng):
    for _ in range(2):
        expect_answer(submission, reference, clear(rng, reference))


@check("predict_picture", title="asks in evaluation mode, and without gradients")
def test_predict_picture_mode(submission, reference, rng):
    for _ in range(2):
        expect_answer(submission, reference, clear(rng, reference, telltale=True))


test_predict_picture_device = follows_device(
    "predict_picture", asked, probe="answered", needs=("test_predict_picture_input", "test_predict_picture_answer")
)


# ------------------------------------------------------------------ compare_augmentation


def training(rng, epochs, **options):
    """Draw weights, batches and test pictures in float64."""
    b, c, h, w, k = rng.integer(3, 5), rng.integer(1, 3), *rng.sizes(2, 2, 4), rng.integer(2, 4)

    def batch(size):
        return [rng.randn(size, c, h, w, dtype=torch.float64), rng.randint(0, k - 1, size)]

    values = [0.5 * rng.randn(k, c * h * w, dtype=torch.float64), rng.randn(k, dtype=torch.float64)]
    batches = [batch(b) for _ in range(rng.integer(2, 3))]
    return {"values": values, "batches": batches, "test": batch(b + 2), "epochs": epochs, "lr": 0.1} | options


def expect_history(submission, reference, inputs, copy, part):
    """Require a curve of one of the copies."""
    seen = submission.observe("compared", **inputs)["histories"]
    known = reference.observe("compared", **inputs)["histories"]
    whole = isinstance(seen, dict) and all(isinstance(seen.get(c), dict) and part in seen[c] for c in known)
    if not whole:
        expect(seen, "the histories").to_match(known)
    curves = {c: seen[c][part] for c in known}
    if all(isinstance(v, list) and all(isinstance(n, float) for n in v) for v in curves.values()):
        submission.show(lines(f"The {part} losses of both copies", curves))
    expect(seen[copy][part], f"['{copy}']['{part}']").to_match(known[copy][part])


@check("compare_augmentation", title="trains a copy on the pictures as they are")
def test_compare_augmentation_plain(submission, reference, rng):
    for part in ("train", "test"):
        expect_history(submission, reference, training(rng, 3), "plain", part)


@check("compare_augmentation", title="starts the augmented copy from the same weights")
def test_compare_augmentation_start(submission, reference, rng):
    expect_history(submission, reference, training(rng, 1), "augmented", "train")


@check("compare_augmentation", title="augments anew in each epoch")
def test_compare_augmentation_anew(submission, reference, rng):
    expect_history(submission, reference, training(rng, 3), "augmented", "train")


@check("compare_augmentation", title="never augments the test pictures")
def test_compare_augmentation_test(submission, reference, rng):
    expect_history(submission, reference, training(rng, 1), "augmented", "test")


@check("compare_augmentation", title="trains in training mode, and tests in evaluation mode without gradients")
def test_compare_augmentation_modes(submission, reference, rng):
    for part in ("train", "test"):
        for mode in (True, False):
            expect_history(submission, reference, training(rng, 2, telltale=True, mode=mode), "plain", part)


@check("compare_augmentation", needs="test_compare_augmentation_plain", title="leaves the model as it was")
def test_compare_augmentation_pure(submission, rng):
    inputs = training(rng, 2)
    seen = submission.observe("compared", **inputs)
    expect(seen["weights"], "the model's weights").to_match(inputs["values"])
    expect(seen["training"]).to_be_true("The model was in training mode, and is not any more.")
    seen = submission.observe("compared", **training(rng, 2, mode=False))
    expect(not seen["training"]).to_be_true("The model was in evaluation mode, and is not any more.")
