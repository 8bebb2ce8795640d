"""Capstone: two real tables.

A table of measurements becomes a judged classifier: scale what was measured, train a small network that does not learn
the table by heart, and look at what it gets wrong.
"""

from typing import Any

import torch
from torch import nn
from torch.nn import functional


def fit_tabular(x_train: torch.Tensor, y_train: torch.Tensor, x_test: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Train a network on the rows of a table, and return the classes of new rows.

    You are judged on two real tables, tumours (30 columns, two classes) and wines (13 columns, three classes), and on a
    small made-up one with six classes in lumps far apart; each has at most a few hundred rows. Which network, optimizer
    and learning rate you take is up to you; a small network, some weight decay, mini-batches and less than a second of
    training are plenty. Columns come in units of their own: one may be around 0.001, another, such as a serial number
    that says nothing, around 100 000. So standardise them, with what you know from the training rows alone.

    Args:
        x_train: Shape (N, D), float32. A column may have the same value in all rows.
        y_train: Shape (N,), int64, from 0 to K - 1. The rows may come sorted by class.
        x_test: Shape (M, D), float32, M at least 1.
        num_classes: K, at least 2.

    Returns:
        Shape (M,), int64, on the device of the inputs: the class with the largest score. Each row is classified on its
        own: its class does not depend on the other rows of ``x_test``, and equal rows get equal classes. The inputs are
        left as they were.

    Not allowed: ``torch.manual_seed``, which would reset the random numbers of the whole program. Whoever calls you
    sets the seed, and gets the same classes for the same seed.

    Example:
        >>> x = torch.tensor([[0.0, 5000.0], [0.1, 5100.0], [0.0, 9000.0], [0.1, 9100.0]])
        >>> fit_tabular(x, torch.tensor([0, 0, 1, 1]), x, num_classes=2)
        tensor([0, 0, 1, 1])
    """
    raise NotImplementedError


def error_report(labels: torch.Tensor, probabilities: torch.Tensor, k: int) -> dict[str, Any]:
    """Say how well a classifier does, for which classes it fails, and where it was most sure and yet wrong.

    The prediction for an example is the class of the largest probability; of several that are equally large, the lowest
    class. How sure the classifier was of it is that probability.

    Args:
        labels: Shape (N,), int64, the true classes, from 0 to K - 1. N is at least 1; not every class needs to occur.
        probabilities: Shape (N, K), floating dtype: what the classifier gives each class of each example.
        k: How many mistakes to list, at least 0.

    Returns:
        A dict with four items, its tensors on the device of ``probabilities``:

        * ``"accuracy"``: a float, the share of examples whose prediction is right.
        * ``"confusion"``: shape (K, K), int64; entry ``[t, p]`` counts the examples of true class ``t`` that were
          predicted as ``p``.
        * ``"recall"``: shape (K,), the dtype of ``probabilities``: of the examples of each class, the share that was
          predicted right; NaN for a class without examples.
        * ``"worst"``: shape (k,), int64, or shorter where there are fewer: the indices of the wrong predictions of
          which the classifier was most sure, the surest first; of equally sure ones, the lower index first.

    Example:
        >>> labels = torch.tensor([0, 0, 1, 1])
        >>> probabilities = torch.tensor([[0.75, 0.25], [0.5, 0.5], [0.875, 0.125], [0.625, 0.375]])
        >>> report = error_report(labels, probabilities, k=5)
        >>> report["accuracy"], report["recall"], report["worst"]
        (0.5, tensor([1., 0.]), tensor([2, 3]))
        >>> report["confusion"]
        tensor([[2, 0],
                [2, 0]])
    """
    raise NotImplementedError
