"""Checks for chapter1_workflow/straight_line.

N, M, L = examples in a data set or in its parts, D = features of an example, K = folds.
"""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

GLOBAL_CHANGED = "The call changed PyTorch's global random state: draw everything from the generator that you are given."
STARTED_AGAIN = "A second call with the same generator gave the same result: do not seed the generator, just draw from it."


def a_seed(rng):
    """Return a seed that no other check has used."""
    return rng.integer(1, 2**31)


def question(rng, task, *args, **kwargs):
    """Return what the probes take that call a task with a generator."""
    return {"task": task, "args": args, "kwargs": kwargs, "seed": a_seed(rng)}


def form(value):
    """Return how lists and tuples are nested in a value, and where tensors are in them."""
    if isinstance(value, torch.Tensor):
        return "tensor"
    return [type(value), *map(form, value)] if isinstance(value, list | tuple) else value


def formed(got, known):
    """Return a result, once it is sure to be nested like the reference's."""
    if form(got) != form(known):
        expect(got).to_match(known)
    return got


def observed(submission, reference, probe, **inputs):
    """Return what a probe saw, once it is sure to be nested like what it saw of the reference."""
    return formed(submission.observe(probe, **inputs), reference.observe(probe, **inputs))


def expect_generator_alone(submission, reference, asked, flat):
    """Require that a result depends on the seed of the generator alone; ``flat`` makes one tensor of it."""
    seen, known = submission.observe("seeded_again", **asked), reference.observe("seeded_again", **asked)
    first, second = (flat(formed(seen[name], known[name])) for name in ("first", "second"))
    expect(second, "the result of a second generator with the same seed").to_match(first)
    expect(seen["global state kept"]).to_be_true(GLOBAL_CHANGED)


def expect_other_draws(submission, reference, asked, flat):
    """Require that a second call with the same generator gives something else."""
    first, second = (flat(result) for result in observed(submission, reference, "twice", **asked))
    expect(not torch.equal(first, second)).to_be_true(STARTED_AGAIN)


# ------------------------------------------------------------------ make_line


def line(rng, count, noise, **kwargs):
    """Ask for a line whose slope, height and noise all differ, and are none of 0 and 1."""
    return question(rng, "make_line", count, rng.uniform(2, 3), rng.uniform(-5, -4), noise, **kwargs)


def both(pair):
    """Return x and y of a line as one tensor."""
    return torch.stack(tuple(pair))


@check("make_line", points=2, title="puts evenly spaced points on the line")
def test_make_line_values(submission, reference, rng):
    for count in (rng.integer(4, 9), rng.integer(20, 30)):
        asked = line(rng, count, 0.0)
        expect(submission.observe("seeded", **asked)).to_match(reference.observe("seeded", **asked))


@check("make_line", title="can make a single point")
def test_make_line_single(submission, reference, rng):
    asked = line(rng, 1, 0.0)
    expect(submission.observe("seeded", **asked)).to_match(reference.observe("seeded", **asked))


@check("make_line", title="adds noise of its own to each point")
def test_make_line_noise(submission, reference, rng):
    for count in (rng.integer(4, 9), rng.integer(20, 30)):
        asked = line(rng, count, rng.uniform(2, 3))
        expect(submission.observe("seeded", **asked)).to_match(reference.observe("seeded", **asked))


@check("make_line", title="draws x, and then the noise, where even is False")
def test_make_line_drawn(submission, reference, rng):
    for count, noise in [(rng.integer(4, 9), 0.0), (rng.integer(20, 30), rng.uniform(2, 3))]:
        asked = line(rng, count, noise, even=False)
        expect(submission.observe("seeded", **asked)).to_match(reference.observe("seeded", **asked))


@check("make_line", title="depends on the generator alone, and leaves PyTorch's global random state as it was")
def test_make_line_generator(submission, reference, rng):
    asked = line(rng, rng.integer(4, 9), rng.uniform(2, 3))
    expect_generator_alone(submission, reference, asked, both)


@check("make_line", title="makes other points when it is called again")
def test_make_line_again(submission, reference, rng):
    asked = line(rng, rng.integer(4, 9), rng.uniform(2, 3))
    expect_other_draws(submission, reference, asked, both)


# ------------------------------------------------------------------ split_data

FRACTIONS = 0.25, 0.15


def numbered(rng, count):
    """Return examples that show where they came from: row i of x is [i, -i], and its label is 2 * i."""
    number = torch.arange(count, dtype=torch.float32)[:, None]
    return rng.strided(torch.cat([number, -number], dim=1)), 2 * number


def uneven(rng):
    """Return a number of examples of which a quarter has to be rounded up, and 0.15 cannot be rounded in two ways."""
    return 4 * rng.integer(15, 18) + 3


