"""Checks for chapter2_classification/tabular.

N, M = rows or samples, D = features, K = classes or categories.
"""

import torch

from learn.checks import check
from learn.claims import expect_positions, expect_same, expect_seen
from learn.devices import follows_device
from learn.expect import expect

# ------------------------------------------------------------------ Scaler


def table(rng, n, d):
    """Return a table whose columns have different means and spreads, none of them small."""
    return (5 + rng.randn(n, d)) * (1 + 3 * rng.permutation(d))


def constant_column(rng, n):
    """Return a table of three columns, in one of which all values are the same whole number, and which one it is."""
    train, column = table(rng, n, 3), rng.integer(0, 2)
    train[:, column] = rng.integer(2, 9)
    return train, column


@check("Scaler", points=2, title="standardises each column of the training set")
def test_scaler_values(submission, reference, rng):
    for n, d in [(rng.integer(5, 9), rng.integer(2, 4)), (4, 4)]:
        train = rng.strided(table(rng, n, d))
        expect_seen(submission, reference, "transformed", train=train, new=train)


@check("Scaler", title="takes the statistics of the last training set for new rows, also for a single one")
def test_scaler_new(submission, reference, rng):
    for m in (rng.integer(2, 5), 1):
        inputs = {"train": table(rng, 6, 3), "new": 20 + table(rng, m, 3)}
        expect_seen(submission, reference, "transformed", earlier=table(rng, 5, 3), **inputs)


@check("Scaler", title="divides a column without spread by 1")
def test_scaler_constant(submission, reference, rng):
    for n in (5, 1):
        train, column = constant_column(rng, n)
        new = train + 1
        new[:, column] += rng.integer(1, 3)
        expect_seen(submission, reference, "transformed", train=train, new=new)


@check("Scaler", title="has an inverse, and changes none of the tensors that it is given")
def test_scaler_inverse(submission, reference, rng):
    for m in (4, 1):
        expect_seen(submission, reference, "there_and_back", train=table(rng, 6, 3), new=20 + table(rng, m, 3))


@check("Scaler", needs="test_scaler_new", title="keeps its statistics in its state_dict")
def test_scaler_state(submission, rng):
    fitted, loaded = submission.observe("reloaded", train=table(rng, 5, 3), new=table(rng, 4, 3))
    expect(loaded, "what a new scaler makes of rows once it has loaded the state_dict").to_match(fitted)


test_scaler_device = follows_device(
    "Scaler",
    lambda rng: {"train": table(rng, 5, 3), "new": table(rng, 4, 3)},
    probe="before_and_after",
    needs="test_scaler_new",
)


# ------------------------------------------------------------------ encode_categories

WORDS = ["amber", "brick", "cedar", "denim", "ebony", "fern"]


@check("encode_categories", points=2, title="makes a one-hot row of each category")
def test_encode_categories_values(submission, reference, rng):
    train = WORDS[: rng.integer(4, 5)]
    values = rng.shuffled([*train[1:], *train[1:3]])
    for args in [(values, [*train, *train[:2]]), (values[:1], train)]:
        expect_same(submission, reference, "encode_categories", *args)


@check("encode_categories", title="has its columns in alphabetical order, whatever comes first in the training set")
def test_encode_categories_order(submission, reference, rng):
    last, *others = WORDS[rng.integer(3, 5)], *WORDS[:3]
    args = rng.shuffled([last, *others, last]), [last, *rng.shuffled([*others, last])]
    expect_same(submission, reference, "encode_categories", *args)


@check("encode_categories", title="makes a row of zeros of a category that the training set lacks")
def test_encode_categories_unknown(submission, reference, rng):
    args = rng.shuffled([*WORDS[1:5], "azure", "zinc"]), WORDS[:5]
    expect_same(submission, reference, "encode_categories", *args)


# ------------------------------------------------------------------ class_weights


@check(
    "class_weights", points=2, title="weights each class by its inverse frequency, so that a sample has weight 1 on average"
)
def test_class_weights_values(submission, reference, rng):
    for counts in [rng.sizes(3), rng.sizes(4), rng.sizes(2)]:
        args = rng.labels(*counts), len(counts)
        expect_same(submission, reference, "class_weights", *args)


@check("class_weights", title="gives 0 to a class that does not occur, and does not count it")
def test_class_weights_absent(submission, reference, rng):
    args = rng.labels(rng.integer(4, 6), 0, rng.integer(1, 3), 0, 2), 5
    expect_same(submission, reference, "class_weights", *args)


@check("class_weights", title="has a weight for each class, also where the last ones do not occur")
def test_class_weights_last(submission, reference, rng):
    args = rng.labels(rng.integer(4, 6), rng.integer(1, 3)), 4
    expect_same(submission, reference, "class_weights", *args)


test_class_weights_device = follows_device(
    "class_weights", lambda rng: [rng.labels(5, 0, 2), 3], needs="test_class_weights_values"
)


# ------------------------------------------------------------------ stratified_split


def parted(submission, reference, labels, test_fraction, seeds):
    """Return splits by seed, once it is sure that each is a pair of positions in labels."""
    inputs = {"labels": labels, "test_fraction": test_fraction, "seeds": seeds}
    got = submission.observe("splits", **inputs)
    for pair in got:
        if not (isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(part, torch.Tensor) for part in pair)):
            expect(got).to_match(reference.observe("splits", **inputs))
        for part, name in zip(pair, ["train", "test"], strict=True):
            expect_positions(part, name, len(labels), "labels")
    return got


