"""Checks for chapter3_computer_vision/image_data.

N = pictures, B = pictures of a batch, C = channels, H = rows, W = columns.
"""

import torch

from learn import images
from learn.checks import check
from learn.claims import expect_seen
from learn.devices import follows_device
from learn.expect import expect
from learn.picture_folders import KINDS, drawn
from learn.pictures import tiles

# ------------------------------------------------------------------ pictures_to_tensors


def grey(rng, n, h, w):
    """Return random grey pictures, in which both ends of the range occur."""
    pictures = rng.randint(0, 255, n, h, w, dtype=torch.uint8)
    pictures[0, 0, 0], pictures[-1, -1, -1] = 255, 0
    return pictures


def coloured(rng, n, h, w, brightest=255):
    """Return coloured pictures, each with a shape in it, of which one pixel is as bright as said and none is brighter."""
    pictures = torch.stack([drawn(rng, rng.choice(KINDS), h, w)[0].permute(1, 2, 0) for _ in range(n)])
    pictures = pictures.clamp(max=brightest)
    pictures[0, 0, 0, 0] = brightest
    return pictures


def expect_pictures(submission, reference, pictures, *, shown=False):
    """Require the reference's answer, and show the first pictures of the submission's."""
    got, known = (subject.call("pictures_to_tensors", pictures) for subject in (submission, reference))
    expect(got).to_have_dtype(torch.float32)
    expect(got).to_have_shape(known.shape)
    if shown:
        made = [*got[:3]]
        captions = [f"picture {i}" for i in range(len(made))]
        submission.show(tiles("Pictures, channels first", made, captions, "The pictures that your tensor holds."))
    expect(got).to_match(known)


@check("pictures_to_tensors", title="scales grey pictures to [0, 1], and gives them a dimension of one channel")
def test_pictures_to_tensors_grey(submission, reference, rng):
    for n, h, w in [rng.sizes(3), (1, 5, 3), (3, 3, 3)]:
        expect_pictures(submission, reference, rng.strided(grey(rng, n, h, w)))


@check("pictures_to_tensors", points=2, title="moves the colours of each pixel before the rows")
def test_pictures_to_tensors_colour(submission, reference, rng):
    for n, h, w in [(3, 12, 16), (1, 15, 10), (2, 8, 8)]:
        pictures = coloured(rng, n, h, w)
        expect_pictures(submission, reference, rng.strided(pictures) if n == 1 else pictures, shown=n == 3)


@check("pictures_to_tensors", title="divides by 255, also where no pixel is that bright")
def test_pictures_to_tensors_dark(submission, reference, rng):
    expect_pictures(submission, reference, coloured(rng, 2, 9, 11, brightest=rng.integer(90, 130)))


test_pictures_to_tensors_device = follows_device(
    "pictures_to_tensors", lambda rng: [coloured(rng, 2, 8, 9)], needs="test_pictures_to_tensors_colour"
)


# ------------------------------------------------------------------ pixel_statistics


def batches_of(rng, sizes, c, h, w):
    """Return a batch of each size; they differ in brightness, and so do the channels."""
    levels = rng.permutation(len(sizes)) / len(sizes)
    channels = 0.4 + 0.6 * (1 + rng.permutation(c)) / c
    return [
        (0.5 * level + 0.5 * rng.rand(b, c, h, w)) * channels[:, None, None] for b, level in zip(sizes, levels, strict=True)
    ]


def expect_statistics(submission, reference, batches):
    """Require the reference's answer."""
    got, known = (subject.call("pixel_statistics", batches) for subject in (submission, reference))
    expect(got).to_match(known)


@check("pixel_statistics", title="measures each channel over all pictures, rows and columns of a batch")
def test_pixel_statistics_values(submission, reference, rng):
    for b, c, h, w in [rng.sizes(4, high=6), (1, 3, 2, 5), (2, 1, 4, 3)]:
        expect_statistics(submission, reference, [rng.strided(batches_of(rng, [b], c, h, w)[0])])


@check("pixel_statistics", points=2, title="counts every pixel the same, in large and in small batches")
def test_pixel_statistics_uneven(submission, reference, rng):
    for sizes in [(5, 1, 2), (1, 6)]:
        c, h, w = rng.sizes(3, high=5)
        expect_statistics(submission, reference, batches_of(rng, sizes, c, h, w))


@check("pixel_statistics", title="measures deviations from the mean of all batches, not from that of each one")
def test_pixel_statistics_between(submission, reference, rng):
    for sizes in [(3, 3), (2, 2, 2)]:
        expect_statistics(submission, reference, batches_of(rng, sizes, 3, 2, 4))


test_pixel_statistics_device = follows_device(
    "pixel_statistics", lambda rng: [batches_of(rng, (2, 3), 3, 2, 4)], needs="test_pixel_statistics_values"
)


# ------------------------------------------------------------------ PairDataset


def pairs(rng):
    """Return images and labels, none of which is the position of its image."""
    n, c, h, w = rng.sizes(4, low=2, high=6)
    shift = rng.integer(1, 9 - n)
    return {"images": rng.strided(rng.rand(n, c, h, w)), "labels": torch.arange(n) + shift}


@check("PairDataset", points=2, title="gives each image with its label, a Python int")
def test_pair_dataset_items(submission, reference, rng):
    for _ in range(2):
        expect_seen(submission, reference, "items", "the list of all items", **pairs(rng))


@check("PairDataset", title="transforms the image, and never the label")
def test_pair_dataset_transform(submission, reference, rng):
    expect_seen(submission, reference, "transformed_items", "the list of all items", **pairs(rng))


