"""Plausible wrong versions of the tasks in chapter2_classification/decisions."""

import torch
from decisions import accuracy_from_logits, confusion_matrix

from learn.variants import mistake

# ------------------------------------------------------------------ binary_decisions


@mistake("binary_decisions", "You compared the logits with the threshold: it belongs to the probabilities, after the sigmoid.")
def logits_at_threshold(logits, threshold=0.5):
    logits = logits.reshape(-1)
    return logits.sigmoid(), (logits >= threshold).long()


@mistake(
    "binary_decisions", "round() of a logit is no label: a logit of 0.3 means class 1. Compare its sigmoid with the threshold."
)
def rounded_logits(logits, threshold=0.5):
    logits = logits.reshape(-1)
    return logits.sigmoid(), logits.round().long()


@mistake("binary_decisions", "You wrote 0.5 into the code: compare with the threshold that you are given.")
def threshold_ignored(logits, threshold=0.5):
    probabilities = logits.reshape(-1).sigmoid()
    return probabilities, (probabilities >= 0.5).long()


@mistake("binary_decisions", "A probability that equals the threshold counts as class 1: compare with >=, not with >.")
def strictly_above(logits, threshold=0.5):
    probabilities = logits.reshape(-1).sigmoid()
    return probabilities, (probabilities > threshold).long()


@mistake("binary_decisions", "softmax shares 1 out among the samples of the batch: one logit for each sample needs a sigmoid.")
def softmax_over_batch(logits, threshold=0.5):
    probabilities = logits.reshape(-1).softmax(dim=0)
    return probabilities, (probabilities >= threshold).long()


@mistake("binary_decisions", "squeeze() drops the batch too where there is one sample: use squeeze(1) or reshape(-1).")
def squeezed(logits, threshold=0.5):
    probabilities = logits.sigmoid().squeeze()
    return probabilities, (probabilities >= threshold).long()


@mistake(
    "binary_decisions",
    "torch.tensor(list) makes the labels on the CPU, wherever the logits are: compare whole tensors, which stay there.",
)
def labels_on_cpu(logits, threshold=0.5):
    probabilities = logits.reshape(-1).sigmoid()
    return probabilities, torch.tensor([int(p >= threshold) for p in probabilities])


# ------------------------------------------------------------------ class_decisions


@mistake("class_decisions", "softmax(dim=0) shares 1 out among the samples: the classes are along dim=1.")
def softmax_over_samples(logits):
    return logits.softmax(dim=0), logits.argmax(dim=1)


@mistake("class_decisions", "argmax(dim=0) names a sample for each class: ask for a class for each sample, with dim=1.")
def argmax_over_samples(logits):
    return logits.softmax(dim=1), logits.argmax(dim=0)


@mistake(
    "class_decisions",
    "sigmoid judges each class alone, and a row does not sum to 1: of K classes one is right, which takes a softmax.",
)
def sigmoid_of_each(logits):
    return logits.sigmoid(), logits.argmax(dim=1)


@mistake(
    "class_decisions", "You looked for a probability of at least 0.5, but the largest of K may be below it: take its argmax."
)
def thresholded(logits):
    probabilities = logits.softmax(dim=1)
    return probabilities, (probabilities >= 0.5).long().argmax(dim=1)


@mistake(
    "class_decisions",
    "You added a class whose logit is 0, as if K - 1 outputs described K classes: here each class has an output of its own.",
)
def one_class_more(logits):
    logits = torch.cat([torch.zeros_like(logits[:, :1]), logits], dim=1)
    return logits.softmax(dim=1), logits.argmax(dim=1)


@mistake("class_decisions", "exp of a large logit is inf, and inf / inf is NaN: use softmax, or subtract each row's maximum.")
def exponentials_overflow(logits):
    powers = logits.exp()
    return powers / powers.sum(dim=1, keepdim=True), logits.argmax(dim=1)


@mistake("class_decisions", "You copied the labels to the CPU: leave them where the logits are, without .cpu() or .numpy().")
def labels_copied_to_cpu(logits):
    return logits.softmax(dim=1), logits.argmax(dim=1).cpu()


# ------------------------------------------------------------------ accuracy_from_logits


def share(predicted, labels):
    return (predicted == labels).float().mean().item()


@mistake("accuracy_from_logits", "(N, 1) == (N,) compares each with each, as (N, N): bring both to shape (N,) first.")
def column_broadcast(logits, labels):
    return share(logits >= 0, labels) if logits.shape[1:] == (1,) else accuracy_from_logits(logits, labels)


@mistake("accuracy_from_logits", "You compared logits with 0.5: that is for probabilities. Compare a logit with 0.")
def half_a_logit(logits, labels):
    return accuracy_from_logits(logits - 0.5 if logits[0].numel() == 1 else logits, labels)


