"""Checks for chapter2_classification/classification_capstone.

N, M = rows, D = columns, K = classes, k = the number of mistakes to list.
"""

import torch

from learn import data, pictures
from learn.checks import check
from learn.claims import expect_seed_obeyed
from learn.devices import follows_device, require_there
from learn.expect import expect


def disguised(rng, x):
    """Return a table with its columns in random order and in units from 0.001 to 10, beside a serial number in thousands."""
    n, d = x.shape
    unit = 10 ** (rng.permutation(d) * 4 / (d - 1) - 3)
    x = (x - x.mean(dim=0)) / x.std(dim=0) + 3 * rng.randn(d)
    return torch.cat([unit * x[:, rng.permutation(d)], 1000.0 * rng.permutation(n)[:, None]], dim=1)


def parts(rng, table, num_test):
    """Part a disguised table at random into training rows and test rows."""
    x, y = table
    return data.parted(rng, disguised(rng, x), y, num_test)


def accuracy_of(classes, y):
    """Return the share of classes that are right, once it is sure that there is one for each row."""
    expect(classes, "the classes").to_have_shape(y.shape)
    return (classes == y).double().mean().item()


@check("fit_tabular", title="knows harmless tumours from malignant ones")
def test_fit_tabular_tumours(submission, rng):
    for _ in range(3):  # weights that learnt nothing can be lucky once
        x_train, y_train, x_test, y_test = parts(rng, data.breast_cancer(), 284)
        classes = submission.call("fit_tabular", rng.strided(x_train), y_train, x_test, 2)
        expect(accuracy_of(classes, y_test), "the accuracy on the test rows").to_reach_threshold()


@check("fit_tabular", title="knows three wines apart, also where the training rows come sorted by class")
def test_fit_tabular_wines(submission, rng):
    for _ in range(2):
        x_train, y_train, x_test, y_test = parts(rng, data.wine(), 89)
        order = y_train.argsort()
        classes = submission.call("fit_tabular", x_train[order], y_train[order], x_test, 3)
        accuracy = accuracy_of(classes, y_test)
        submission.show(pictures.matrix("Which wine was taken for which", pictures.counts_of(y_test, classes, 3)))
        expect(accuracy, "the accuracy on the test rows").to_reach_threshold()


@check("fit_tabular", title="gives int64 classes of shape (M,), for a single row, too")
def test_fit_tabular_shapes(submission, rng):
    x_train, y_train, x_test, _ = parts(rng, data.wine(), 89)
    for rows in (x_test[:1], x_test[:4]):
        classes = submission.call("fit_tabular", x_train, y_train, rows, 3)
        expect(classes, "the classes").to_have_shape((len(rows),))
        expect(classes, "the classes").to_have_dtype(torch.int64)


@check("fit_tabular", title="can live with a column that never changes")
def test_fit_tabular_constant(submission, rng):
    y = torch.arange(180) % 6
    angle = torch.pi * torch.arange(6) / 3
    middles = torch.stack([500 * angle.cos(), torch.full((6,), 7.0), 0.01 * angle.sin()], dim=1)
    noise = torch.tensor([30.0, 0.0, 0.0006]) * rng.randn(180, 3)
    order = rng.permutation(6)
    classes = submission.call("fit_tabular", middles[y] + noise, y, middles[order], 6)
    expect(classes, "the classes of the points in the middle of each class").to_match(order)


@check(
    "fit_tabular", needs="test_fit_tabular_shapes", title="classifies each row on its own, also beside rows of another world"
)
def test_fit_tabular_rows(submission, rng):
    x_train, y_train, x_test, _ = parts(rng, data.breast_cancer(), 284)
    alone = submission.call("fit_tabular", x_train, y_train, x_test, 2)
    among = submission.call("fit_tabular", x_train, y_train, torch.cat([x_test, 1e6 * x_test[:30]]), 2)
    expect(among[:284], "the classes of rows among others").to_match(alone)


def doubtful(rng, x, y, count):
    """Return rows half-way between a row of class 0 and one of class 1."""
    one, other = (x[y == c] for c in (0, 1))
    return (one[rng.randint(0, len(one) - 1, count)] + other[rng.randint(0, len(other) - 1, count)]) / 2


@check("fit_tabular", needs="test_fit_tabular_shapes", title="gives equal rows equal classes")
def test_fit_tabular_equal_rows(submission, rng):
    x_train, y_train, _, _ = parts(rng, data.breast_cancer(), 284)
    rows = doubtful(rng, x_train, y_train, 300)
    classes = submission.call("fit_tabular", x_train, y_train, torch.cat([rows, rows]), 2)
    expect(classes[300:], "the classes of the rows that were asked for twice").to_match(classes[:300])


