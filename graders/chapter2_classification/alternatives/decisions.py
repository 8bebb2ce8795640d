"""Unusual but right versions of the tasks in chapter2_classification/decisions."""

import math
from collections import Counter

import torch

from learn.variants import alternative


@alternative("binary_decisions", "compares logits with the logit of the threshold")
def in_logits(logits, threshold=0.5):
    logits = logits.flatten()
    limit = math.log(threshold / (1 - threshold))
    return torch.special.expit(logits), torch.where(logits >= limit, 1, 0)


@alternative("binary_decisions", "a softmax over two classes, of which the first has logit 0")
def as_two_classes(logits, threshold=0.5):
    logits = logits.view(-1) if logits.is_contiguous() else logits.contiguous().view(-1)
    probabilities = torch.stack([torch.zeros_like(logits), logits], dim=1).softmax(dim=1)[:, 1]
    return probabilities, torch.ge(probabilities, threshold).to(torch.int64)


@alternative("class_decisions", "exponentials by hand, with each row's maximum subtracted, in float64")
def by_hand(logits):
    shifted = logits.double()
    powers = (shifted - shifted.amax(dim=1, keepdim=True)).exp()
    probabilities = powers / powers.sum(dim=1, keepdim=True)
    return probabilities.to(logits.dtype), probabilities.max(dim=-1).indices


@alternative("class_decisions", "a module, and topk")
def by_topk(logits):
    return torch.nn.Softmax(dim=-1)(logits), logits.topk(1, dim=1).indices[:, 0]


@alternative("accuracy_from_logits", "counts one sample after the other")
def one_by_one(logits, labels):
    right = 0
    for row, label in zip(logits.tolist(), labels.tolist(), strict=True):
        row = row if isinstance(row, list) else [row]
        predicted = row.index(max(row)) if len(row) > 1 else int(row[0] >= 0)
        right += predicted == label
    return right / len(labels)


@alternative("accuracy_from_logits", "probabilities throughout, and the mean distance of two binary labels")
def by_probabilities(logits, labels):
    if logits.dim() == 2 and logits.shape[1] > 1:
        return float((torch.softmax(logits, dim=1).argmax(1) == labels).sum()) / labels.numel()
    predicted = torch.sigmoid(logits).flatten().ge(0.5).long()
    return 1 - (predicted - labels).abs().double().mean().item()


@alternative("confusion_matrix", "a product of one-hot matrices")
def by_one_hot(predicted, labels, num_classes):
    classes = torch.arange(num_classes, device=labels.device)
    true, taken = ((one.unsqueeze(1) == classes).double() for one in (labels, predicted))
    return (true.T @ taken).long()


@alternative("confusion_matrix", "a loop over the samples")
def by_loop(predicted, labels, num_classes):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64, device=labels.device)
    for t, p in zip(labels, predicted, strict=True):
        matrix[t, p] += 1
    return matrix


@alternative("precision_recall_f1", "F1 from the counts, and nan_to_num, in float64")
def f1_from_counts(matrix):
    wide = matrix.double()
    right, there, claimed = wide.diagonal(), wide.sum(dim=1), wide.sum(dim=0)
    parts = right / claimed, right / there, 2 * right / (claimed + there)
    return tuple(torch.nan_to_num(part, nan=0.0).float() for part in parts)


@alternative("precision_recall_f1", "one class after the other, in Python")
def class_by_class(matrix):
    rows = matrix.tolist()
    found = []
    for k, row in enumerate(rows):
        right, wrong, missed = row[k], sum(other[k] for other in rows) - row[k], sum(row) - row[k]
        precision = right / (right + wrong) if right + wrong else 0.0
        recall = right / (right + missed) if right + missed else 0.0
        found.append((precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0))
    return tuple(torch.tensor(part, device=matrix.device) for part in zip(*found, strict=True))


@alternative("balanced_accuracy", "puts the batches together and goes through the classes that occur")
def concatenated(batches, num_classes):
    predicted, labels = (torch.cat(parts) for parts in zip(*batches, strict=True))
    recalls = [(predicted[labels == k] == k).double().mean() for k in labels.unique()]
    return float(torch.stack(recalls).mean())


@alternative("balanced_accuracy", "weights each sample by the inverse of its class's frequency")
def by_weights(batches, num_classes):
    predicted, labels = torch.cat([p for p, _ in batches]), torch.cat([t for _, t in batches])
    weights = 1 / torch.bincount(labels, minlength=num_classes)[labels]
    return (weights[predicted == labels].sum() / weights.sum()).item()


@alternative("majority_baseline", "counts in a dict")
def by_counter(train_labels, test_labels):
    counts = Counter(sorted(train_labels.tolist()))
    answer = max(counts, key=lambda k: counts[k])
    return test_labels.tolist().count(answer) / len(test_labels)


@alternative("majority_baseline", "unique with counts")
def by_unique(train_labels, test_labels):
    classes, numbers = train_labels.unique(return_counts=True)
    answer = classes[numbers == numbers.max()].min()
    return (test_labels == answer).double().mean().item()
