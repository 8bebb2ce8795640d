"""From logits to labels, and how good they are.

A network answers with logits: any real numbers. You turn them into probabilities and labels, and then measure the
labels, also where one class is rare and accuracy says little. Your code works wherever its input is, on any device, and
tensors that it returns are there too.
"""

import torch


def binary_decisions(logits: torch.Tensor, threshold: float = 0.5) -> tuple[torch.Tensor, torch.Tensor]:
    """Answer a yes-or-no question for each sample: turn its logit into a probability and a label.

    The probability of class 1 is the sigmoid of the logit. The label is 1 where this *probability* is at least the
    threshold, and 0 elsewhere.

    Args:
        logits: One for each sample, shape (N,) or (N, 1), floating dtype.
        threshold: Between 0 and 1.

    Returns:
        A tuple ``(probabilities, labels)``. Both have shape (N,), whichever shape the logits have. The probabilities
        keep the dtype of the logits, and the labels are int64.

    Example:
        >>> probabilities, labels = binary_decisions(torch.tensor([[-1.0], [0.0], [0.25]]))
        >>> probabilities
        tensor([0.2689, 0.5000, 0.5622])
        >>> labels
        tensor([0, 1, 1])
    """
    raise NotImplementedError


def class_decisions(logits: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Choose one of K classes for each sample: turn its K logits into probabilities and a label.

    The probabilities of a sample are the softmax of its logits. The label is the class with the largest one.

    Args:
        logits: Shape (N, K), floating dtype, K at least 2: a row for each sample. They may be as large as 1000, where
            ``exp`` overflows.

    Returns:
        A tuple ``(probabilities, labels)``. The probabilities have shape (N, K) and the dtype of the logits, and each
        row sums to 1. The labels have shape (N,), int64.

    Example:
        >>> probabilities, labels = class_decisions(torch.tensor([[1.0, 3.0, 0.0], [2.0, 0.0, 0.0]]))
        >>> probabilities
        tensor([[0.1142, 0.8438, 0.0420],
                [0.7870, 0.1065, 0.1065]])
        >>> labels
        tensor([1, 0])
    """
    raise NotImplementedError


def accuracy_from_logits(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """Return the share of samples whose predicted class is right.

    With one logit for each sample, predict class 1 where it is at least 0 (a probability of at least 0.5), and class 0
    elsewhere. With K logits, predict the class of the largest one.

    Args:
        logits: Floating dtype. Shape (N,) or (N, 1) for one logit, shape (N, K) for K logits, K at least 2.
        labels: The true classes, shape (N,), int64.

    Returns:
        A Python float from 0.0 to 1.0.

    Example:
        >>> accuracy_from_logits(torch.tensor([[0.3], [-2.0], [1.0], [-0.1]]), torch.tensor([1, 0, 0, 0]))
        0.75
        >>> accuracy_from_logits(torch.tensor([[2.0, 1.0, 0.0], [0.5, 0.1, 0.9]]), torch.tensor([0, 1]))
        0.5
    """
    raise NotImplementedError


def confusion_matrix(predicted: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Count which classes are mistaken for which.

    Args:
        predicted: The predicted classes, shape (N,), int64, each from 0 to K - 1.
        labels: The true classes, shape (N,), int64, each from 0 to K - 1.
        num_classes: K. Some classes may not occur at all.

    Returns:
        Shape (K, K), int64. Entry ``[t, p]`` counts the samples of the true class ``t`` that were predicted as ``p``.

    Example:
        >>> confusion_matrix(torch.tensor([0, 1, 1, 2]), torch.tensor([0, 0, 0, 2]), num_classes=3)
        tensor([[1, 2, 0],
                [0, 0, 0],
                [0, 0, 1]])
    """
    raise NotImplementedError


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the precision, the recall and the F1 score of each class.

    For class k, ``matrix[k, k]`` samples are right. Its *precision* is their share among all samples that were
    *predicted* as k, its *recall* their share among all that really *are* k. Its *F1* is ``2 * P * R / (P + R)``, of
    precision P and recall R. Where you would divide 0 by 0, the score is 0.

    Args:
        matrix: A confusion matrix, shape (K, K), int64. Rows are true classes, columns predicted ones.

    Returns:
        A tuple ``(precision, recall, f1)``, each of shape (K,), float32.

    Example:
        >>> precision, recall, f1 = precision_recall_f1(torch.tensor([[6, 2], [0, 2]]))
        >>> precision
        tensor([1.0000, 0.5000])
        >>> recall
        tensor([0.7500, 1.0000])
        >>> f1
        tensor([0.8571, 0.6667])
    """
    raise NotImplementedError


def balanced_accuracy(batches: list[tuple[torch.Tensor, torch.Tensor]], num_classes: int) -> float:
    """Return the mean of the classes' recalls, for a data set that comes in batches.

    In it a rare class counts as much as a frequent one: always answering with the most frequent of K classes gives only
    1 / K. Measure each recall over the whole data set, since a batch may not even hold every class.

    Args:
        batches: Pairs ``(predicted, labels)`` of shape (N,), int64, each from 0 to K - 1. N may differ from batch to
            batch.
        num_classes: K. A class that never occurs among the labels has no recall: leave it out of the mean.

    Returns:
        A Python float.

    Example:
        >>> first = (torch.tensor([0, 0, 0]), torch.tensor([0, 0, 0]))
        >>> second = (torch.tensor([0, 1]), torch.tensor([1, 1]))
        >>> balanced_accuracy([first, second], num_classes=2)
        0.75
    """
    raise NotImplementedError


def majority_baseline(train_labels: torch.Tensor, test_labels: torch.Tensor) -> float:
    """Return the accuracy of a model that never looks: it always answers with the most frequent training class.

    Whatever you train has to beat this number.

    Args:
        train_labels: Shape (N,), int64, from 0 up. One class is more frequent than all others.
        test_labels: Shape (M,), int64, from 0 up. They are only for measuring, and may lack that class.

    Returns:
        A Python float from 0.0 to 1.0: the accuracy on the test labels.

    Example:
        >>> majority_baseline(torch.tensor([1, 1, 1, 0]), torch.tensor([0, 1, 0, 0]))
        0.25
    """
    raise NotImplementedError