@mistake("accuracy_from_logits", "round() of a logit is no class: ask whether the logit is at least 0.")
def logits_rounded(logits, labels):
    return share(logits.reshape(-1).round(), labels) if logits[0].numel() == 1 else accuracy_from_logits(logits, labels)


@mistake("accuracy_from_logits", "argmax of a single column is always 0: with one logit for each sample, compare it with 0.")
def argmax_of_one_column(logits, labels):
    return share(logits.argmax(dim=1), labels) if logits.dim() == 2 else accuracy_from_logits(logits, labels)


@mistake(
    "accuracy_from_logits",
    "squeeze() makes (K,) of a single sample's (1, K), so its classes look like K samples: keep the dimension.",
)
def sample_squeezed(logits, labels):
    logits = logits.squeeze()
    predicted = logits.argmax(dim=1) if logits.dim() == 2 else logits >= 0
    return share(predicted, labels)


@mistake("accuracy_from_logits", "You returned the number of right answers: take their mean, not their sum.")
def number_right(logits, labels):
    return accuracy_from_logits(logits, labels) * len(labels)


@mistake("accuracy_from_logits", "numpy() refuses tensors that are not on the CPU: compare with torch, then call .item().")
def compared_by_numpy(logits, labels):
    predicted = logits.numpy().reshape(len(labels), -1)
    predicted = predicted.argmax(axis=1) if predicted.shape[1] > 1 else predicted[:, 0] >= 0
    return float((predicted == labels.numpy()).mean())


# ------------------------------------------------------------------ confusion_matrix


@mistake("confusion_matrix", "Your matrix is transposed: the true class is the row, the predicted one the column.")
def transposed(predicted, labels, num_classes):
    return confusion_matrix(labels, predicted, num_classes)


@mistake("confusion_matrix", "matrix[labels, predicted] += 1 counts a repeated pair once: use bincount, or a loop.")
def counted_once(predicted, labels, num_classes):
    matrix = labels.new_zeros(num_classes, num_classes)
    matrix[labels, predicted] += 1
    return matrix


@mistake("confusion_matrix", "bincount ends at the largest cell that occurs: pass minlength=num_classes**2.")
def minlength_forgotten(predicted, labels, num_classes):
    return torch.bincount(labels * num_classes + predicted).reshape(num_classes, num_classes)


@mistake("confusion_matrix", "You took K from the largest class that occurs: use num_classes.")
def size_from_data(predicted, labels, num_classes):
    k = max(int(predicted.max()), int(labels.max())) + 1
    return torch.bincount(labels * k + predicted, minlength=k * k).reshape(k, k)


@mistake(
    "confusion_matrix",
    "You count in a matrix that is made on the CPU, wherever the labels are: pass device=labels.device.",
)
def counted_on_cpu(predicted, labels, num_classes):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for t, p in zip(labels.tolist(), predicted.tolist(), strict=True):
        matrix[t, p] += 1
    return matrix


# ------------------------------------------------------------------ precision_recall_f1


def guarded(part, whole):
    return part / whole.clamp(min=1)


def f1_of(precision, recall):
    total = precision + recall
    return 2 * precision * recall / torch.where(total > 0, total, 1.0)


def scores(matrix):
    """Return the right precision and the right recall."""
    right = matrix.diagonal().float()
    return guarded(right, matrix.sum(dim=0)), guarded(right, matrix.sum(dim=1))


@mistake(
    "precision_recall_f1",
    "Precision and recall are swapped: precision divides by the sum of a column (dim=0), recall by that of a row.",
)
def swapped(matrix):
    precision, recall = scores(matrix)
    return recall, precision, f1_of(precision, recall)


@mistake("precision_recall_f1", "You divided by the row's sum twice: precision divides by the column's, what was predicted.")
def rows_only(matrix):
    recall = scores(matrix)[1]
    return recall, recall, recall


@mistake("precision_recall_f1", "F1 is the harmonic mean, 2PR / (P + R): you took the ordinary mean.")
def ordinary_mean(matrix):
    precision, recall = scores(matrix)
    return precision, recall, (precision + recall) / 2


@mistake("precision_recall_f1", "0 / 0 is NaN: a class that was never predicted, or that does not occur, gets 0.")
def nowhere_guarded(matrix):
    right = matrix.diagonal().float()
    precision, recall = right / matrix.sum(dim=0), right / matrix.sum(dim=1)
    return precision, recall, 2 * precision * recall / (precision + recall)


