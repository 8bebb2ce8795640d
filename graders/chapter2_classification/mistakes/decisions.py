"""Plausible wrong versions of the tasks in chapter2_classification/decisions."""

import torch
from decisions import accuracy_from_logits, confusion_matrix

from learn.variants import mistake

# ------------------------------------------------------------------ binary_decisions


@mistake("binary_decisions", "You compared the logits with the threshold: it belongs to the probabilities, after the sigmoid.")
def logits_at_threshold(logits, threshold=0.5):
    logits = logits.reshape(-1)
    return logits.sigmoid(), (logits >= threshold).long()


@mistake("binary_decisions", "round() of a logit is no label: a logit of 0.3 means class 1. Take the sigmoid first.")
def rounded_logits(logits, threshold=0.5):
    logits = logits.reshape(-1)
    return logits.sigmoid(), logits.round().long()


@mistake("binary_decisions", "round() knows no threshold, and makes 0 of exactly 0.5: write probabilities >= threshold.")
def rounded_probabilities(logits, threshold=0.5):
    probabilities = logits.reshape(-1).sigmoid()
    return probabilities, probabilities.round().long()


@mistake("binary_decisions", "You wrote 0.5 into the code: compare with the threshold that you are given.")
def threshold_ignored(logits, threshold=0.5):
    probabilities = logits.reshape(-1).sigmoid()
    return probabilities, (probabilities >= 0.5).long()


@mistake("binary_decisions", "A probability that equals the threshold counts as class 1: compare with >=, not with >.")
def strictly_above(logits, threshold=0.5):
    probabilities = logits.reshape(-1).sigmoid()
    return probabilities, (probabilities > threshold).long()


@mistake("binary_decisions", "A probability is never below 0, so comparing it with 0 always answers 1: use the threshold.")
def probabilities_at_zero(logits, threshold=0.5):
    probabilities = logits.reshape(-1).sigmoid()
    return probabilities, (probabilities >= 0).long()


@mistake("binary_decisions", "You returned the logits in place of the probabilities: apply the sigmoid.")
def logits_returned(logits, threshold=0.5):
    logits = logits.reshape(-1)
    return logits, (logits.sigmoid() >= threshold).long()


@mistake("binary_decisions", "You applied the sigmoid twice: a probability in, and everything comes out above 0.5.")
def sigmoid_twice(logits, threshold=0.5):
    probabilities = logits.reshape(-1).sigmoid().sigmoid()
    return probabilities, (probabilities >= threshold).long()


@mistake("binary_decisions", "softmax shares 1 out among the samples of the batch: one logit for each sample needs a sigmoid.")
def softmax_over_batch(logits, threshold=0.5):
    probabilities = logits.reshape(-1).softmax(dim=0)
    return probabilities, (probabilities >= threshold).long()


@mistake("binary_decisions", "Logits of shape (N, 1) give you results of shape (N, 1): bring them to (N,) with reshape(-1).")
def column_kept(logits, threshold=0.5):
    probabilities = logits.sigmoid()
    return probabilities, (probabilities >= threshold).long()


@mistake("binary_decisions", "squeeze() drops the batch too where there is one sample: use squeeze(1) or reshape(-1).")
def squeezed(logits, threshold=0.5):
    probabilities = logits.sigmoid().squeeze()
    return probabilities, (probabilities >= threshold).long()


@mistake("binary_decisions", "Your labels are floats: a class is a whole number, so make int64 of the comparison.")
def float_labels(logits, threshold=0.5):
    probabilities = logits.reshape(-1).sigmoid()
    return probabilities, (probabilities >= threshold).float()


@mistake("binary_decisions", "Your labels are bools: .long() makes 0 and 1 of them.")
def bool_labels(logits, threshold=0.5):
    probabilities = logits.reshape(-1).sigmoid()
    return probabilities, probabilities >= threshold


