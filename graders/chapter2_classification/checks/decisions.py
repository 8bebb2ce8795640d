"""Checks for chapter2_classification/decisions.

N, M = samples, K = classes.
"""

import torch

from learn.checks import check
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
    """Return logits, shuffled: close to 0 and far from it, on both sides; sigmoid(2.2) is 0.9, sigmoid(1.4) is 0.8."""
    ranges = [(0.1, 0.4), (0.1, 0.4), (1.6, 2.0), (2.4, 3.0)]
    values = [sign * rng.uniform(*ends) for ends in ranges for sign in (1, -1)]
    return torch.tensor(rng.shuffled([*values, *values[: rng.integer(1, 4)]]))


@check("binary_decisions", title="gives the probabilities of class 1")
def test_binary_decisions_probabilities(submission, reference, rng):
    for logits in (binary_logits(rng), rng.strided(binary_logits(rng)), binary_logits(rng).double()):
        expect_part(submission, reference, "binary_decisions", [logits], 0, "the probabilities")


@check("binary_decisions", title="answers 1 where the probability is at least 0.5, as int64")
def test_binary_decisions_labels(submission, reference, rng):
    for logits in (binary_logits(rng), rng.strided(binary_logits(rng))):
        expect_part(submission, reference, "binary_decisions", [logits], 1, "the labels")


@check("binary_decisions", title="takes a column of logits, and returns shape (N,) all the same")
def test_binary_decisions_column(submission, reference, rng):
    column = binary_logits(rng).unsqueeze(1)
    expect(submission.call("binary_decisions", column)).to_match(reference.call("binary_decisions", column))


@check("binary_decisions", title="keeps the dimension of a single sample")
def test_binary_decisions_single(submission, reference, rng):
    logit = rng.uniform(0.1, 0.4)
    for logits in (torch.tensor([[logit]]), torch.tensor([logit])):
        expect(submission.call("binary_decisions", logits)).to_match(reference.call("binary_decisions", logits))


@check("binary_decisions", title="takes another threshold")
def test_binary_decisions_threshold(submission, reference, rng):
    for threshold in (0.2, 0.8, 0.9):
        args = binary_logits(rng), threshold
        expect_part(submission, reference, "binary_decisions", args, 1, "the labels")


@check("binary_decisions", title="answers 1 where the probability equals the threshold")
def test_binary_decisions_tie(submission, reference, rng):
    logits = torch.cat([torch.zeros(2), binary_logits(rng)])
    expect_part(submission, reference, "binary_decisions", [logits], 1, "the labels")


@check("binary_decisions", title="stays right for logits far from 0")
def test_binary_decisions_far(submission, reference, rng):
    logits = torch.tensor([1000.0, -1000.0, 100.0, -100.0]) + rng.randn(4)
    expect(submission.call("binary_decisions", logits)).to_match(reference.call("binary_decisions", logits))


test_binary_decisions_device = follows_device(
    "binary_decisions", lambda rng: [binary_logits(rng)], needs="test_binary_decisions_labels"
)


# ------------------------------------------------------------------ class_decisions


def class_logits(rng, n, k):
    """Return logits whose rows have different largest classes; each row is moved up or down as a whole."""
    logits = rng.rand(n, k)
    logits[torch.arange(n), (torch.arange(n) + rng.integer(0, k - 1)) % k] += rng.uniform(1, 2)
    return (logits + torch.tensor([3.0, -4.0])[torch.arange(n) % 2].unsqueeze(1))[rng.permutation(n)]


def some_class_logits(rng):
    n, k = rng.sizes(2, low=3)
    return [rng.strided(class_logits(rng, n, k)), class_logits(rng, 4, 4), class_logits(rng, n, k).double()]


@check("class_decisions", points=2, title="gives each row the softmax of its logits")
def test_class_decisions_probabilities(submission, reference, rng):
    for logits in some_class_logits(rng):
        expect_part(submission, reference, "class_decisions", [logits], 0, "the probabilities")


@check("class_decisions", points=2, title="answers with the class of the largest logit, as int64")
def test_class_decisions_labels(submission, reference, rng):
    for logits in some_class_logits(rng):
        expect_part(submission, reference, "class_decisions", [logits], 1, "the labels")


