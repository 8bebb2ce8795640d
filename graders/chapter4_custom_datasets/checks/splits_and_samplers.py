"""Checks for chapter4_custom_datasets/splits_and_samplers.

N, M = samples, B = samples of a batch, T = time, D = features, C = channels, H, W = height and width, K = classes.
"""

import torch

from learn.checks import check
from learn.claims import expect_positions
from learn.devices import follows_device, require_there
from learn.expect import expect
from learn.pictures import tiles

# ------------------------------------------------------------------ find_twins

LIMIT = 10.0


def signs(rng, h, w):
    """Return as many 1 as -1 in random places; h is even."""
    ones = torch.ones(h * w, dtype=torch.int64)
    ones[: h * w // 2] = -1
    return ones[rng.permutation(h * w)].reshape(h, w)


def originals(rng, count, h, w):
    """Return at most four pictures whose mean pixels are 50 apart, and therefore the pictures at least that much."""
    return [40 + 50 * k + 12 * signs(rng, h, w) for k in range(count)]


def twin(rng, picture, distance):
    """Return a picture whose pixels all differ by ``distance``, one half up and one half down."""
    return picture + distance * signs(rng, *picture.shape)


def spotted(rng, picture):
    """Return a picture that differs in one pixel only, by so much that it weighs more than the limit if it is squared."""
    changed = picture.clone()
    row, column = (rng.integer(0, size - 1) for size in picture.shape)
    changed[row, column] += 70 if changed[row, column] < 128 else -70
    return changed


def album(pictures):
    return torch.stack(pictures).to(torch.uint8)


def twins_by_group(rng, counts, h, w):
    """Return groups of pictures, the k-th one as large as the k-th count says, whose members are 0, 2 or 4 apart."""
    return [
        [first, *(twin(rng, first, rng.choice([2, 3])) for _ in range(count - 1))]
        for first, count in zip(originals(rng, len(counts), h, w), counts, strict=True)
    ]


def numbers_of(submission, pictures):
    """Return a group number for each picture, once it is sure that there is one."""
    numbers = submission.call("find_twins", pictures, LIMIT)
    expect(numbers).to_have_dtype(torch.int64)
    expect(numbers).to_have_shape([len(pictures)])
    return numbers


def expect_together(submission, reference, pictures, *, shown=False):
    """Require that the same pairs share a number, whichever number that is."""
    numbers = numbers_of(submission, pictures)
    if shown:
        named = [f"group {number}" for number in numbers.tolist()]
        submission.show(tiles("Groups of twins", list(pictures), named, "Pictures, each with the number of its group."))
    known = reference.call("find_twins", pictures, LIMIT)
    pairs, wanted = (groups[:, None] == groups for groups in (numbers, known))
    expect(pairs, "the table of which two pictures share a group").to_match(wanted)


@check(
    "find_twins", points=2, title="puts near-duplicates into one group, whether all pixels differ a little or one does much"
)
def test_find_twins_values(submission, reference, rng):
    for counts, h, w in [([3, 1, 2], 4, 7), ([2, 1, 1, 3], 6, 5), ([1], 2, 3)]:
        together = [picture for group in twins_by_group(rng, counts, h, w) for picture in group]
        if h * w > 20:  # in a smaller picture, a single pixel would change the mean too much
            together.append(spotted(rng, rng.choice(together)))
        pictures = rng.strided(album(rng.shuffled(together)))
        expect_together(submission, reference, pictures, shown=len(counts) == 4)


@check("find_twins", title="puts the twins of a twin into one group, whichever comes first")
def test_find_twins_transitive(submission, reference, rng):
    middle, other = originals(rng, 2, 4, rng.integer(4, 7))
    pattern = signs(rng, *middle.shape)
    ends = [middle - 7 * pattern, middle + 7 * pattern]  # 14 from each other
    for pictures in ([ends[0], middle, ends[1], other], [ends[0], other, ends[1], middle]):
        expect_together(submission, reference, album(pictures))


@check("find_twins", title="tells pictures apart that are equally bright")
def test_find_twins_bright(submission, reference, rng):
    pattern = signs(rng, 6, 5)
    pictures = [120 + 60 * pattern, 120 - 60 * pattern, 120 + 15 * pattern]
    expect_together(submission, reference, album(rng.shuffled([*pictures, twin(rng, pictures[0], 3)])))


@check("find_twins", title="numbers the groups in the order of their first pictures")
def test_find_twins_numbers(submission, reference, rng):
    first, second, third = rng.shuffled(twins_by_group(rng, [3, 3, 3], 4, 5))
    pictures = album([first[0], first[1], second[0], *rng.shuffled([first[2], second[1], second[2], *third])])
    numbers = numbers_of(submission, pictures)
    expect(numbers).to_match(reference.call("find_twins", pictures, LIMIT))


test_find_twins_device = follows_device(
    "find_twins",
    lambda rng: [album([picture for group in twins_by_group(rng, [2, 1], 2, 3) for picture in group]), LIMIT],
    needs="test_find_twins_values",
)


# ------------------------------------------------------------------ split_by_group


def groups_of(rng, *sizes):
    """Return the group of each sample, in random order: groups of these sizes, with any numbers."""
    numbers = rng.permutation(10 * len(sizes))[: len(sizes)] + 5
    groups = numbers.repeat_interleave(torch.tensor(sizes))
    return groups[rng.permutation(len(groups))]


def parted(submission, reference, groups, test_fraction, seeds):
    """Return splits by seed, once it is sure that each is a pair of positions in groups."""
    inputs = {"groups": groups, "test_fraction": test_fraction, "seeds": seeds}
    got = submission.observe("splits", **inputs)
    for pair in got:
        if not (isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(part, torch.Tensor) for part in pair)):
            expect(got).to_match(reference.observe("splits", **inputs))
        for part, name in zip(pair, ["train", "test"], strict=True):
            expect_positions(part, name, len(groups), "groups")
    return got