@mistake("binary_decisions", "exp(x) / (1 + exp(x)) is inf / inf for a large x: torch.sigmoid avoids that.")
def overflows(logits, threshold=0.5):
    powers = logits.reshape(-1).exp()
    probabilities = powers / (1 + powers)
    return probabilities, (probabilities >= threshold).long()


@mistake("binary_decisions", "You returned (labels, probabilities): the probabilities come first.")
def labels_first(logits, threshold=0.5):
    probabilities = logits.reshape(-1).sigmoid()
    return (probabilities >= threshold).long(), probabilities


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


@mistake("class_decisions", "argmax() without dim counts through the whole (N, K) matrix: say dim=1.")
def argmax_of_everything(logits):
    return logits.softmax(dim=1), logits.argmax()


@mistake(
    "class_decisions",
    "sigmoid judges each class alone, and a row does not sum to 1: of K classes one is right, which takes a softmax.",
)
def sigmoid_of_each(logits):
    return logits.sigmoid(), logits.argmax(dim=1)


@mistake(
    "class_decisions",
    "With two classes you took the sigmoid of one logit: it would have to be that of their difference. Use softmax.",
)
def sigmoid_for_two(logits):
    if logits.shape[1] == 2:
        second = logits[:, 1].sigmoid()
        return torch.stack([1 - second, second], dim=1), (second >= 0.5).long()
    return logits.softmax(dim=1), logits.argmax(dim=1)


@mistake(
    "class_decisions",
    "You added a class whose logit is 0, as if K - 1 outputs described K classes: here each class has an output of its own.",
)
def one_class_more(logits):
    logits = torch.cat([torch.zeros_like(logits[:, :1]), logits], dim=1)
    return logits.softmax(dim=1), logits.argmax(dim=1)


@mistake("class_decisions", "You returned the logarithms of the probabilities: use softmax, not log_softmax.")
def logarithms(logits):
    return logits.log_softmax(dim=1), logits.argmax(dim=1)


@mistake("class_decisions", "You returned the logits in place of the probabilities: apply softmax over the classes.")
def logits_as_they_are(logits):
    return logits, logits.argmax(dim=1)


@mistake("class_decisions", "max gives the largest probability: the label is its position, argmax.")
def largest_probability(logits):
    probabilities = logits.softmax(dim=1)
    return probabilities, probabilities.amax(dim=1)


@mistake("class_decisions", "Your labels have shape (N, 1): leave keepdim=True out.")
def labels_as_column(logits):
    return logits.softmax(dim=1), logits.argmax(dim=1, keepdim=True)


@mistake("class_decisions", "squeeze() drops the batch too where there is one sample: argmax(dim=1) has shape (N,) already.")
def labels_squeezed(logits):
    return logits.softmax(dim=1), logits.argmax(dim=1, keepdim=True).squeeze()


@mistake("class_decisions", "Your labels are floats: a class is a whole number, and argmax gives int64 by itself.")
def labels_as_floats(logits):
    return logits.softmax(dim=1), logits.argmax(dim=1).float()


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


@mistake(
    "accuracy_from_logits",
    "You made a column of all logits, and (N, 1) == (N,) compares each with each: take the column out again with [:, 0].",
)
def always_a_column(logits, labels):
    return share(logits.reshape(-1, 1) >= 0, labels) if logits[0].numel() == 1 else accuracy_from_logits(logits, labels)


@mistake("accuracy_from_logits", "You compared logits with 0.5: that is for probabilities. Compare a logit with 0.")
def half_a_logit(logits, labels):
    return accuracy_from_logits(logits - 0.5 if logits[0].numel() == 1 else logits, labels)


@mistake("accuracy_from_logits", "round() of a logit is no class: ask whether the logit is at least 0.")
def logits_rounded(logits, labels):
    return share(logits.reshape(-1).round(), labels) if logits[0].numel() == 1 else accuracy_from_logits(logits, labels)


