"""Checks for chapter2_classification/decisions.

N, M = samples, K = classes.
"""

import torch

from learn.checks import check
from learn.claims import expect_same
from learn.devices import follows_device
from learn.expect import expect


def expect_part(submission, reference, task, args, index, name):
    """Compare one part of the tuple that a task returns, once it is sure to be one."""
    got, known = submission.call(task, *args), reference.call(task, *args)
    if not (isinstance(got, tuple) and len(got) == len(known)):
        expect(got).to_match(known)
    expect(got[index], name).to_match(known[index])


# ------------------------------------------------------------------ binary_decisions


def binary_logits(rng):
    """Return logits, shuffled: 0, close to it and far from it; sigmoid(0) is 0.5, sigmoid(1.4) 0.8, sigmoid(2.2) 0.9."""
    ranges = [(0.1, 0.4), (0.1, 0.4), (1.6, 2.0), (2.4, 3.0)]
    values = [sign * rng.uniform(*ends) for ends in ranges for sign in (1, -1)]
    return torch.tensor(rng.shuffled([0.0, 0.0, *values, *values[: rng.integer(1, 4)]]))


@check("binary_decisions", points=2, title="gives the probabilities of class 1")
def test_binary_decisions_probabilities(submission, reference, rng):
    for logits in (rng.strided(binary_logits(rng)), binary_logits(rng).double()):
        expect_part(submission, reference, "binary_decisions", [logits], 0, "the probabilities")


@check("binary_decisions", points=2, title="answers 1 where the probability is at least 0.5, as int64")
def test_binary_decisions_labels(submission, reference, rng):
    for logits in (binary_logits(rng), rng.strided(binary_logits(rng))):
        expect_part(submission, reference, "binary_decisions", [logits], 1, "the labels")


@check("binary_decisions", title="takes a column of logits, also of a single one, and returns shape (N,) all the same")
def test_binary_decisions_column(submission, reference, rng):
    for column in (binary_logits(rng).unsqueeze(1), torch.tensor([[rng.uniform(0.1, 0.4)]])):
        expect_same(submission, reference, "binary_decisions", column)


@check("binary_decisions", title="takes another threshold")
def test_binary_decisions_threshold(submission, reference, rng):
    for threshold in (0.2, 0.8, 0.9):
        expect_part(submission, reference, "binary_decisions", [binary_logits(rng), threshold], 1, "the labels")


test_binary_decisions_device = follows_device(
    "binary_decisions", lambda rng: [binary_logits(rng)], needs="test_binary_decisions_labels"
)


# ------------------------------------------------------------------ class_decisions


def class_logits(rng, n, k):
    """Return logits whose rows have different largest classes, none of which has a probability of 0.5 if k is above 2.

    Each row is moved up or down as a whole, so that its logits are all positive or all negative.
    """
    rows = torch.arange(n)
    logits = 0.3 * rng.rand(n, k)
    logits[rows, (rows + rng.integer(0, k - 1)) % k] = rng.uniform(0.4, 0.5)
    return (logits + torch.tensor([3.0, -4.0])[rows % 2].unsqueeze(1))[rng.permutation(n)]


def some_class_logits(rng):
    n, k = rng.sizes(2, low=3)
    return [rng.strided(class_logits(rng, n, k)), class_logits(rng, 1, k), class_logits(rng, n, 2).double()]


@check("class_decisions", points=2, title="gives each row the softmax of its logits")
def test_class_decisions_probabilities(submission, reference, rng):
    for logits in some_class_logits(rng):
        expect_part(submission, reference, "class_decisions", [logits], 0, "the probabilities")


@check("class_decisions", points=2, title="answers with the class of the largest logit, as int64")
def test_class_decisions_labels(submission, reference, rng):
    for logits in some_class_logits(rng):
        expect_part(submission, reference, "class_decisions", [logits], 1, "the labels")


@check("class_decisions", title="stays right for logits far from 0")
def test_class_decisions_far(submission, reference, rng):
    logits = class_logits(rng, 2, 3) + torch.tensor([[1000.0], [-1000.0]])
    expect_part(submission, reference, "class_decisions", [logits], 0, "the probabilities")


test_class_decisions_device = follows_device(
    "class_decisions", lambda rng: [class_logits(rng, 4, 3)], needs="test_class_decisions_labels"
)


# ------------------------------------------------------------------ accuracy_from_logits