@check("split_by_group", title="loses no sample, and uses none twice")
def test_split_by_group_complete(submission, reference, rng):
    groups = rng.strided(groups_of(rng, 7, 1, 4, 9, 3, 6))
    for parts in parted(submission, reference, groups, 0.3, rng.seeds(3)):
        expect(torch.cat(parts).sort().values, "all positions, sorted").to_match(torch.arange(len(groups)))


@check("split_by_group", points=2, title="has no group in both parts")
def test_split_by_group_apart(submission, reference, rng):
    groups = groups_of(rng, *[5] * 8)
    for train, test in parted(submission, reference, groups, 0.4, rng.seeds(3)):
        for part, name in [(train, "train"), (test, "test")]:
            expect(len(part) > 0).to_be_true(f"{name} is empty, although there are 8 groups of 5 samples.")
        shared = sorted(set(groups[train].tolist()) & set(groups[test].tolist()))
        what = f"of {len(set(groups.tolist()))} groups, {len(shared)} have samples in both train and test"
        expect(not shared).to_be_true(f"A group has to stay together: {what}.")


@check("split_by_group", title="adds groups to the test set until it holds enough samples, and then no more")
def test_split_by_group_size(submission, reference, rng):
    for sizes, fraction, times in [([4] * 12, 0.25, 3), ([4] * 12, 0.3, 3), ([30, *[1] * 30], 0.39, 16)]:
        groups = groups_of(rng, *sizes)
        wanted = fraction * len(groups)
        for _, test in parted(submission, reference, groups, fraction, rng.seeds(times)):
            enough = len(test) >= wanted
            expect(enough).to_be_true(f"The test set holds {len(test)} samples, expected at least {wanted:.1f}.")
            largest = int(groups[test].unique(return_counts=True)[1].max())
            needed = len(test) - largest < wanted
            expect(needed).to_be_true(
                f"The test set holds {len(test)} samples in groups of at most {largest}: with a group less it would still "
                f"hold {wanted:.1f}, which is enough."
            )


