"""Checks for chapter1_workflow/straight_line.

N, M, L = examples in a data set or in its parts, D = features of an example, K = folds.
"""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

STARTED_AGAIN = "A second call with the same generator gave the same result: do not seed the generator, just draw from it."


def question(rng, task, *args, **kwargs):
    """Return what the probes take that call a task with a generator."""
    return {"task": task, "args": args, "kwargs": kwargs, "seed": rng.integer(1, 2**31)}


def form(value):
    """Return how lists and tuples are nested in a value, and where tensors are in them."""
    if isinstance(value, torch.Tensor):
        return "tensor"
    return [type(value), *map(form, value)] if isinstance(value, list | tuple) else value


def observed(submission, reference, asked, probe="seeded"):
    """Return what a probe saw of the submission and of the reference, once both are sure to be nested alike."""
    got, known = (subject.observe(probe, **asked) for subject in (submission, reference))
    if form(got) != form(known):
        expect(got).to_match(known)
    return got, known


def expect_to_follow_generator(submission, reference, asked, flat):
    """Require that a result depends on its generator, and on nothing else; ``flat`` makes one tensor of it."""
    got, _ = observed(submission, reference, asked, probe="three_calls")
    first, second, again = map(flat, got)
    expect(again, "the result of another generator with the same seed").to_match(first)
    expect(not torch.equal(first, second)).to_be_true(STARTED_AGAIN)


# ------------------------------------------------------------------ make_line


def agree_on_lines(submission, reference, rng, *asked, **kwargs):
    """Require the reference's points, for each number of points and each noise that is asked for."""
    for count, noise in asked:
        # slope, height and noise differ, and none of them is 0 or 1
        line = question(rng, "make_line", count, rng.uniform(2, 3), rng.uniform(-5, -4), noise, **kwargs)
        expect(submission.observe("seeded", **line)).to_match(reference.observe("seeded", **line))


@check("make_line", points=2, title="puts evenly spaced points on the line")
def test_make_line_values(submission, reference, rng):
    agree_on_lines(submission, reference, rng, (rng.integer(4, 9), 0.0), (rng.integer(20, 30), 0.0), (1, 0.0))


@check("make_line", title="adds noise of its own to each point")
def test_make_line_noise(submission, reference, rng):
    noise = rng.uniform(2, 3)
    agree_on_lines(submission, reference, rng, (rng.integer(4, 9), noise), (rng.integer(20, 30), noise))


@check("make_line", title="draws x, and then the noise, where even is False")
def test_make_line_drawn(submission, reference, rng):
    asked = (rng.integer(4, 9), 0.0), (rng.integer(20, 30), rng.uniform(2, 3))
    agree_on_lines(submission, reference, rng, *asked, even=False)


@check("make_line", title="draws from its generator alone, and other numbers in the next call")
def test_make_line_generator(submission, reference, rng):
    asked = question(rng, "make_line", rng.integer(4, 9), 2.0, -4.0, rng.uniform(2, 3))
    expect_to_follow_generator(submission, reference, asked, lambda pair: torch.stack(tuple(pair)))


# ------------------------------------------------------------------ split_data

FRACTIONS = 0.25, 0.15
PARTS = "train", "val", "test"


def numbered(rng, count):
    """Return examples that show where they came from: row i of x is [i, -i], and its label is 2 * i."""
    number = torch.arange(count, dtype=torch.float32)[:, None]
    return rng.strided(torch.cat([number, -number], dim=1)), 2 * number


def numbers(parts):
    """Return the numbers of the examples in all parts, one after the other."""
    return torch.cat([x[:, 0] for x, _ in parts])


def split(rng, count):
    return question(rng, "split_data", *numbered(rng, count), *FRACTIONS)


def some_count(rng):
    return rng.integer(60, 79)


@check("split_data", title="makes parts of the sizes that were asked for")
def test_split_data_sizes(submission, reference, rng):
    for count in (67, 71):  # rounding always down, or always up, or training's size as well, gives other sizes
        x, y = numbered(rng, count)
        for labels in (y, y[:, 0].long()):
            asked = question(rng, "split_data", x, labels, *FRACTIONS)
            for name, part, wanted in zip(PARTS, *observed(submission, reference, asked), strict=True):
                for letter, tensor, known in zip("xy", part, wanted, strict=True):
                    expect(tensor, f"{letter}_{name}").to_have_shape(known.shape)
                    expect(tensor, f"{letter}_{name}").to_have_dtype(known.dtype)