def judged_logits(rng):
    """Return one logit for each of 12 samples, and labels, 9 of them right; each wrong way to predict gets another share."""
    near, far = lambda: rng.uniform(0.1, 0.4), lambda: rng.uniform(1.6, 3.0)
    pairs = [(0.0, 1), (0.0, 1), (near(), 1), (near(), 1), (near(), 0), (far(), 1), (far(), 1), (far(), 0)]
    pairs = rng.shuffled([*pairs, (-near(), 0), (-far(), 0), (-far(), 0), (-far(), 1)])
    return torch.tensor([logit for logit, _ in pairs]), torch.tensor([label for _, label in pairs])


def judged_classes(rng, n, k, right):
    """Return logits and labels of n samples, of which as many as given are right; rows are moved up or down as a whole."""
    rows = torch.arange(n)
    labels = rows % k
    logits = rng.rand(n, k)
    logits[rows, torch.where(rows < right, labels, (labels + 1) % k)] += 1
    logits += torch.tensor([4.0, -6.0])[rows // k % 2].unsqueeze(1)
    order = rng.permutation(n)
    return rng.strided(logits[order]), labels[order]


@check("accuracy_from_logits", points=2, title="judges one logit for each sample: at least 0 means class 1")
def test_accuracy_from_logits_binary(submission, reference, rng):
    expect_same(submission, reference, "accuracy_from_logits", *judged_logits(rng))


@check("accuracy_from_logits", title="judges a column of logits in the same way")
def test_accuracy_from_logits_column(submission, reference, rng):
    logits, labels = judged_logits(rng)
    expect_same(submission, reference, "accuracy_from_logits", logits.unsqueeze(1), labels)


@check("accuracy_from_logits", points=2, title="judges K logits by the largest one")
def test_accuracy_from_logits_classes(submission, reference, rng):
    for n, k, right in [(10, 4, 7), (7, 3, 5), (10, 2, 7)]:
        expect_same(submission, reference, "accuracy_from_logits", *judged_classes(rng, n, k, right))


@check("accuracy_from_logits", title="judges a single sample")
def test_accuracy_from_logits_single(submission, reference, rng):
    near = rng.uniform(0.1, 0.4)
    for row, label in [([near], 1), ([-near, -1.0, 2.0], 2), ([-near, -1.0, -2.0], 0)]:
        expect_same(submission, reference, "accuracy_from_logits", torch.tensor([row]), torch.tensor([label]))


test_accuracy_from_logits_device = follows_device(
    "accuracy_from_logits", lambda rng: judged_classes(rng, 10, 3, 7), needs="test_accuracy_from_logits_classes"
)


# ------------------------------------------------------------------ confusion_matrix


@check("confusion_matrix", title="has true classes in rows and predicted ones in columns")
def test_confusion_matrix_orientation(submission, reference, rng):
    labels = rng.permutation(5)
    expect_same(submission, reference, "confusion_matrix", (labels + rng.integer(1, 2)) % 5, labels, 5)


@check("confusion_matrix", points=2, title="counts a pair as often as it occurs")
def test_confusion_matrix_repeats(submission, reference, rng):
    mixed = torch.tensor(rng.shuffled([0, 1, 1, 2, 2, 2, 2]))
    for pairs in (mixed, rng.strided(mixed)):
        expect_same(submission, reference, "confusion_matrix", pairs, pairs, 3)


@check("confusion_matrix", title="has a row and a column for each of the K classes, also where one does not occur")
def test_confusion_matrix_absent(submission, reference, rng):
    for present in (2 + rng.permutation(2), rng.permutation(3)):
        expect_same(submission, reference, "confusion_matrix", present, present, 5)


def mixed_up(rng):
    """Return predictions, labels and three classes, not all of them right."""
    pairs = torch.tensor(rng.shuffled([[1, 0], [1, 0], [0, 0], [0, 1], [1, 2], [2, 2]]))
    return [pairs[:, 0], pairs[:, 1], 3]


test_confusion_matrix_device = follows_device(
    "confusion_matrix", mixed_up, needs=("test_confusion_matrix_orientation", "test_confusion_matrix_repeats")
)


# ------------------------------------------------------------------ precision_recall_f1


def counted(rng, k):
    """Return a confusion matrix of k classes; the first row has a larger sum than the first column."""
    matrix = rng.randint(1, 4, k, k)
    matrix[0, 1] += 20
    return rng.strided(matrix)


def some_matrices(rng):
    """Return confusion matrices of two sizes."""
    return [counted(rng, k) for k in rng.sizes(2, high=5)]


@check("precision_recall_f1", title="divides by what was predicted to get the precision")
def test_precision_recall_f1_precision(submission, reference, rng):
    for matrix in some_matrices(rng):
        expect_part(submission, reference, "precision_recall_f1", [matrix], 0, "the precision")


@check("precision_recall_f1", title="divides by what is there to get the recall")
def test_precision_recall_f1_recall(submission, reference, rng):
    for matrix in some_matrices(rng):
        expect_part(submission, reference, "precision_recall_f1", [matrix], 1, "the recall")


@check("precision_recall_f1", points=2, title="gives the F1 score of each class")
def test_precision_recall_f1_f1(submission, reference, rng):
    for matrix in some_matrices(rng):
        expect_part(submission, reference, "precision_recall_f1", [matrix], 2, "the F1 score")


@check("precision_recall_f1", title="gives 0 to a class that was never predicted, and to one that does not occur")
def test_precision_recall_f1_absent(submission, reference, rng):
    matrix, k = counted(rng, 4), rng.integer(0, 3)
    for index, name in enumerate(["the precision", "the recall"]):
        emptied = matrix.index_fill(1 - index, torch.tensor([k]), 0)
        expect_part(submission, reference, "precision_recall_f1", [emptied], index, name)


@check("precision_recall_f1", title="has an F1 score of 0 for a class that is never right")
def test_precision_recall_f1_never_right(submission, reference, rng):
    matrix, wrong = counted(rng, 4), rng.integer(0, 3)
    matrix[wrong, wrong] = 0
    expect_part(submission, reference, "precision_recall_f1", [matrix], 2, "the F1 score")


test_precision_recall_f1_device = follows_device(
    "precision_recall_f1", lambda rng: [counted(rng, 3)], needs="test_precision_recall_f1_f1"
)


# ------------------------------------------------------------------ balanced_accuracy


def batch(rng, names, pairs):
    """Return predictions and labels for pairs (true class, predicted one) in random order; each class gets its name."""
    labels, predicted = names[torch.tensor(rng.shuffled(pairs))].T
    return predicted, labels


IMBALANCED = [(0, 0)] * 9 + [(0, 1)] + [(1, 1)] + [(1, 0)] * 2 + [(2, 2), (2, 0)]
"""Recalls of 9/10, 1/3 and 1/2; the accuracy is 11/15, and the mean precision 3/4."""


@check("balanced_accuracy", points=2, title="averages the recalls of the classes, so that a rare one counts as much")
def test_balanced_accuracy_values(submission, reference, rng):
    always_the_same = [(0, 0)] * rng.integer(20, 40) + [(1, 0), (2, 0), (3, 0), (3, 0)]
    for k, pairs in [(3, IMBALANCED), (4, always_the_same)]:
        expect_same(submission, reference, "balanced_accuracy", [batch(rng, rng.permutation(k), pairs)], k)


UNEVEN = [(0, 0)] * 6, [(0, 1), (1, 1), (1, 0), (1, 0)], [(1, 1), (2, 0)]
"""Recalls of 6/7, 2/4 and 0/1 over all batches."""


@check("balanced_accuracy", points=2, title="measures the recalls of the whole data set, not those of batches")
def test_balanced_accuracy_batches(submission, reference, rng):
    names = rng.permutation(3)
    batches = [batch(rng, names, pairs) for pairs in rng.shuffled(UNEVEN)]
    expect_same(submission, reference, "balanced_accuracy", batches, 3)


@check("balanced_accuracy", title="leaves out a class that does not occur")
def test_balanced_accuracy_absent(submission, reference, rng):
    k = rng.integer(4, 6)
    expect_same(submission, reference, "balanced_accuracy", [batch(rng, rng.permutation(k), IMBALANCED)], k)


test_balanced_accuracy_device = follows_device(
    "balanced_accuracy",
    lambda rng: [[batch(rng, rng.permutation(3), IMBALANCED)], 3],
    needs="test_balanced_accuracy_values",
)


# ------------------------------------------------------------------ majority_baseline


def counts(rng, *numbers):
    """Return labels in random order: class k as often as the k-th number says."""
    return torch.tensor(rng.shuffled([k for k, number in enumerate(numbers) for _ in range(number)]))


def two_majorities(rng):
    """Return training and test labels, in which different classes lead."""
    return counts(rng, 4, 1, 5, 2), counts(rng, 3, rng.integer(5, 8), 1, 2)


@check("majority_baseline", points=2, title="measures the most frequent training class on the test labels")
def test_majority_baseline_values(submission, reference, rng):
    expect_same(submission, reference, "majority_baseline", *two_majorities(rng))


@check("majority_baseline", title="gives 0.0 where the test labels lack that class")
def test_majority_baseline_absent(submission, reference, rng):
    args = counts(rng, 1, 2, 3, 4), counts(rng, rng.integer(1, 4), 2)
    expect_same(submission, reference, "majority_baseline", *args)


test_majority_baseline_device = follows_device("majority_baseline", two_majorities, needs="test_majority_baseline_values")
