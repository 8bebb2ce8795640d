"""From logits to labels, and how good they are.

A network answers with logits: any real numbers. These tasks make probabilities and labels of them, and measure the
labels, also where one class is rare and accuracy alone says little.
"""

import torch


def binary_decisions(logits: torch.Tensor, threshold: float = 0.5) -> tuple[torch.Tensor, torch.Tensor]:
    """Turn the logits of a yes-or-no question into probabilities and labels.

    The probability of class 1 is the sigmoid of the logit, ``1 / (1 + exp(-logit))``. The label is 1 where this
    *probability* is at least the threshold (equal counts as 1), else 0.

    Args:
        logits: Shape (N,) or (N, 1), floating dtype, N at least 1: one logit for each sample, of any size.
        threshold: Between 0 and 1.

    Returns:
        A tuple ``(probabilities, labels)``, both of shape (N,), whichever of the two shapes the logits have, and on
        their device: the probabilities of class 1 in the dtype of the logits, and the labels 0 or 1 as int64.

    Example:
        >>> probabilities, labels = binary_decisions(torch.tensor([[-1.0], [0.0], [0.25]]))
        >>> probabilities
        tensor([0.2689, 0.5000, 0.5622])
        >>> labels
        tensor([0, 1, 1])
    """
    # begin solution
    probabilities = torch.sigmoid(logits.reshape(-1))
    return probabilities, (probabilities >= threshold).long()
    # end solution