@check("split_data", points=2, title="puts every example into exactly one part")
def test_split_data_all_used(submission, reference, rng):
    count = some_count(rng)
    got, _ = observed(submission, reference, split(rng, count))
    together = numbers(got).sort().values
    expect(together, "the numbers of the rows in all parts, sorted,").to_match(torch.arange(count).float())


@check("split_data", title="keeps each example with its label")
def test_split_data_pairs(submission, reference, rng):
    got, _ = observed(submission, reference, split(rng, some_count(rng)))
    for name, (x, y) in zip(PARTS, got, strict=True):
        expect(y, f"y_{name}, where the label of row i is 2 * i,").to_match(2 * x[:, :1])


@check("split_data", title="leaves it to chance which part an example goes to")
def test_split_data_shuffled(submission, reference, rng):
    got, _ = observed(submission, reference, split(rng, some_count(rng)))
    for name, (x, _) in zip(("training", "validation", "test"), got, strict=True):
        neighbours = bool((x[:, 0].sort().values.diff() == 1).all())
        sentence = f"The {name} part is an unbroken piece of the data: shuffle the examples before you cut."
        expect(not neighbours).to_be_true(sentence)


@check("split_data", title="can leave parts empty")
def test_split_data_empty(submission, reference, rng):
    x, y = numbered(rng, 20)
    for fractions in [(0.0, 0.25), (0.25, 0.0), (0.0, 0.0)]:
        asked = question(rng, "split_data", x, y, *fractions)
        for name, part, wanted in zip(PARTS, *observed(submission, reference, asked), strict=True):
            expect(part[0], f"x_{name}").to_have_shape(wanted[0].shape)


@check("split_data", title="draws from its generator alone, and another split in the next call")
def test_split_data_generator(submission, reference, rng):
    expect_to_follow_generator(submission, reference, split(rng, some_count(rng)), numbers)


# ------------------------------------------------------------------ batches


def epoch(rng, count, size, **kwargs):
    return question(rng, "batches", *numbered(rng, count), size, **kwargs)


def some_sizes(rng):
    """Return a batch size, and a number of examples that leaves a remainder."""
    size = rng.integer(3, 6)
    return size, size * rng.integer(4, 6) + rng.integer(1, size - 1)


@check("batches", points=2, title="cuts the examples into batches, in their order, and keeps a smaller last one")
def test_batches_values(submission, reference, rng):
    size, count = some_sizes(rng)
    x, y = numbered(rng, count)
    sizes = [(count, size), (count, 1), (count, count + 3), (2 * size, size), (9, 4)]  # equal pieces of 9 would be 3, 3, 3
    for args in [*((x[:rows], y[:rows], each) for rows, each in sizes), (x, y[:, 0].long(), size)]:
        expect(submission.call("batches", *args)).to_match(reference.call("batches", *args))


@check("batches", title="leaves out a last batch that is smaller, and only such a one, if drop_last says so")
def test_batches_drop_last(submission, reference, rng):
    size, count = some_sizes(rng)
    for rows in (count, 3 * size, size - 1):
        args = *numbered(rng, rows), size
        known = reference.call("batches", *args, drop_last=True)
        expect(submission.call("batches", *args, drop_last=True)).to_match(known)


@check("batches", title="shuffles without losing an example or its label")
def test_batches_shuffled_pairs(submission, reference, rng):
    size, count = some_sizes(rng)
    got, _ = observed(submission, reference, epoch(rng, count, size))
    together = numbers(got).sort().values
    expect(together, "the numbers of the rows in all batches, sorted,").to_match(torch.arange(count).float())
    for x, y in got:
        expect(y, "y_batch, where the label of row i is 2 * i,").to_match(2 * x[:, :1])


@check("batches", title="shuffles the examples, across the borders of batches")
def test_batches_shuffled(submission, reference, rng):
    size = rng.integer(5, 7)
    got, _ = observed(submission, reference, epoch(rng, 6 * size, size))
    mixed = any(bool((x[:, 0].sort().values.diff() != 1).any()) for x, _ in got)
    sentence = "Each batch holds the same examples as without shuffling: shuffle all examples, then cut."
    expect(mixed).to_be_true(sentence)


@check("batches", title="draws from its generator alone, and another order in the next epoch")
def test_batches_generator(submission, reference, rng):
    size, count = some_sizes(rng)
    expect_to_follow_generator(submission, reference, epoch(rng, count, size), numbers)