@check("split_by_group", title="draws other test groups with another generator, and the same with an equal one")
def test_split_by_group_generator(submission, reference, rng):
    groups = groups_of(rng, *[2] * 40)
    seed, other = rng.seeds(2)
    first, again, third = parted(submission, reference, groups, 0.5, [seed, seed, other])
    same = all(torch.equal(one, two) for one, two in zip(first, again, strict=True))
    expect(same).to_be_true("Two generators of the same seed gave two splits: draw all random numbers from the generator.")
    chosen = [set(groups[test].tolist()) for _, test in (first, third)]
    expect(chosen[0] != chosen[1]).to_be_true("Generators of two seeds chose the same test groups: shuffle the groups.")


@check("split_by_group", title="shuffles the samples of both parts")
def test_split_by_group_mixed(submission, reference, rng):
    groups = torch.arange(60) // 10  # sorted, so that sorted positions do not mix the groups either
    (parts,) = parted(submission, reference, groups, 0.5, rng.seeds(1))
    for part, name in zip(parts, ["train", "test"], strict=True):
        changes, least = int(groups[part].diff().count_nonzero()), len(groups[part].unique()) - 1
        expect(changes > least).to_be_true(f"{name} holds one group after the other: shuffle it once more at the end.")


@check("split_by_group", needs="test_split_by_group_apart", title="gives positions on the device of the groups", reported=True)
def test_split_by_group_device(submission, reference, accelerator, rng):
    inputs = {"groups": groups_of(rng, 2, 3, 2), "test_fraction": 0.5, "seed": rng.integer(0, 10**6)}
    seen, expected = (subject.probe_on_device("all_positions", **inputs) for subject in (submission, reference))
    # the generator is on the CPU: whoever splits there and moves the result does right, so that round trips do not count
    require_there(seen | {"round_trips": 0}, accelerator)
    expect(seen["output"]).to_match(expected["output"])


# ------------------------------------------------------------------ SubsetWithTransform


def drawn_samples(rng, n, m):
    """Return samples whose labels differ from their positions, and which of them a view has."""
    indices = rng.permutation(n)
    indices = torch.cat([indices[indices != 0], indices[indices == 0]])[:m]  # never the first m in their own order
    return {"x": rng.randn(n, 2, 3), "labels": [100 + int(k) for k in rng.permutation(n)], "indices": indices}


def expect_view(submission, reference, rng, part, name):
    for n, m in [(rng.integer(7, 9), rng.integer(3, 5)), (6, 6), (5, 1)]:
        inputs = drawn_samples(rng, n, m) | {"factor": 3}
        got, known = submission.observe("one_view", **inputs), reference.observe("one_view", **inputs)
        expect(got[part], name).to_match(known[part])


@check("SubsetWithTransform", title="gives the samples at its indices, transformed")
def test_subset_with_transform_values(submission, reference, rng):
    expect_view(submission, reference, rng, "x", "what x is, sample by sample,")


@check("SubsetWithTransform", title="leaves the labels as they are")
def test_subset_with_transform_labels(submission, reference, rng):
    expect_view(submission, reference, rng, "labels", "the list of labels")


@check("SubsetWithTransform", title="is as long as its indices")
def test_subset_with_transform_length(submission, reference, rng):
    expect_view(submission, reference, rng, "length", "the length")


@check("SubsetWithTransform", points=2, title="has a transform of its own, which the data set and another view do not share")
def test_subset_with_transform_own(submission, reference, rng):
    samples = drawn_samples(rng, 7, 6)
    train, test = samples["indices"][:4], samples["indices"][4:]
    inputs = {"x": samples["x"], "labels": samples["labels"], "train": train, "test": test, "factor": 3}
    got, known = submission.observe("two_views", **inputs), reference.observe("two_views", **inputs)
    for name, wanted in known.items():
        expect(got[name], f"what x is in {name}, sample by sample,").to_match(wanted)