@check("PairDataset", title="transforms an image anew each time that it is asked for")
def test_pair_dataset_anew(submission, reference, rng):
    expect_seen(submission, reference, "asked_again", "the list of images", order=[1, 1, 0, 1], **pairs(rng))


@check("PairDataset", title="is as long as there are images")
def test_pair_dataset_length(submission, reference, rng):
    for _ in range(2):
        expect_seen(submission, reference, "length", "the length", **pairs(rng))


@check("PairDataset", title="ends a for loop after the last image, by an IndexError")
def test_pair_dataset_loop(submission, reference, rng):
    expect_seen(submission, reference, "looped", "the list of images that a loop meets", **pairs(rng))


# ------------------------------------------------------------------ make_loaders


def loaders(rng, seeds=1):
    """Return what the probe ``epochs`` takes: sets that fill no last batch, and seeds that differ."""
    size = rng.integer(3, 5)
    return {
        "train_size": 6 * size + rng.integer(1, size - 1),
        "test_size": 4 * size + rng.integer(1, size - 1),
        "batch_size": size,
        "seeds": [rng.integer(0, 10**6) + 10**6 * i for i in range(seeds)],
    }


def order_of(epoch):
    """Return the numbers of the samples of an epoch, in their order."""
    return [number for batch in epoch["batches"] for number in batch]


def expect_complete(epochs, first, count, batch_size, name):
    """Require that each epoch gives every sample once, in batches of the right size."""
    for epoch in epochs:
        sizes = [len(batch) for batch in epoch["batches"]]
        full, rest = divmod(count, batch_size)
        expect(sizes, f"the list of batch sizes of the {name} loader").to_match([batch_size] * full + [rest])
        numbers = sorted(order_of(epoch))
        sentence = f"The {name} loader does not give every sample of the {name} set once in an epoch."
        expect(numbers == [*range(first, first + count)]).to_be_true(sentence)
        expect(epoch["together"]).to_be_true(f"The {name} loader gives images with the labels of others.")


@check("make_loaders", title="trains on every training sample once per epoch, in batches of batch_size")
def test_make_loaders_train(submission, rng):
    inputs = loaders(rng)
    (seen,) = submission.observe("epochs", **inputs)
    expect_complete(seen["train"], 0, inputs["train_size"], inputs["batch_size"], "training")


@check("make_loaders", points=2, title="shuffles the training samples, anew in each epoch")
def test_make_loaders_shuffle(submission, rng):
    (seen,) = submission.observe("epochs", **loaders(rng))
    first, second = map(order_of, seen["train"])
    expect(first != sorted(first)).to_be_true("The training loader keeps the order of its set: it has to shuffle.")
    sentence = "The training loader gives the same order in two epochs: it has to draw a new one for each."
    expect(first != second).to_be_true(sentence)


@check("make_loaders", title="draws the orders from the generator")
def test_make_loaders_generator(submission, rng):
    inputs = loaders(rng, seeds=2)
    seed, other = inputs.pop("seeds")
    seen = submission.observe("epochs", **inputs, seeds=[seed, seed, other])
    one, again, third = ([order_of(epoch) for epoch in both["train"]] for both in seen)
    sentence = "Two generators of the same seed gave different orders in two epochs: pass the generator to the loader."
    expect(one == again).to_be_true(sentence)
    expect(one != third).to_be_true("Generators of two seeds gave the same order: pass the generator to the loader.")


@check("make_loaders", title="tests on every test sample once, also on those of a last, smaller batch")
def test_make_loaders_test(submission, rng):
    inputs = loaders(rng)
    (seen,) = submission.observe("epochs", **inputs)
    expect_complete(seen["test"], 100, inputs["test_size"], inputs["batch_size"], "test")


@check("make_loaders", needs="test_make_loaders_test", title="keeps the order of the test set, in each epoch")
def test_make_loaders_order(submission, rng):
    (seen,) = submission.observe("epochs", **loaders(rng))
    for order in map(order_of, seen["test"]):
        expect(order == sorted(order)).to_be_true("The test loader changes the order of its set: only training shuffles.")


# ------------------------------------------------------------------ fashion_datasets


def fashion_files(rng):
    """Return files of FashionMNIST's layout with few random pictures, as dark as most are.  All test labels are 0."""
    counts = dict(zip(["train", "test"], rng.sizes(2, high=4), strict=True))
    files = {}
    for part, count in counts.items():
        labels = torch.zeros(count, dtype=torch.uint8) if part == "test" else rng.randint(1, 9, count, dtype=torch.uint8)
        pictures = rng.randint(0, 200, count, 28, 28, dtype=torch.uint8)
        for name, content in zip(images.FILES[part], [pictures, labels], strict=True):
            files[f"FashionMNIST/raw/{name}"] = images.idx_bytes(content)
    return files


def expect_part(submission, reference, rng, part):
    files = fashion_files(rng)
    got, known = (subject.observe("clothes", files=files)[part] for subject in (submission, reference))
    expect(got, f"the list of all items of the {part} set").to_match(known)


@check("fashion_datasets", points=2, title="opens the training set: tensors from 0 to 1, with their labels")
def test_fashion_datasets_train(submission, reference, rng):
    expect_part(submission, reference, rng, "train")


@check("fashion_datasets", title="opens the test set in the same way")
def test_fashion_datasets_test(submission, reference, rng):
    expect_part(submission, reference, rng, "test")


@check("fashion_datasets", needs="test_fashion_datasets_train", title="raises where there are no files, and downloads nothing")
def test_fashion_datasets_missing(submission, reference):
    got, known = (subject.observe("without_files") for subject in (submission, reference))
    expect(got["raised"]).to_be_true("No RuntimeError was raised, although the folder was empty.")
    expect(got["left"], "the list of what is in the folder that was empty").to_match(known["left"])