@check(
    "fit_tabular", needs="test_fit_tabular_shapes", title="takes its randomness from torch's seed, and leaves all as it was"
)
def test_fit_tabular_seeds(submission, rng):
    x_train, y_train, _, _ = parts(rng, data.breast_cancer(), 369)
    rows = doubtful(rng, x_train, y_train, 300)
    seed = rng.integer(1, 1000)
    inputs = {"seeds": [seed, seed, seed + 1], "x_train": x_train, "y_train": y_train, "x_test": rows, "num_classes": 2}
    seen = submission.observe("seeded", **inputs)
    expect(seen["inputs"], "the inputs").to_match([x_train, y_train, rows])
    expect(seen["classes"][1], "the classes that the same seed gives a second time").to_match(seen["classes"][0])
    expect_seed_obeyed(seen["following"])


@check("fit_tabular", needs="test_fit_tabular_shapes", reported=True, title="works where its input is, on any device")
def test_fit_tabular_device(submission, accelerator, rng):
    x_train, y_train, x_test, _ = parts(rng, data.wine(), 89)
    require_there(submission.on_device("fit_tabular", [x_train, y_train, x_test, 3]), accelerator)


def predictions(rng):
    """Draw labels and probabilities of four classes, the last of which neither occurs nor is predicted.

    Of 12 examples 6 are wrong.  The surer a wrong prediction, the more is left for the true class, too.
    """
    labels = torch.tensor([0, 0, 0, 0, 0, 1, 0, 1, 1, 2, 2, 2])
    predicted = torch.tensor([0, 0, 0, 0, 0, 1, 1, 0, 2, 0, 1, 0])
    order = torch.cat([torch.tensor([0]), 1 + rng.permutation(11)])  # the first one is right: indices among the wrong show
    labels, predicted = labels[order], predicted[order]
    sure = torch.where(labels == predicted, 0.8 + 0.1 * rng.rand(12), 0.5 + 0.1 * (rng.permutation(12) + 1) / 12)
    sure, truth = sure.double(), torch.where(labels == predicted, 0, 3 * (sure - 0.5)).double()
    probabilities = torch.zeros(12, 4, dtype=torch.float64)
    probabilities[torch.arange(12), predicted] = sure
    probabilities[torch.arange(12), labels] += truth
    probabilities[:, 3] = 1 - sure - truth
    return labels, probabilities


def compare(submission, reference, item, *inputs):
    """Ask both for a report and compare one item of it."""
    seen, known = (subject.call("error_report", *inputs) for subject in (submission, reference))
    if not (isinstance(seen, dict) and item in seen):
        expect(seen, "the report").to_match(known)
    expect(seen[item], f"'{item}'").to_match(known[item])


@check("error_report", title="gives the accuracy")
def test_error_report_accuracy(submission, reference, rng):
    labels, probabilities = predictions(rng)
    for rows in (slice(None), slice(1)):
        compare(submission, reference, "accuracy", labels[rows], probabilities[rows], 3)


@check("error_report", title="counts true classes in rows, and predictions in columns")
def test_error_report_confusion(submission, reference, rng):
    labels, probabilities = predictions(rng)
    compare(submission, reference, "confusion", rng.strided(labels), rng.strided(probabilities), 3)


@check("error_report", title="gives the recall of each class")
def test_error_report_recall(submission, reference, rng):
    labels, probabilities = predictions(rng)
    compare(submission, reference, "recall", labels, probabilities, 3)


@check("error_report", points=2, title="lists the surest mistakes first")
def test_error_report_worst(submission, reference, rng):
    labels, probabilities = predictions(rng)
    for k in (3, 6, 0):
        compare(submission, reference, "worst", labels, probabilities.float(), k)


@check("error_report", title="lists fewer where there are fewer mistakes, or none")
def test_error_report_few(submission, reference, rng):
    labels, probabilities = predictions(rng)
    compare(submission, reference, "worst", labels, probabilities, 9)
    compare(submission, reference, "worst", labels[:1], probabilities[:1], 2)


@check("error_report", title="lets the lower class and the lower index go first where probabilities are equal")
def test_error_report_ties(submission, reference, rng):
    rows = torch.tensor([[0.5, 0.5, 0.0], [0.0, 0.5, 0.5], [0.5, 0.25, 0.25], [0.5, 0.0, 0.5]])
    probabilities = rows[torch.cat([torch.arange(4), rng.randint(0, 3, 8)])]
    compare(submission, reference, "worst", torch.full((12,), 2), probabilities, 5)
    compare(submission, reference, "confusion", torch.full((12,), 2), probabilities, 5)


test_error_report_device = follows_device(
    "error_report",
    lambda rng: [*predictions(rng), 3],
    needs=("test_error_report_confusion", "test_error_report_worst"),
)