@check("SubsetWithTransform", title="transforms a sample anew whenever it is asked for it")
def test_subset_with_transform_anew(submission, reference, rng):
    inputs = drawn_samples(rng, 5, 1) | {"times": 4}
    expect(submission.observe("asked_again", **inputs)).to_match(reference.observe("asked_again", **inputs))


# ------------------------------------------------------------------ balanced_weights


def some_labels(rng):
    return [rng.strided(rng.labels(*counts)) for counts in (rng.sizes(3), rng.sizes(2), rng.sizes(4), [3])]


@check("balanced_weights", title="has a weight for each sample, float64")
def test_balanced_weights_shape(submission, rng):
    for labels in some_labels(rng):
        weights = submission.call("balanced_weights", labels)
        expect(weights).to_have_shape([len(labels)])
        expect(weights).to_have_dtype(torch.float64)


@check("balanced_weights", title="gives each class the same weight in total, and each of its samples the same share")
def test_balanced_weights_equal(submission, rng):
    for labels in some_labels(rng):
        weights = submission.call("balanced_weights", labels)
        expect(weights).to_have_shape([len(labels)])
        shares = weights.double() / weights.double().sum()
        counts = labels.bincount()
        wanted = 1 / (len(counts) * counts[labels].double())
        expect(shares, "the share of each sample in all weights").to_match(wanted, rtol=1e-4)


@check("balanced_weights", points=2, title="makes weights that are probabilities, and add up to 1")
def test_balanced_weights_values(submission, reference, rng):
    for labels in some_labels(rng):
        expect(submission.call("balanced_weights", labels)).to_match(reference.call("balanced_weights", labels), rtol=1e-6)


@check("balanced_weights", title="does not count a class that does not occur")
def test_balanced_weights_absent(submission, reference, rng):
    for counts in ([rng.integer(4, 6), 0, rng.integer(1, 3)], [0, 2, 0, 0, 5]):
        labels = rng.labels(*counts)
        expect(submission.call("balanced_weights", labels)).to_match(reference.call("balanced_weights", labels), rtol=1e-6)


test_balanced_weights_device = follows_device(
    "balanced_weights", lambda rng: [rng.labels(5, 2)], needs="test_balanced_weights_values"
)


# ------------------------------------------------------------------ balanced_loader

COUNTS = 180, 15, 0, 5
PRESENT = [k for k, count in enumerate(COUNTS) if count]
SPARE = 0.2
"""A share of 600 draws has a standard deviation of 0.02 around 1/3, a tenth of this: no right answer is ever so far off."""


def skewed(rng):
    """Return what the probe ``epochs_of`` takes: classes of very different sizes, the first samples all of the largest."""
    labels = torch.cat([torch.zeros(20, dtype=torch.int64), rng.labels(COUNTS[0] - 20, *COUNTS[1:])])
    return {"x": rng.permutation(len(labels)), "labels": labels, "batch_size": 50}


def batches_of(submission, inputs, seeds, epochs):
    """Return for each seed a list of epochs, each a list of batches ``(x, labels)`` that belong together."""
    got = submission.observe("epochs_of", **inputs, seeds=seeds, epochs=epochs)
    known = torch.empty(len(inputs["labels"]), dtype=torch.int64)
    known[inputs["x"]] = inputs["labels"]
    for loader in got:
        for batch in (batch for epoch in loader for batch in epoch):
            pair = len(batch) == 2 and all(isinstance(part, torch.Tensor) and part.dim() == 1 for part in batch)
            expect(pair).to_be_true(
                "A batch is no pair (x, labels) of samples of the data set, as the default collate_fn makes it."
            )
            x, labels = batch
            expect(x, "x").to_have_dtype(torch.int64)
            inside = bool(((x >= 0) & (x < len(known))).all())
            expect(inside).to_be_true("A batch holds an x that is not in the data set.")
            expect(labels, "the labels of a batch").to_match(known[x])
    return got