@check("class_decisions", title="keeps the dimension of a single sample")
def test_class_decisions_single(submission, reference, rng):
    logits = class_logits(rng, 1, rng.integer(3, 6))
    expect(submission.call("class_decisions", logits)).to_match(reference.call("class_decisions", logits))


@check("class_decisions", title="treats two classes like any other number")
def test_class_decisions_two(submission, reference, rng):
    logits = class_logits(rng, rng.integer(4, 7), 2)
    expect(submission.call("class_decisions", logits)).to_match(reference.call("class_decisions", logits))


@check("class_decisions", title="stays right for logits far from 0")
def test_class_decisions_far(submission, reference, rng):
    logits = class_logits(rng, 2, 3) + torch.tensor([[1000.0], [-1000.0]])
    expect(submission.call("class_decisions", logits)).to_match(reference.call("class_decisions", logits))


test_class_decisions_device = follows_device(
    "class_decisions", lambda rng: [class_logits(rng, 4, 3)], needs="test_class_decisions_labels"
)


# ------------------------------------------------------------------ accuracy_from_logits


def judged_logits(rng):
    """Return one logit for each of 11 samples, and labels: 8 are right.

    4 logits are positive and below 0.5, of which 3 are right, and no two wrong ways to predict get the same share.
    """
    near, far = lambda: rng.uniform(0.1, 0.4), lambda: rng.uniform(1.6, 3.0)
    pairs = [(near(), 1), (near(), 1), (near(), 1), (near(), 0)]
    pairs += [(far(), 1), (far(), 1), (far(), 0)]
    pairs += [(-far(), 0), (-far(), 0), (-far(), 1), (-near(), 0)]
    pairs = rng.shuffled(pairs)
    return torch.tensor([logit for logit, _ in pairs]), torch.tensor([label for _, label in pairs])