def class_decisions(logits: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Turn the logits of K classes, of which exactly one is right, into probabilities and labels.

    The probabilities of a sample are the softmax of its logits: ``exp(logit)``, divided by the sum of these over the K
    classes. The label is the class with the largest one.

    Args:
        logits: Shape (N, K), floating dtype, N at least 1 and K at least 2: one logit for each sample and each class,
            of any size.

    Returns:
        A tuple ``(probabilities, labels)``, on the device of the logits: shape (N, K), the dtype of the logits, each
        row sums to 1; and shape (N,), int64, each from 0 to K - 1.

    Example:
        >>> probabilities, labels = class_decisions(torch.tensor([[1.0, 3.0, 0.0], [2.0, 0.0, 0.0]]))
        >>> probabilities
        tensor([[0.1142, 0.8438, 0.0420],
                [0.7870, 0.1065, 0.1065]])
        >>> labels
        tensor([1, 0])
    """
    # begin solution
    return logits.softmax(dim=1), logits.argmax(dim=1)
    # end solution


def accuracy_from_logits(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """Return the share of samples that logits classify rightly.

    With one logit for each sample, class 1 is predicted where its probability is at least 0.5, which is where the logit
    is at least 0; otherwise class 0. With K logits, the class of the largest one is predicted.

    Args:
        logits: Shape (N,) or (N, 1) for two classes with one logit, or (N, K) for K classes, K at least 2. Floating
            dtype, N at least 1.
        labels: Shape (N,), int64: the true classes.

    Returns:
        A Python float from 0.0 to 1.0: the mean over the samples.

    Example:
        >>> accuracy_from_logits(torch.tensor([[0.3], [-2.0], [1.0], [-0.1]]), torch.tensor([1, 0, 0, 0]))
        0.75
        >>> accuracy_from_logits(torch.tensor([[2.0, 1.0, 0.0], [0.5, 0.1, 0.9]]), torch.tensor([0, 1]))
        0.5
    """
    # begin solution
    columns = logits.reshape(len(labels), -1)
    predicted = columns.argmax(dim=1) if columns.shape[1] > 1 else (columns[:, 0] >= 0).long()
    return (predicted == labels).float().mean().item()
    # end solution


def confusion_matrix(predicted: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Count how often each class was taken for each class.

    Args:
        predicted: Shape (N,), int64, each from 0 to K - 1. N may be 0.
        labels: Shape (N,), int64, each from 0 to K - 1: the true classes.
        num_classes: K. Not every class needs to occur.

    Returns:
        Shape (K, K), int64, on the device of ``labels``: the row is the true class and the column the predicted one, so
        entry ``[t, p]`` counts the samples of class ``t`` that were predicted as ``p``.

    Example:
        >>> confusion_matrix(torch.tensor([0, 1, 1, 2]), torch.tensor([0, 0, 0, 2]), num_classes=3)
        tensor([[1, 2, 0],
                [0, 0, 0],
                [0, 0, 1]])
    """
    # begin solution
    cells = labels * num_classes + predicted
    return torch.bincount(cells, minlength=num_classes**2).reshape(num_classes, num_classes)
    # end solution


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the precision, the recall and the F1 score of each class.

    For a class k, M[k, k] samples are right. Its *precision* is the share of these among all that were *predicted* as
    k. Its *recall* is their share among all that really *are* k. *F1* is ``2 * P * R / (P + R)`` of its precision P
    and its recall R. Where a quotient would be 0 / 0 (a class that was never predicted has no precision, for example),
    it is 0.

    Args:
        matrix: M, a confusion matrix. Shape (K, K), int64, K at least 2: rows are true classes, columns predicted ones.

    Returns:
        A tuple ``(precision, recall, f1)``, each of shape (K,), float32, on the device of the matrix.

    Example:
        >>> precision, recall, f1 = precision_recall_f1(torch.tensor([[6, 2], [0, 2]]))
        >>> precision
        tensor([1.0000, 0.5000])
        >>> recall
        tensor([0.7500, 1.0000])
        >>> f1
        tensor([0.8571, 0.6667])
    """
    # begin solution
    right = matrix.diagonal().float()
    precision = right / matrix.sum(dim=0).clamp(min=1)
    recall = right / matrix.sum(dim=1).clamp(min=1)
    total = precision + recall
    return precision, recall, 2 * precision * recall / torch.where(total > 0, total, 1.0)
    # end solution


def balanced_accuracy(batches: list[tuple[torch.Tensor, torch.Tensor]], num_classes: int) -> float:
    """Return the mean recall of the classes, over a data set that comes in batches.

    Where all K classes occur, a model that always answers with the most frequent one gets 1 / K, however rare the
    others are. The recalls are those of the whole data set: a batch alone may not even hold every class.

    Args:
        batches: At least one pair ``(predicted, labels)``; both of shape (N,), int64, each from 0 to K - 1. N is at
            least 1 and may differ from batch to batch.
        num_classes: K.

    Returns:
        A Python float: the mean of the recalls of all classes that occur among the labels. A class without any sample
        in the whole data set does not count.

    Example:
        >>> first = (torch.tensor([0, 0, 0]), torch.tensor([0, 0, 0]))
        >>> second = (torch.tensor([0, 1]), torch.tensor([1, 1]))
        >>> balanced_accuracy([first, second], num_classes=2)
        0.75
    """
    # begin solution
    matrix = sum(confusion_matrix(predicted, labels, num_classes) for predicted, labels in batches)
    members = matrix.sum(dim=1)
    occurs = members > 0
    return (matrix.diagonal()[occurs] / members[occurs]).mean().item()
    # end solution


def majority_baseline(train_labels: torch.Tensor, test_labels: torch.Tensor) -> float:
    """Return the accuracy of a model that never looks: it always answers with the most frequent training class.

    Whatever you train has to beat this number.

    Args:
        train_labels: Shape (N,), int64, N at least 1, none negative. Of several classes that are equally frequent, the
            lowest one is the answer.
        test_labels: Shape (M,), int64, M at least 1, none negative: they are only for measuring.

    Returns:
        A Python float from 0.0 to 1.0: the accuracy on the test labels.

    Example:
        >>> majority_baseline(torch.tensor([1, 1, 1, 0]), torch.tensor([0, 1, 0, 0]))
        0.25
    """
    # begin solution
    answer = torch.bincount(train_labels).argmax()
    return (test_labels == answer).float().mean().item()
    # end solution