def drawn(submission, inputs, seeds, epochs):
    """Return for each seed and epoch all x and all labels that came, each a tensor."""
    loaders = batches_of(submission, inputs, seeds, epochs)
    filled = all(epoch for loader in loaders for epoch in loader)
    expect(filled).to_be_true("An epoch gave no batch at all.")
    return [[tuple(torch.cat(parts) for parts in zip(*epoch, strict=True)) for epoch in loader] for loader in loaders]


@check("balanced_loader", title="draws N samples an epoch, in whole batches and one of what is left")
def test_balanced_loader_sizes(submission, rng):
    for counts, batch_size in [((8, 3), 4), ((2, 6, 1), 3), ((4, 1), 9)]:
        labels = rng.labels(*counts)
        inputs = {"x": rng.permutation(len(labels)), "labels": labels, "batch_size": batch_size}
        (epochs,) = batches_of(submission, inputs, rng.seeds(1), 2)
        sizes = [[len(x) for x, _ in epoch] for epoch in epochs]
        whole, left = divmod(len(labels), batch_size)
        wanted = [batch_size] * whole + ([left] if left else [])
        expect(sizes, "the list of batch sizes of two epochs").to_match([wanted, wanted])


@check("balanced_loader", points=2, title="draws each class equally often")
def test_balanced_loader_balance(submission, rng):
    (epochs,) = drawn(submission, skewed(rng), rng.seeds(1), 3)
    labels = torch.cat([labels for _, labels in epochs])
    for k in PRESENT:
        share = float((labels == k).double().mean())
        off = abs(share - 1 / len(PRESENT)) > SPARE
        expect(not off).to_be_true(
            f"Of the samples that were drawn in three epochs, {share:.0%} are of class {k}, and {len(PRESENT)} classes occur: "
            f"expected about {1 / len(PRESENT):.0%}."
        )


@check("balanced_loader", title="draws all samples of a rare class, and many of a frequent one")
def test_balanced_loader_covers(submission, rng):
    (epochs,) = drawn(submission, skewed(rng), rng.seeds(1), 3)
    x, labels = (torch.cat(parts) for parts in zip(*epochs, strict=True))
    for k, least in [(0, 30), (3, COUNTS[3])]:
        number = len(x[labels == k].unique())
        expect(number >= least).to_be_true(
            f"Of the {COUNTS[k]} samples of class {k}, {number} came in three epochs, expected at least {least}."
        )


@check(
    "balanced_loader",
    needs="test_balanced_loader_balance",
    title="draws the same with an equal generator, and something else with another",
)
def test_balanced_loader_generator(submission, rng):
    seed, other = rng.seeds(2)
    first, again, third = ([x for x, _ in epochs] for epochs in drawn(submission, skewed(rng), [seed, seed, other], 1))
    expect(torch.equal(first[0], again[0])).to_be_true(
        "Two generators of the same seed gave two orders: hand the generator to what draws the samples."
    )
    expect(not torch.equal(first[0], third[0])).to_be_true("Generators of two seeds gave the same samples in the same order.")


@check("balanced_loader", needs="test_balanced_loader_balance", title="draws anew in each epoch")
def test_balanced_loader_anew(submission, rng):
    ((first, second),) = drawn(submission, skewed(rng), rng.seeds(1), 2)
    expect(not torch.equal(first[0], second[0])).to_be_true("Two epochs gave the same samples in the same order.")


# ------------------------------------------------------------------ pad_collate


def uneven(rng, *lengths, d=3):
    """Return a batch of sequences of these lengths, with labels."""
    return [(rng.strided(rng.randn(t, d)), 10 + rng.integer(0, 80)) for t in lengths]


def some_batches(rng):
    """Return batches whose longest sequence is first, last, in the middle, alone, and as long as all others."""
    first, second, third = sorted(rng.sizes(3, 1, 7))
    lengths = [(third, first, second), (first, third), (second, third, first), (third,), (2, 2)]
    return [uneven(rng, *numbers, d=d) for numbers, d in zip(lengths, (3, 2, 1, 4, 5), strict=True)]