def judged_classes(rng, n, k, right):
    """Return logits and labels of n samples, of which as many as given are right; rows are moved up or down as a whole."""
    labels = torch.arange(n) % k
    logits = rng.rand(n, k)
    answers = torch.where(torch.arange(n) < right, labels, (labels + 1) % k)
    logits[torch.arange(n), answers] += 1
    logits += torch.tensor([4.0, -6.0])[torch.arange(n) // k % 2].unsqueeze(1)
    order = rng.permutation(n)
    return rng.strided(logits[order]), labels[order]


@check("accuracy_from_logits", title="judges one logit for each sample: at least 0 means class 1")
def test_accuracy_from_logits_binary(submission, reference, rng):
    args = judged_logits(rng)
    expect(submission.call("accuracy_from_logits", *args)).to_match(reference.call("accuracy_from_logits", *args))


@check("accuracy_from_logits", title="judges a column of logits in the same way")
def test_accuracy_from_logits_column(submission, reference, rng):
    logits, labels = judged_logits(rng)
    args = logits.unsqueeze(1), labels
    expect(submission.call("accuracy_from_logits", *args)).to_match(reference.call("accuracy_from_logits", *args))


@check("accuracy_from_logits", points=2, title="judges K logits by the largest one")
def test_accuracy_from_logits_classes(submission, reference, rng):
    for n, right in [(10, 7), (7, 5)]:
        args = judged_classes(rng, n, rng.integer(3, 5), right)
        expect(submission.call("accuracy_from_logits", *args)).to_match(reference.call("accuracy_from_logits", *args))


@check("accuracy_from_logits", title="judges two logits by the larger one")
def test_accuracy_from_logits_two(submission, reference, rng):
    args = judged_classes(rng, 10, 2, 7)
    expect(submission.call("accuracy_from_logits", *args)).to_match(reference.call("accuracy_from_logits", *args))


@check("accuracy_from_logits", title="judges a single sample")
def test_accuracy_from_logits_single(submission, reference, rng):
    near = rng.uniform(0.1, 0.4)
    rows = [([near], 1), ([[near]], 0), ([[-near]], 0), ([[-near, -1.0, 2.0]], 2), ([[near, 2.0, -1.0]], 0)]
    for logits, label in rows:
        args = torch.tensor(logits), torch.tensor([label])
        expect(submission.call("accuracy_from_logits", *args)).to_match(reference.call("accuracy_from_logits", *args))


@check("accuracy_from_logits", title="takes a logit of 0 for class 1")
def test_accuracy_from_logits_zero(submission, reference, rng):
    pairs = rng.shuffled([(0.0, 1), (0.0, 1), (0.0, 0), (2.0, 1), (-2.0, 0)])
    args = torch.tensor([logit for logit, _ in pairs]), torch.tensor([label for _, label in pairs])
    expect(submission.call("accuracy_from_logits", *args)).to_match(reference.call("accuracy_from_logits", *args))


test_accuracy_from_logits_device = follows_device(
    "accuracy_from_logits", lambda rng: judged_classes(rng, 10, 3, 7), needs="test_accuracy_from_logits_classes"
)


# ------------------------------------------------------------------ confusion_matrix


@check("confusion_matrix", title="has true classes in rows and predicted ones in columns")
def test_confusion_matrix_orientation(submission, reference, rng):
    labels = rng.permutation(5)
    args = (labels + rng.integer(1, 2)) % 5, labels, 5
    expect(submission.call("confusion_matrix", *args)).to_match(reference.call("confusion_matrix", *args))


@check("confusion_matrix", points=2, title="counts a pair as often as it occurs")
def test_confusion_matrix_repeats(submission, reference, rng):
    mixed = torch.tensor(rng.shuffled([0, 1, 1, 2, 2, 2, 2]))
    for pairs in (mixed, rng.strided(mixed)):
        args = pairs, pairs, 3
        expect(submission.call("confusion_matrix", *args)).to_match(reference.call("confusion_matrix", *args))


@check("confusion_matrix", title="has a row and a column for each of the K classes, also where one does not occur")
def test_confusion_matrix_absent(submission, reference, rng):
    for present in (2 + rng.permutation(2), rng.permutation(3), torch.empty(0, dtype=torch.int64)):
        args = present, present, 5
        expect(submission.call("confusion_matrix", *args)).to_match(reference.call("confusion_matrix", *args))


def mixed_up(rng):
    """Return predictions, labels and three classes, not all of them right."""
    pairs = torch.tensor(rng.shuffled([[1, 0], [1, 0], [0, 0], [0, 1], [1, 2], [2, 2]]))
    return [pairs[:, 0], pairs[:, 1], 3]


test_confusion_matrix_device = follows_device("confusion_matrix", mixed_up, needs="test_confusion_matrix_repeats")


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


@check("precision_recall_f1", title="has a precision of 0 for a class that was never predicted")
def test_precision_recall_f1_unpredicted(submission, reference, rng):
    matrix = counted(rng, 4)
    matrix[:, rng.integer(0, 3)] = 0
    expect_part(submission, reference, "precision_recall_f1", [matrix], 0, "the precision")


@check("precision_recall_f1", title="has a recall of 0 for a class that does not occur")
def test_precision_recall_f1_absent(submission, reference, rng):
    matrix = counted(rng, 4)
    matrix[rng.integer(0, 3)] = 0
    expect_part(submission, reference, "precision_recall_f1", [matrix], 1, "the recall")


@check("precision_recall_f1", title="has an F1 score of 0 for a class that is never right")
def test_precision_recall_f1_never_right(submission, reference, rng):
    matrix = counted(rng, 4)
    wrong = rng.integer(0, 3)
    matrix[wrong, wrong] = 0
    expect_part(submission, reference, "precision_recall_f1", [matrix], 2, "the F1 score")


test_precision_recall_f1_device = follows_device(
    "precision_recall_f1", lambda rng: [counted(rng, 3)], needs="test_precision_recall_f1_f1"
)


# ------------------------------------------------------------------ balanced_accuracy


def judged(rng, k, pairs):
    """Return a batch of these pairs of true class and prediction in random order, its classes renamed at random."""
    names = rng.permutation(k)
    labels, predicted = names[torch.tensor(rng.shuffled(pairs))].T
    return predicted, labels


IMBALANCED = [(0, 0)] * 9 + [(0, 1)] + [(1, 1)] + [(1, 0)] * 2 + [(2, 2), (2, 0)]
"""Recalls of 9/10, 1/3 and 1/2; the accuracy is 11/15, and the mean precision 3/4."""


@check("balanced_accuracy", title="averages the recalls of the classes")
def test_balanced_accuracy_values(submission, reference, rng):
    for k, pairs in [(3, IMBALANCED), (2, [(0, 0)] * rng.integer(4, 9) + [(1, 0), (1, 0), (1, 1)])]:
        args = [judged(rng, k, pairs)], k
        expect(submission.call("balanced_accuracy", *args)).to_match(reference.call("balanced_accuracy", *args))


@check("balanced_accuracy", title="gives 1 / K to a model that always answers with the most frequent class")
def test_balanced_accuracy_constant(submission, reference, rng):
    args = [judged(rng, 4, [(0, 0)] * rng.integer(20, 40) + [(1, 0), (2, 0), (3, 0), (3, 0)])], 4
    expect(submission.call("balanced_accuracy", *args)).to_match(reference.call("balanced_accuracy", *args))


UNEVEN = [(0, 0)] * 6, [(0, 1), (1, 1), (1, 0), (1, 0)], [(1, 1), (2, 0)]
"""Recalls of 6/7, 2/4 and 0/1 over all batches."""


@check("balanced_accuracy", points=2, title="measures the recalls of the whole data set, not those of batches")
def test_balanced_accuracy_batches(submission, reference, rng):
    names = rng.permutation(3)
    batches = []
    for pairs in rng.shuffled(UNEVEN):
        labels, predicted = names[torch.tensor(rng.shuffled(pairs))].T
        batches.append((predicted, labels))
    expect(submission.call("balanced_accuracy", batches, 3)).to_match(reference.call("balanced_accuracy", batches, 3))


@check("balanced_accuracy", title="leaves out a class that does not occur")
def test_balanced_accuracy_absent(submission, reference, rng):
    k = rng.integer(4, 6)
    args = [judged(rng, k, IMBALANCED)], k
    expect(submission.call("balanced_accuracy", *args)).to_match(reference.call("balanced_accuracy", *args))


test_balanced_accuracy_device = follows_device(
    "balanced_accuracy", lambda rng: [[judged(rng, 3, IMBALANCED)], 3], needs="test_balanced_accuracy_values"
)


# ------------------------------------------------------------------ majority_baseline


def counts(rng, *numbers):
    """Return labels in random order: class k as often as the k-th number says."""
    return torch.tensor(rng.shuffled([k for k, number in enumerate(numbers) for _ in range(number)]))


def three_majorities(rng, more=0):
    """Return training and test labels; in the training labels, in the test labels and in both another class leads."""
    return counts(rng, 4, 1, 5, 2), counts(rng, 3, 5 + more, 1, 2)


@check("majority_baseline", points=2, title="measures the most frequent training class on the test labels")
def test_majority_baseline_values(submission, reference, rng):
    for more in (0, rng.integer(1, 3)):
        args = three_majorities(rng, more)
        expect(submission.call("majority_baseline", *args)).to_match(reference.call("majority_baseline", *args))


@check("majority_baseline", title="answers with the lowest of several equally frequent classes")
def test_majority_baseline_ties(submission, reference, rng):
    args = counts(rng, 1, 3, 0, 3), counts(rng, 3, 2, 0, 1)
    expect(submission.call("majority_baseline", *args)).to_match(reference.call("majority_baseline", *args))


@check("majority_baseline", title="gives 0.0 where the test labels do not hold that class")
def test_majority_baseline_absent(submission, reference, rng):
    args = counts(rng, 1, 2, 3, 4), counts(rng, rng.integer(1, 4), 2)
    expect(submission.call("majority_baseline", *args)).to_match(reference.call("majority_baseline", *args))


test_majority_baseline_device = follows_device("majority_baseline", three_majorities, needs="test_majority_baseline_values")