def numbers(parts):
    """Return the numbers of the examples in all parts, one after the other."""
    return torch.cat([x[:, 0] for x, _ in parts])


def split(rng, count):
    return question(rng, "split_data", *numbered(rng, count), *FRACTIONS)


@check("split_data", title="makes parts of the sizes that were asked for")
def test_split_data_sizes(submission, reference, rng):
    x, y = numbered(rng, uneven(rng))
    for labels in (y, y[:, 0].long()):
        asked = question(rng, "split_data", x, labels, *FRACTIONS)
        got, known = (subject.observe("seeded", **asked) for subject in (submission, reference))
        for name, part, expected in zip(("train", "val", "test"), formed(got, known), known, strict=True):
            for letter, tensor, wanted in zip("xy", part, expected, strict=True):
                expect(tensor, f"{letter}_{name}").to_have_shape(wanted.shape)
                expect(tensor, f"{letter}_{name}").to_have_dtype(wanted.dtype)


@check("split_data", points=2, title="puts every example into exactly one part")
def test_split_data_all_used(submission, reference, rng):
    count = uneven(rng)
    got = observed(submission, reference, "seeded", **split(rng, count))
    together = numbers(got).sort().values
    expect(together, "the numbers of the rows in all parts, sorted,").to_match(torch.arange(count).float())


@check("split_data", title="keeps each example with its label")
def test_split_data_pairs(submission, reference, rng):
    got = observed(submission, reference, "seeded", **split(rng, uneven(rng)))
    for name, (x, y) in zip(("train", "val", "test"), got, strict=True):
        expect(y, f"y_{name}, where the label of row i is 2 * i,").to_match(2 * x[:, :1])


@check("split_data", title="leaves it to chance which part an example goes to")
def test_split_data_shuffled(submission, reference, rng):
    count = uneven(rng)
    got = observed(submission, reference, "seeded", **split(rng, count))
    for name, (x, _) in zip(("training", "validation", "test"), got, strict=True):
        order = x[:, 0].sort().values
        neighbours = bool((order.diff() == 1).all())
        sentence = f"The {name} part is an unbroken piece of the data: shuffle the examples before you cut."
        expect(not neighbours).to_be_true(sentence)


@check("split_data", title="can leave parts empty")
def test_split_data_empty(submission, reference, rng):
    x, y = numbered(rng, 20)
    for fractions in [(0.0, 0.25), (0.25, 0.0), (0.0, 0.0)]:
        asked = question(rng, "split_data", x, y, *fractions)
        got, known = (subject.observe("seeded", **asked) for subject in (submission, reference))
        for name, part, wanted in zip(("train", "val", "test"), formed(got, known), known, strict=True):
            expect(part[0], f"x_{name}").to_have_shape(wanted[0].shape)


@check("split_data", title="depends on the generator alone, and draws anew when it is called again")
def test_split_data_generator(submission, reference, rng):
    expect_generator_alone(submission, reference, split(rng, uneven(rng)), numbers)
    expect_other_draws(submission, reference, split(rng, uneven(rng)), numbers)


test_split_data_device = follows_device(
    "split_data", lambda rng: split(rng, 20), probe="seeded_sorted", needs="test_split_data_all_used"
)


# ------------------------------------------------------------------ batches


def epoch(rng, count, size, **kwargs):
    return question(rng, "batches", *numbered(rng, count), size, **kwargs)


def some_sizes(rng):
    """Return a batch size, and a number of examples that leaves a remainder."""
    size = rng.integer(3, 6)
    return size, size * rng.integer(4, 6) + rng.integer(1, size - 1)


@check("batches", title="cuts the examples into batches, in their order, and keeps a smaller last one")
def test_batches_values(submission, reference, rng):
    size, count = some_sizes(rng)
    x, y = numbered(rng, count)
    for args in [(x, y, size), (x, y[:, 0].long(), size), (x, y, 1), (x, y, count + 3), (x[:9], y[:9], 4)]:
        expect(submission.call("batches", *args)).to_match(reference.call("batches", *args))


@check("batches", title="has only full batches where N can be divided by the size")
def test_batches_divisible(submission, reference, rng):
    size = rng.integer(3, 6)
    for count in (size, 4 * size):
        args = *numbered(rng, count), size
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
    got = observed(submission, reference, "seeded", **epoch(rng, count, size))
    together = numbers(got).sort().values
    expect(together, "the numbers of the rows in all batches, sorted,").to_match(torch.arange(count).float())
    for x, y in got:
        expect(y, "y_batch, where the label of row i is 2 * i,").to_match(2 * x[:, :1])