def expect_proportions(submission, reference, labels, test_fraction, seeds):
    """Require that the test set holds as many samples of each class as it should."""
    for _, test in parted(submission, reference, labels, test_fraction, seeds):
        wanted = [round(count * test_fraction) for count in labels.bincount().tolist()]
        expect(labels[test].bincount(minlength=len(wanted)), "the number of test samples of each class").to_match(
            torch.tensor(wanted)
        )


@check("stratified_split", title="loses no sample, and uses none twice")
def test_stratified_split_complete(submission, reference, rng):
    labels = rng.labels(12, 5, 9)
    for parts in parted(submission, reference, labels, 0.3, rng.seeds(3)):
        together = torch.cat(parts).sort().values
        expect(together, "all positions, sorted").to_match(torch.arange(len(labels)))


@check("stratified_split", points=2, title="gives each class its share of the test set")
def test_stratified_split_proportions(submission, reference, rng):
    seeds = rng.seeds(8)
    expect_proportions(submission, reference, rng.labels(40, 10, 20), 0.3, seeds)
    expect_proportions(submission, reference, rng.strided(rng.labels(8, 0, 16, 32)), 0.25, seeds)


@check("stratified_split", title="rounds the number of test samples of each class to the nearest whole number")
def test_stratified_split_rounds(submission, reference, rng):
    for counts in [(11, 5, 9), (7, 1, 13)]:
        expect_proportions(submission, reference, rng.labels(*counts), 0.25, rng.seeds(8))


@check("stratified_split", title="draws other test samples with another generator, and the same with an equal one")
def test_stratified_split_generator(submission, reference, rng):
    labels = rng.labels(40, 20)
    seed, other = rng.seeds(2)
    first, again, third = parted(submission, reference, labels, 0.5, [seed, seed, other])
    same = all(torch.equal(one, two) for one, two in zip(first, again, strict=True))
    expect(same).to_be_true("Two generators of the same seed gave two splits: draw all random numbers from the generator.")
    sets = [set(test.tolist()) for _, test in (first, third)]
    expect(sets[0] != sets[1]).to_be_true("Generators of two seeds chose the same test samples: draw them at random.")


@check("stratified_split", title="mixes the classes in both parts")
def test_stratified_split_mixed(submission, reference, rng):
    labels = torch.arange(60) // 30  # sorted, so that sorted positions do not mix the classes either
    (parts,) = parted(submission, reference, labels, 0.5, rng.seeds(1))
    for part, name in zip(parts, ["train", "test"], strict=True):
        mixed = int(labels[part].diff().count_nonzero()) > 1
        expect(mixed).to_be_true(f"{name} holds one class after the other: shuffle it once more at the end.")


test_stratified_split_device = follows_device(
    "stratified_split",
    lambda rng: {"labels": rng.labels(8, 4), "test_fraction": 0.25, "seed": rng.integer(0, 10**6)},
    probe="all_positions",
    needs="test_stratified_split_complete",
)


# ------------------------------------------------------------------ boundary_grid


def three_regions(rng, steps, factor=1.0):
    """Return what the probe ``grid`` takes: a linear classifier of three classes, and a grid.

    Class 1 takes over at a value of the first feature, class 2 at one of the second, and all boundaries keep half a step's
    distance from the points of the grid, so that no rounding decides. ``factor`` is what the layer before multiplies by.
    """
    first, second = ((rng.uniform(-1.0, -0.7), rng.uniform(1.8, 2.1)), (rng.uniform(-0.8, -0.5), rng.uniform(3.0, 3.4)))
    step = [(high - low) / (steps - 1) for low, high in (first, second)]
    border = [low + (int(0.6 * (steps - 1)) + 0.5) * s for (low, _), s in zip((first, second), step, strict=True)]
    slope = [4.0, 2.0 * step[0] / step[1]]
    weight = torch.tensor([[0.0, 0.0], [slope[0], 0.0], [0.0, slope[1]]])
    bias = -factor * torch.tensor([0.0, slope[0] * border[0], slope[1] * border[1]])
    order = rng.permutation(3)
    return {"values": [weight[order], bias[order]], "first_range": first, "second_range": second, "steps": steps}


def expect_grid(submission, reference, part, **inputs):
    got, known = submission.observe("grid", **inputs), reference.observe("grid", **inputs)
    expect(got[part], "the result" if part == "labels" else "'training' of the model and its layers").to_match(known[part])


@check("boundary_grid", points=2, title="predicts at each point: a row for each value of the second feature")
def test_boundary_grid_values(submission, reference, rng):
    for steps in (25, rng.integer(6, 12)):
        expect_grid(submission, reference, "labels", layer="identity", **three_regions(rng, steps))


@check("boundary_grid", title="asks the model in evaluation mode")
def test_boundary_grid_eval(submission, reference, rng):
    expect_grid(submission, reference, "labels", layer="batch norm", **three_regions(rng, 25))


@check("boundary_grid", title="asks the model without gradients")
def test_boundary_grid_no_grad(submission, reference, rng):
    expect_grid(submission, reference, "labels", layer="telltale", **three_regions(rng, 25, factor=2.5))


@check("boundary_grid", needs="test_boundary_grid_values", title="leaves the model in the mode that it was in")
def test_boundary_grid_mode(submission, reference, rng):
    for training in (True, False):
        inputs = three_regions(rng, 6)
        expect_grid(submission, reference, "training", layer="identity", training=training, **inputs)


test_boundary_grid_device = follows_device(
    "boundary_grid",
    lambda rng: {"layer": "identity", **three_regions(rng, 7)},
    probe="grid",
    needs="test_boundary_grid_values",
)