test_batches_device = follows_device(
    "batches", lambda rng: epoch(rng, 8, 4), probe="seeded_sorted", needs="test_batches_shuffled_pairs"
)


# ------------------------------------------------------------------ standardise_split


def three_parts(rng, dtype=torch.float32):
    """Return parts with statistics of their own: another scale, and another centre, in each part and each column."""
    features = rng.integer(2, 4)
    rows = rng.sizes(3, low=3, high=7)
    scale = torch.arange(1, features + 1, dtype=dtype)
    made = [(k + 1) * scale * rng.randn(n, features, dtype=dtype) + 4 * scale * k for k, n in enumerate(rows, start=1)]
    return [rng.strided(part) for part in made]


@check("standardise_split", points=2, title="gives the training part's columns mean 0 and standard deviation 1")
def test_standardise_split_train(submission, reference, rng):
    for dtype in (torch.float32, torch.float64):
        parts = three_parts(rng, dtype)
        got, known = (subject.call("standardise_split", *parts) for subject in (submission, reference))
        if form(got) != form(known):
            expect(got).to_match(known)
        expect(got[0], "the training part").to_match(known[0])


@check(
    "standardise_split", points=2, title="uses the training part's statistics for val and test, and leaves its inputs alone"
)
def test_standardise_split_others(submission, reference, rng):
    train, val, test = three_parts(rng)
    for parts in [(train, val, test), (train, val[:0], test[:0])]:
        expect(submission.call("standardise_split", *parts)).to_match(reference.call("standardise_split", *parts))
    args, _ = submission.inputs_after("standardise_split", train, val, test)
    for name, after, before in zip(PARTS, args, (train, val, test), strict=True):
        expect(after, f"the input '{name}'").to_match(before)


@check("standardise_split", title="divides by 1 where a column is constant in the training part, as in a single row all are")
def test_standardise_split_constant(submission, reference, rng):
    train, val, test = three_parts(rng)
    train[:, 0] = rng.choice([2.0, 4.0, 8.0])  # numbers that no way of computing the mean rounds, so that std is exactly 0
    for rows in (train, train[:1]):
        known = reference.call("standardise_split", rows, val, test)
        expect(submission.call("standardise_split", rows, val, test)).to_match(known)


test_standardise_split_device = follows_device("standardise_split", three_parts, needs="test_standardise_split_train")


# ------------------------------------------------------------------ fold_indices


def some_folds(rng):
    """Ask for folds of sizes that differ; equal pieces that are rounded up would leave too few for the last fold."""
    k = rng.integer(4, 5)
    count = k * rng.integer(7, 9) + 2
    return question(rng, "fold_indices", count, k), torch.arange(count)


def validated(rounds):
    """Return the indices of all validation parts, one after the other."""
    return torch.cat([val for _, val in rounds])


@check("fold_indices", title="validates on every example exactly once")
def test_fold_indices_all_used(submission, reference, rng):
    asked, everyone = some_folds(rng)
    got, _ = observed(submission, reference, asked)
    together = validated(got).sort().values
    expect(together, "the indices of all validation parts, sorted,").to_match(everyone)


@check("fold_indices", title="makes folds whose sizes differ by at most one")
def test_fold_indices_sizes(submission, reference, rng):
    for asked in [some_folds(rng)[0], question(rng, "fold_indices", 12, 4), question(rng, "fold_indices", 5, 5)]:
        sizes, wanted = (sorted(len(val) for _, val in rounds) for rounds in observed(submission, reference, asked))
        expect(sizes, "the list of the folds' sizes, sorted,").to_match(wanted)


@check("fold_indices", title="trains on all examples of the other folds, and on no other ones")
def test_fold_indices_train(submission, reference, rng):
    asked, everyone = some_folds(rng)
    for train, val in observed(submission, reference, asked)[0]:
        together = torch.cat([train, val]).sort().values
        expect(together, "train and val of one round together, sorted,").to_match(everyone)


@check("fold_indices", title="leaves it to chance which examples share a fold")
def test_fold_indices_shuffled(submission, reference, rng):
    asked, _ = some_folds(rng)
    for _, val in observed(submission, reference, asked)[0]:
        even = len(val.sort().values.diff().unique()) == 1
        sentence = "The indices of a fold are evenly spaced: share the examples out in random order."
        expect(not even).to_be_true(sentence)


@check("fold_indices", title="draws from its generator alone, and other folds in the next call")
def test_fold_indices_generator(submission, reference, rng):
    expect_to_follow_generator(submission, reference, some_folds(rng)[0], validated)