@check("batches", title="shuffles the examples, across the borders of batches")
def test_batches_shuffled(submission, reference, rng):
    size = rng.integer(5, 7)
    got = observed(submission, reference, "seeded", **epoch(rng, 6 * size, size))
    mixed = any(bool((x[:, 0].sort().values.diff() != 1).any()) for x, _ in got)
    sentence = "Each batch holds the same examples as without shuffling: shuffle all examples, then cut."
    expect(mixed).to_be_true(sentence)


@check("batches", title="depends on the generator alone, and needs no random numbers without one")
def test_batches_generator(submission, reference, rng):
    size, count = some_sizes(rng)
    expect_generator_alone(submission, reference, epoch(rng, count, size), numbers)
    asked = {"task": "batches", "args": (*numbered(rng, count), size), "kwargs": {}}
    kept = submission.observe("keeps_global_state", **asked)
    expect(kept).to_be_true("Without a generator the call changed PyTorch's global random state: then nothing is shuffled.")


@check("batches", title="shuffles anew in the next epoch")
def test_batches_again(submission, reference, rng):
    size, count = some_sizes(rng)
    expect_other_draws(submission, reference, epoch(rng, count, size), numbers)


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
        expect(formed(got, known)[0], "the training part").to_match(known[0])


@check("standardise_split", points=2, title="uses the training part's statistics for validation and test")
def test_standardise_split_others(submission, reference, rng):
    train, val, test = three_parts(rng)
    for parts in [(train, val, test), (train, val[:0], test[:0])]:
        expect(submission.call("standardise_split", *parts)).to_match(reference.call("standardise_split", *parts))


@check("standardise_split", title="divides by 1 where a column is constant in the training part, as in a single row all are")
def test_standardise_split_constant(submission, reference, rng):
    train, val, test = three_parts(rng)
    train[:, 0] = float(rng.integer(2, 9))
    for rows in (train, train[:1]):
        known = reference.call("standardise_split", rows, val, test)
        expect(submission.call("standardise_split", rows, val, test)).to_match(known)


@check("standardise_split", needs="test_standardise_split_train", title="leaves its inputs as they were")
def test_standardise_split_pure(submission, rng):
    parts = three_parts(rng)
    args, _ = submission.inputs_after("standardise_split", *parts)
    for name, after, before in zip(("train", "val", "test"), args, parts, strict=True):
        expect(after, f"the input '{name}'").to_match(before)


test_standardise_split_device = follows_device("standardise_split", three_parts, needs="test_standardise_split_train")


# ------------------------------------------------------------------ fold_indices


def folds(rng):
    """Return a number of examples and of folds; equal pieces that are rounded up would leave too few for the last fold."""
    k = rng.integer(4, 5)
    return k * rng.integer(7, 9) + 2, k


def validated(rounds):
    """Return the indices of all validation parts, one after the other."""
    return torch.cat([val for _, val in rounds])


@check("fold_indices", title="validates on every example exactly once")
def test_fold_indices_all_used(submission, reference, rng):
    count, k = folds(rng)
    got = observed(submission, reference, "seeded", **question(rng, "fold_indices", count, k))
    together = validated(got).sort().values
    expect(together, "the indices of all validation parts, sorted,").to_match(torch.arange(count))


@check("fold_indices", title="makes folds whose sizes differ by at most one")
def test_fold_indices_sizes(submission, reference, rng):
    for count, k in [folds(rng), (12, 4), (5, 5)]:
        asked = question(rng, "fold_indices", count, k)
        got, known = (subject.observe("seeded", **asked) for subject in (submission, reference))
        sizes, wanted = (sorted(len(val) for _, val in rounds) for rounds in (formed(got, known), known))
        expect(sizes, "the list of the folds' sizes, sorted,").to_match(wanted)


@check("fold_indices", title="trains on all examples of the other folds, and on no other ones")
def test_fold_indices_train(submission, reference, rng):
    count, k = folds(rng)
    for train, val in observed(submission, reference, "seeded", **question(rng, "fold_indices", count, k)):
        together = torch.cat([train, val]).sort().values
        expect(together, "train and val of one round together, sorted,").to_match(torch.arange(count))


@check("fold_indices", title="leaves it to chance which examples share a fold")
def test_fold_indices_shuffled(submission, reference, rng):
    count, k = folds(rng)
    for _, val in observed(submission, reference, "seeded", **question(rng, "fold_indices", count, k)):
        even = len(val.sort().values.diff().unique()) == 1
        sentence = "The indices of a fold are evenly spaced: share the examples out in random order."
        expect(not even).to_be_true(sentence)


@check("fold_indices", title="depends on the generator alone, and draws anew when it is called again")
def test_fold_indices_generator(submission, reference, rng):
    asked = question(rng, "fold_indices", *folds(rng))
    expect_generator_alone(submission, reference, asked, validated)
    expect_other_draws(submission, reference, asked, validated)