@mistake(
    "accuracy_from_logits",
    "A logit of 0 is a probability of 0.5, which counts as class 1: compare with >=, or use no round().",
)
def above_zero(logits, labels):
    return share(logits.reshape(-1) > 0, labels) if logits[0].numel() == 1 else accuracy_from_logits(logits, labels)


@mistake("accuracy_from_logits", "argmax of a single column is always 0: with one logit for each sample, compare it with 0.")
def argmax_of_one_column(logits, labels):
    return share(logits.argmax(dim=1), labels) if logits.dim() == 2 else accuracy_from_logits(logits, labels)


@mistake("accuracy_from_logits", "softmax of a single column is always 1: one logit for each sample needs a sigmoid.")
def softmax_of_one_column(logits, labels):
    if logits.dim() == 2 and logits.shape[1] == 1:
        return share(logits.softmax(dim=1)[:, 0] >= 0.5, labels)
    return accuracy_from_logits(logits, labels)


@mistake("accuracy_from_logits", "argmax(dim=0) names a sample for each class: the classes are along dim=1.", raises=True)
def argmax_wrong_axis(logits, labels):
    return share(logits.argmax(dim=0), labels) if logits[0].numel() > 1 else accuracy_from_logits(logits, labels)


@mistake(
    "accuracy_from_logits",
    "You compared each class with a one-hot label, which counts agreement on wrong classes as right: compare the argmax.",
)
def one_hot_agreement(logits, labels):
    if logits[0].numel() == 1:
        return accuracy_from_logits(logits, labels)
    return share((logits.sigmoid() >= 0.5).long(), torch.nn.functional.one_hot(labels, logits.shape[1]))


@mistake("accuracy_from_logits", "You judged two classes by one of their two logits: the larger one wins, also below 0.")
def second_logit(logits, labels):
    return accuracy_from_logits(logits[:, 1] if logits.shape[1:] == (2,) else logits, labels)


@mistake("accuracy_from_logits", "squeeze() makes (K,) of a single sample's (1, K), so its classes look like K samples.")
def sample_squeezed(logits, labels):
    logits = logits.squeeze()
    predicted = logits.argmax(dim=1) if logits.dim() == 2 else logits >= 0
    return share(predicted, labels)


@mistake("accuracy_from_logits", "You returned the number of right answers: take their mean, not their sum.")
def number_right(logits, labels):
    return accuracy_from_logits(logits, labels) * len(labels)


@mistake("accuracy_from_logits", "You divided by all logits, N * K: divide by the number of samples, N.")
def divided_by_all_logits(logits, labels):
    return accuracy_from_logits(logits, labels) * len(labels) / logits.numel()


@mistake("accuracy_from_logits", "You returned a percentage: the share is between 0.0 and 1.0.")
def in_percent(logits, labels):
    return 100 * accuracy_from_logits(logits, labels)


@mistake("accuracy_from_logits", "The result is a tensor: .item() makes a Python float of it.")
def tensor_returned(logits, labels):
    return torch.tensor(accuracy_from_logits(logits, labels), device=logits.device)


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


@mistake("confusion_matrix", "You counted only classes that occur: every class from 0 to K - 1 has a row and a column.")
def only_what_occurs(predicted, labels, num_classes):
    present = torch.cat([predicted, labels]).unique()
    return confusion_matrix(predicted, labels, num_classes)[present][:, present]


@mistake("confusion_matrix", "You took K from the largest class that occurs: use num_classes.")
def size_from_data(predicted, labels, num_classes):
    k = max(int(predicted.max()), int(labels.max())) + 1
    return torch.bincount(labels * k + predicted, minlength=k * k).reshape(k, k)


@mistake("confusion_matrix", "You divided by the number of samples: the matrix holds counts, as int64.")
def shares(predicted, labels, num_classes):
    return confusion_matrix(predicted, labels, num_classes) / len(labels)