def expect_part(submission, reference, batches, number, name):
    for batch in batches:
        got, known = (subject.call("pad_collate", batch) for subject in (submission, reference))
        if not (isinstance(got, tuple) and len(got) == len(known)):
            expect(got).to_match(known)
        expect(got[number], name).to_match(known[number])


@check("pad_collate", points=2, title="fills each sequence up with zeros to the length of the longest")
def test_pad_collate_padded(submission, reference, rng):
    expect_part(submission, reference, some_batches(rng), 0, "padded")


@check("pad_collate", title="tells how long each sequence was")
def test_pad_collate_lengths(submission, reference, rng):
    expect_part(submission, reference, some_batches(rng), 1, "lengths")


@check("pad_collate", title="collects the labels, int64, in the order of the batch")
def test_pad_collate_labels(submission, reference, rng):
    expect_part(submission, reference, some_batches(rng), 2, "labels")


@check("pad_collate", title="has a mask that is True where a sequence is, and False where padding is")
def test_pad_collate_mask(submission, reference, rng):
    expect_part(submission, reference, some_batches(rng), 3, "mask")


@check("pad_collate", title="does not take a step of zeros for padding")
def test_pad_collate_zeros(submission, reference, rng):
    batch = uneven(rng, 4, rng.integer(6, 8), 5)
    for sequence, _ in batch:
        sequence[rng.integer(0, len(sequence) - 2)] = 0
        sequence[-1] = 0
    expect_part(submission, reference, [batch], 3, "mask")


# ------------------------------------------------------------------ training_statistics


def image(rng, c, h, w, level=0.0):
    """Return a picture whose channels have different means and spreads, and which is brighter by ``level``."""
    low, wide = 0.05 + 0.1 * torch.arange(c), 0.2 + 0.05 * torch.arange(c)
    return low[:, None, None] + level + wide[:, None, None] * rng.rand(c, h, w)


def uneven_images(rng, c):
    """Return pictures of very different sizes: a large dark one, a small bright one, and one in between."""
    sizes = [(8, 9, 0.0), (2, 3, 0.3), (5, 4, 0.15)]
    return [rng.strided(image(rng, c, *size)) for size in sizes]


def expect_statistic(submission, reference, number, name, images, indices):
    inputs = {"images": images, "indices": indices}
    got, known = (subject.observe("statistics", **inputs) for subject in (submission, reference))
    if not (isinstance(got, tuple) and len(got) == len(known)):
        expect(got).to_match(known)
    expect(got[number], name).to_match(known[number], rtol=1e-3)  # float32 sums lose some digits of a small variance


@check("training_statistics", title="averages each channel over all pixels, so that large pictures count more")
def test_training_statistics_mean(submission, reference, rng):
    for c in (3, 2):
        expect_statistic(submission, reference, 0, "mean", uneven_images(rng, c), rng.permutation(3))


@check("training_statistics", points=2, title="measures the deviation of all pixels of a channel from their one mean")
def test_training_statistics_std(submission, reference, rng):
    for c in (3, 2):
        expect_statistic(submission, reference, 1, "std", uneven_images(rng, c), rng.permutation(3))


@check("training_statistics", title="looks at the training pictures alone")
def test_training_statistics_train(submission, reference, rng):
    images = [image(rng, 3, 4, 3), image(rng, 3, 2, 5, 0.3), image(rng, 3, 3, 3), image(rng, 3, 4, 2, 0.25)]
    for indices in ([2, 3], [3], [1, 3, 2]):
        for number, name in enumerate(["mean", "std"]):
            expect_statistic(submission, reference, number, name, images, torch.tensor(rng.shuffled(indices)))