@mistake("precision_recall_f1", "P + R is 0 where a class is never right, and your F1 becomes NaN: make it 0 there.")
def f1_unguarded(matrix):
    precision, recall = scores(matrix)
    return precision, recall, 2 * precision * recall / (precision + recall)


@mistake("precision_recall_f1", "You averaged over the classes (the macro mean): return one number for each class.")
def macro_mean(matrix):
    precision, recall = scores(matrix)
    return precision.mean(), recall.mean(), f1_of(precision, recall).mean()


@mistake("precision_recall_f1", "Your scores are collected on the CPU, wherever the matrix is: pass device=matrix.device.")
def collected_on_cpu(matrix):
    return tuple(torch.tensor(part.tolist()) for part in (*scores(matrix), f1_of(*scores(matrix))))


# ------------------------------------------------------------------ balanced_accuracy


def summed(batches, num_classes):
    return sum(confusion_matrix(predicted, labels, num_classes) for predicted, labels in batches)


def mean_recall(matrix):
    members = matrix.sum(dim=1)
    return (matrix.diagonal()[members > 0] / members[members > 0]).mean().item()


@mistake(
    "balanced_accuracy",
    "You returned the plain accuracy, in which a frequent class hides the rare ones: average the recalls of the classes.",
)
def plain_accuracy(batches, num_classes):
    matrix = summed(batches, num_classes)
    return (matrix.trace() / matrix.sum()).item()


@mistake("balanced_accuracy", "You averaged the precisions: recall divides by the true members of a class, the row's sum.")
def mean_precision(batches, num_classes):
    matrix = summed(batches, num_classes)
    return (matrix.diagonal() / matrix.sum(dim=0).clamp(min=1))[matrix.sum(dim=1) > 0].mean().item()


@mistake(
    "balanced_accuracy",
    "You averaged over batches, but recalls of batches do not average to that of all samples: add the counts up first.",
)
def mean_over_batches(batches, num_classes):
    return sum(mean_recall(summed([batch], num_classes)) for batch in batches) / len(batches)


@mistake("balanced_accuracy", "A class without samples counts as a recall of 0 in your mean: leave it out.")
def absent_counts_as_zero(batches, num_classes):
    matrix = summed(batches, num_classes)
    return (matrix.diagonal() / matrix.sum(dim=1).clamp(min=1)).mean().item()


@mistake("balanced_accuracy", "A class without samples makes your mean NaN, by 0 / 0: leave it out.")
def absent_is_nan(batches, num_classes):
    matrix = summed(batches, num_classes)
    return (matrix.diagonal() / matrix.sum(dim=1)).mean().item()


@mistake("balanced_accuracy", "You added the recalls up: divide by the number of classes that occur.")
def recalls_summed(batches, num_classes):
    matrix = summed(batches, num_classes)
    return (matrix.diagonal() / matrix.sum(dim=1).clamp(min=1)).sum().item()


@mistake(
    "balanced_accuracy",
    "You add the counts of the batches up in a tensor on the CPU, wherever the batches are: pass device=labels.device.",
)
def counts_on_cpu(batches, num_classes):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for predicted, labels in batches:
        matrix += confusion_matrix(predicted, labels, num_classes)
    return mean_recall(matrix)


# ------------------------------------------------------------------ majority_baseline


@mistake(
    "majority_baseline",
    "You looked up the most frequent class in the test labels, which no model may see: take it from the training labels.",
)
def majority_of_test(train_labels, test_labels):
    return share(test_labels, torch.bincount(test_labels).argmax())


@mistake("majority_baseline", "You measured on the training labels: the accuracy is that on the test labels.")
def measured_on_train(train_labels, test_labels):
    return share(train_labels, torch.bincount(train_labels).argmax())


@mistake("majority_baseline", "max() of the counts says how often the class occurs: argmax says which class it is.")
def count_as_class(train_labels, test_labels):
    return share(test_labels, torch.bincount(train_labels).max())


@mistake(
    "majority_baseline",
    "The test labels may not hold the class at all, so their counts may be too short for it: compare, and take the mean.",
)
def looked_up_in_counts(train_labels, test_labels):
    return (torch.bincount(test_labels)[torch.bincount(train_labels).argmax()] / len(test_labels)).item()


@mistake("majority_baseline", "You returned the number of right answers: divide by the number of test labels.")
def right_answers_counted(train_labels, test_labels):
    return float((test_labels == torch.bincount(train_labels).argmax()).sum())


@mistake("majority_baseline", "numpy() refuses tensors that are not on the CPU: count with torch.bincount.")
def counted_by_numpy(train_labels, test_labels):
    values, numbers = torch.from_numpy(train_labels.numpy()).unique(return_counts=True)
    return share(test_labels, values[numbers.argmax()])