@mistake("confusion_matrix", "Your counts are floats: zeros() is float32 unless you say dtype=torch.int64.")
def float_counts(predicted, labels, num_classes):
    return confusion_matrix(predicted, labels, num_classes).float()


@mistake("confusion_matrix", "You counted only right answers: the cells off the diagonal count what was mixed up.")
def diagonal_only(predicted, labels, num_classes):
    return torch.bincount(labels[predicted == labels], minlength=num_classes).diag()


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


@mistake("precision_recall_f1", "You divided by the column's sum twice: recall divides by the row's, what is really there.")
def columns_only(matrix):
    precision = scores(matrix)[0]
    return precision, precision, precision


@mistake("precision_recall_f1", "F1 is the harmonic mean, 2PR / (P + R): you took the ordinary mean.")
def ordinary_mean(matrix):
    precision, recall = scores(matrix)
    return precision, recall, (precision + recall) / 2


@mistake("precision_recall_f1", "The factor 2 of F1 = 2PR / (P + R) is missing.")
def without_two(matrix):
    precision, recall = scores(matrix)
    return precision, recall, f1_of(precision, recall) / 2


@mistake("precision_recall_f1", "0 / 0 is NaN: a class that was never predicted, or that does not occur, gets 0.")
def nowhere_guarded(matrix):
    right = matrix.diagonal().float()
    precision, recall = right / matrix.sum(dim=0), right / matrix.sum(dim=1)
    return precision, recall, 2 * precision * recall / (precision + recall)


@mistake("precision_recall_f1", "0 / 0 is NaN in your precision: a class that was never predicted gets 0.")
def precision_unguarded(matrix):
    right = matrix.diagonal().float()
    recall = scores(matrix)[1]
    return right / matrix.sum(dim=0), recall, 2 * right / (matrix.sum(dim=0) + matrix.sum(dim=1)).clamp(min=1)


@mistake("precision_recall_f1", "P + R is 0 where a class is never right, and your F1 becomes NaN: make it 0 there.")
def f1_unguarded(matrix):
    precision, recall = scores(matrix)
    return precision, recall, 2 * precision * recall / (precision + recall)


@mistake("precision_recall_f1", "You gave a class that was never predicted a precision of 1: it gets 0.")
def perfect_silence(matrix):
    precision, recall = scores(matrix)
    return torch.where(matrix.sum(dim=0) > 0, precision, 1.0), recall, f1_of(precision, recall)


@mistake(
    "precision_recall_f1",
    "You pooled all classes (the micro mean), which gives the accuracy three times: compute each class on its own.",
)
def micro_mean(matrix):
    accuracy = (matrix.trace() / matrix.sum()).expand(len(matrix))
    return accuracy, accuracy, accuracy


@mistake("precision_recall_f1", "You averaged over the classes (the macro mean): return one number for each class.")
def macro_mean(matrix):
    precision, recall = scores(matrix)
    return precision.mean(), recall.mean(), f1_of(precision, recall).mean()


@mistake("precision_recall_f1", "You divided by the number of all samples: divide by the sum of the class's column or row.")
def divided_by_all(matrix):
    part = matrix.diagonal() / matrix.sum()
    return part, part, part