@check("training_statistics", title="takes the population's deviation, also of a few grey pixels")
def test_training_statistics_population(submission, reference, rng):
    low = rng.uniform(0.1, 0.3)
    pixels = torch.tensor([[[low, low + rng.uniform(0.2, 0.5)]]])
    expect_statistic(submission, reference, 1, "std", [pixels], torch.tensor([0]))


# ------------------------------------------------------------------ evaluate_all


def scored(rng, right, k=4):
    """Return what the probe ``evaluated`` takes: samples that a linear model gets right where ``right`` says so."""
    n, order, largest = len(right), rng.permutation(k), rng.randint(0, k - 1, len(right))
    x = rng.randn(n, k).clamp(-1, 1)
    x[torch.arange(n), largest] += 3
    answers = order.argsort()[largest]
    labels = torch.where(torch.tensor(right), answers, (answers + rng.randint(1, k - 1, n)) % k)
    return {"layer": "identity", "values": [torch.eye(k)[order], torch.zeros(k)], "x": x, "labels": labels}


def threshold(x, border, labels):
    """Return what the probe ``evaluated`` takes: a model that says class 1 where its only feature is above a border."""
    values = [torch.tensor([[0.0], [1.0]]), torch.tensor([0.0, -border])]
    return {"values": values, "x": x[:, None], "labels": torch.tensor(labels)}


def expect_accuracy(submission, reference, **inputs):
    got, known = (subject.observe("evaluated", **inputs) for subject in (submission, reference))
    expect(got["accuracy"], "the accuracy").to_match(known["accuracy"], rtol=1e-5)


@check(
    "evaluate_all",
    points=2,
    title="counts each sample once, at most batch_size at a time, also where the last batch is not full",
)
def test_evaluate_all_values(submission, reference, rng):
    n, size = rng.choice([(7, 3), (9, 4), (8, 5)])
    full = n - n % size
    most = rng.integer(1, full - 1)
    for first, last in [([True] * most + [False] * (full - most), True), ([True] * full, False)]:
        right = rng.shuffled(first) + [last] * (n - full)
        # of more than batch_size samples at once, this model gets wrong what it would get right
        expect_accuracy(submission, reference, **scored(rng, right) | {"layer": "narrow"}, batch_size=size)


@check("evaluate_all", title="takes data sets that are smaller than a batch, and those of whole batches")
def test_evaluate_all_small(submission, reference, rng):
    for n, size in [(5, 8), (1, 3), (6, 3)]:
        right = rng.shuffled([True, *(rng.integer(0, 1) == 1 for _ in range(n - 1))])
        expect_accuracy(submission, reference, **scored(rng, right), batch_size=size)


@check("evaluate_all", title="asks the model in evaluation mode")
def test_evaluate_all_eval(submission, reference, rng):
    # normalised with the statistics of their own batch, these features would fall below the border
    inputs = threshold(rng.uniform(5, 6) + rng.rand(8), 4.0, rng.shuffled([1] * 6 + [0] * 2))
    expect_accuracy(submission, reference, layer="batch norm", **inputs, batch_size=4)


@check("evaluate_all", title="asks the model without gradients")
def test_evaluate_all_no_grad(submission, reference, rng):
    # the first layer multiplies by 2.5, but by 2 where gradients are on
    inputs = threshold(0.95 + 0.1 * rng.rand(8), 2.25, rng.shuffled([1] * 6 + [0] * 2))
    expect_accuracy(submission, reference, layer="telltale", **inputs, batch_size=4)


@check("evaluate_all", needs="test_evaluate_all_small", title="leaves the model in the mode that it was in")
def test_evaluate_all_mode(submission, reference, rng):
    for training in (True, False):
        inputs = scored(rng, [True, False, True, True]) | {"layer": "telltale", "batch_size": 2, "training": training}
        got, known = (subject.observe("evaluated", **inputs) for subject in (submission, reference))
        mode = "training" if training else "evaluation"
        expect(got["afterwards"], f"what a model that was in {mode} mode answers afterwards").to_match(known["afterwards"])
