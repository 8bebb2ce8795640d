"""Checks for chapter3_computer_vision/vision_capstone.

N, M = pictures, H, W = height and width, K = classes.
"""

import torch

from learn.checks import check
from learn.claims import expect_seed_obeyed
from learn.devices import require_there
from learn.expect import expect
from learn.images import pictures
from learn.pictures import counts_of, matrix

NUM_TRAIN, NUM_TEST = 600, 600


def judged(submission, y, classes, *, shown=False):
    """Require that enough classes are right, once it is sure that there is one for each picture."""
    expect(classes, "the classes").to_have_shape(y.shape)
    expect(classes, "the classes").to_have_dtype(torch.int64)
    inside = bool(((classes >= 0) & (classes < 10)).all())
    expect(inside).to_be_true("There are classes that are not among 0 to K - 1.")
    if shown:
        submission.show(matrix("Test pictures: true classes down, predictions to the right", counts_of(y, classes, 10)))
    expect((classes == y).double().mean().item(), "the accuracy on the test pictures").to_reach_threshold()


@check("fit_pictures", points=2, title="knows new pictures of ten classes")
def test_fit_pictures_accuracy(submission, rng):
    x_train, y_train, x_test, y_test = pictures(rng, NUM_TRAIN, NUM_TEST)
    classes = submission.call("fit_pictures", rng.strided(x_train), y_train, x_test, 10)
    judged(submission, y_test, classes, shown=True)


@check("fit_pictures", title="learns as well where the training pictures come sorted by class")
def test_fit_pictures_sorted(submission, rng):
    x_train, y_train, x_test, y_test = pictures(rng, NUM_TRAIN, NUM_TEST)
    order = y_train.argsort()
    classes = submission.call("fit_pictures", x_train[order], y_train[order], x_test, 10)
    judged(submission, y_test, classes)


def few(rng, num_train=96, num_test=100):
    """Draw a small training set, so that training does not take long."""
    return pictures(rng, num_train, num_test)


@check("fit_pictures", title="gives int64 classes of shape (M,), for a single picture, too")
def test_fit_pictures_shapes(submission, rng):
    x_train, y_train, x_test, _ = few(rng)
    for rows in (x_test[:1], x_test[:3]):
        classes = submission.call("fit_pictures", x_train, y_train, rows, 10)
        expect(classes, "the classes").to_have_shape((len(rows),))
        expect(classes, "the classes").to_have_dtype(torch.int64)


@check("fit_pictures", title="takes pictures of any size, also such as are not square")
def test_fit_pictures_sizes(submission, rng):
    for height, width in [(9, 13), (14, 8)]:
        x_train, x_test = (rng.randint(0, 255, n, height, width, dtype=torch.uint8) for n in (24, 5))
        classes = submission.call("fit_pictures", x_train, torch.arange(24) % 3, x_test, 3)
        expect(classes, "the classes").to_have_shape((5,))
        expect(bool(((classes >= 0) & (classes < 3)).all())).to_be_true("There are classes that are not among 0 to K - 1.")


def expect_same(classes, known, which):
    """Require the same classes; two of 300 may differ, for a sum rounds otherwise in a batch of another size."""
    expect(classes, "the classes").to_have_shape(known.shape)
    expect(classes, "the classes").to_have_dtype(torch.int64)
    changed = int((classes != known).sum())
    expect(changed <= 2).to_be_true(f"{changed} of {len(known)} {which}.")


@check(
    "fit_pictures",
    needs="test_fit_pictures_shapes",
    title="classifies each picture on its own, also beside pictures of another world",
)
def test_fit_pictures_alone(submission, rng):
    x_train, y_train, x_test, _ = few(rng, num_test=300)
    white = torch.full_like(x_test, 255)
    alone = submission.call("fit_pictures", x_train, y_train, x_test, 10)
    among = submission.call("fit_pictures", x_train, y_train, torch.cat([x_test, white]), 10)
    expect(among, "the classes").to_have_shape((2 * len(x_test),))
    expect_same(among[: len(x_test)], alone, "pictures got another class when 300 white pictures were asked for, too")


def doubtful(rng, x, y, count):
    """Return pictures half-way between one of class 0 and one of class 1."""
    one, other = (x[y == c].float() for c in (0, 1))
    both = one[rng.randint(0, len(one) - 1, count)] + other[rng.randint(0, len(other) - 1, count)]
    return (both / 2).to(torch.uint8)


def small_with_doubts(rng):
    """Return a small training set of two classes, and doubtful pictures."""
    x, y, _, _ = pictures(rng, 600, 1)
    two = torch.nonzero(y < 2)[:64, 0]
    return x[two], y[two], doubtful(rng, x[two], y[two], 300)


@check("fit_pictures", needs="test_fit_pictures_shapes", title="gives equal pictures equal classes")
def test_fit_pictures_equal(submission, rng):
    x, y, rows = small_with_doubts(rng)
    classes = submission.call("fit_pictures", x, y, torch.cat([rows, rows]), 2)
    expect(classes, "the classes").to_have_shape((600,))
    expect_same(classes[300:], classes[:300], "pictures that were asked for twice got two different classes")


@check(
    "fit_pictures", needs="test_fit_pictures_shapes", title="takes its randomness from torch's seed, and leaves all as it was"
)
def test_fit_pictures_seeds(submission, rng):
    x, y, rows = small_with_doubts(rng)
    seed = rng.integer(1, 1000)
    inputs = {"seeds": [seed, seed, seed + 1], "x_train": x, "y_train": y, "x_test": rows, "num_classes": 2}
    seen = submission.observe("seeded", **inputs)
    expect(seen["inputs"], "the inputs").to_match([x, y, rows])
    expect(seen["classes"][1], "the classes that the same seed gives a second time").to_match(seen["classes"][0])
    expect_seed_obeyed(seen["following"])


@check("fit_pictures", needs="test_fit_pictures_shapes", reported=True, title="works where its input is, on any device")
def test_fit_pictures_device(submission, accelerator, rng):
    x = rng.randint(0, 255, 16, 8, 9, dtype=torch.uint8)
    require_there(submission.on_device("fit_pictures", [x, torch.arange(16) % 2, x[:3], 2]), accelerator)