@mistake("precision_recall_f1", "// cuts every share below 1 down to 0: divide with / .")
def floor_divided(matrix):
    right = matrix.diagonal()
    precision = (right // matrix.sum(dim=0).clamp(min=1)).float()
    recall = (right // matrix.sum(dim=1).clamp(min=1)).float()
    return precision, recall, f1_of(precision, recall)


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


@mistake(
    "balanced_accuracy",
    "You weighted each batch's result by its size, which is right for accuracy but not for recalls: add the counts up first.",
)
def weighted_batches(batches, num_classes):
    parts = [len(batch[1]) * mean_recall(summed([batch], num_classes)) for batch in batches]
    return sum(parts) / sum(len(labels) for _, labels in batches)


@mistake("balanced_accuracy", "Only the last batch counts: each batch replaces what you had counted before.")
def last_batch_only(batches, num_classes):
    return mean_recall(summed(batches[-1:], num_classes))


@mistake("balanced_accuracy", "A class without samples counts as a recall of 0 in your mean: leave it out.")
def absent_counts_as_zero(batches, num_classes):
    matrix = summed(batches, num_classes)
    return (matrix.diagonal() / matrix.sum(dim=1).clamp(min=1)).mean().item()


@mistake("balanced_accuracy", "A class without samples makes your mean NaN, by 0 / 0: leave it out.")
def absent_is_nan(batches, num_classes):
    matrix = summed(batches, num_classes)
    return (matrix.diagonal() / matrix.sum(dim=1)).mean().item()


@mistake("balanced_accuracy", "You averaged over the classes that were predicted: go through those among the labels.")
def over_predicted_classes(batches, num_classes):
    matrix = summed(batches, num_classes)
    recalls = matrix.diagonal() / matrix.sum(dim=1).clamp(min=1)
    return recalls[matrix.sum(dim=0) > 0].mean().item()


@mistake("balanced_accuracy", "You added the recalls up: divide by the number of classes that occur.")
def recalls_summed(batches, num_classes):
    matrix = summed(batches, num_classes)
    return (matrix.diagonal() / matrix.sum(dim=1).clamp(min=1)).sum().item()


@mistake("balanced_accuracy", "The result is a tensor: .item() makes a Python float of it.")
def recall_as_tensor(batches, num_classes):
    return torch.tensor(mean_recall(summed(batches, num_classes)))


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


@mistake(
    "majority_baseline",
    "You counted the classes of both sets together: the test labels are only for measuring, so count the training labels.",
)
def majority_of_both(train_labels, test_labels):
    return share(test_labels, torch.bincount(torch.cat([train_labels, test_labels])).argmax())


@mistake("majority_baseline", "You measured on the training labels: the accuracy is that on the test labels.")
def measured_on_train(train_labels, test_labels):
    return share(train_labels, torch.bincount(train_labels).argmax())


@mistake("majority_baseline", "max() of the labels is the highest class: the most frequent one has the largest count.")
def highest_class(train_labels, test_labels):
    return share(test_labels, train_labels.max())


@mistake("majority_baseline", "max() of the counts says how often the class occurs: argmax says which class it is.")
def count_as_class(train_labels, test_labels):
    return share(test_labels, torch.bincount(train_labels).max())


@mistake("majority_baseline", "1 / K is what guessing gets: always answering with one class is another baseline.")
def guessing(train_labels, test_labels):
    return 1 / len(train_labels.unique())


@mistake("majority_baseline", "Of equally frequent classes you took the highest: the lowest one is the answer.")
def last_of_equal(train_labels, test_labels):
    counts = torch.bincount(train_labels)
    return share(test_labels, len(counts) - 1 - counts.flip(0).argmax())


@mistake(
    "majority_baseline",
    "The test labels may not hold the class at all, so their counts may be too short for it: compare, and take the mean.",
)
def looked_up_in_counts(train_labels, test_labels):
    return (torch.bincount(test_labels)[torch.bincount(train_labels).argmax()] / len(test_labels)).item()


@mistake("majority_baseline", "You returned the number of right answers: divide by the number of test labels.")
def right_answers_counted(train_labels, test_labels):
    return float((test_labels == torch.bincount(train_labels).argmax()).sum())


@mistake("majority_baseline", "The result is a tensor: .item() makes a Python float of it.")
def baseline_as_tensor(train_labels, test_labels):
    return (test_labels == torch.bincount(train_labels).argmax()).float().mean()


@mistake("majority_baseline", "numpy() refuses tensors that are not on the CPU: count with torch.bincount.")
def counted_by_numpy(train_labels, test_labels):
    values, numbers = torch.from_numpy(train_labels.numpy()).unique(return_counts=True)
    return share(test_labels, values[numbers.argmax()])
