"""Losses for classification: how surprised is the model by the right answer?

Each loss takes logits, the plain numbers that come out of a model's last layer, and stays right where they are large.
You built sigmoid and log_softmax by hand; here you may use PyTorch's.
"""

import math

import torch
from torch.nn import functional


def bce_with_logits(logits: torch.Tensor, targets: torch.Tensor, pos_weight: float = 1.0) -> torch.Tensor:
    """Return the mean binary cross-entropy of yes-or-no questions, from logits.

    For a logit ``x`` with the probability ``p = sigmoid(x)`` and the target ``t`` the loss is
    ``-(pos_weight * t * log(p) + (1 - t) * log(1 - p))``. Computed like that it becomes infinite or NaN for large
    logits, where ``p`` is rounded to 0 or 1. So compute ``log(p)`` and ``log(1 - p)`` from ``x``, without ``p``.

    Args:
        logits: Any shape, floating dtype, finite values of any size. Do not change it.
        targets: The same shape and dtype, values from 0 (no) to 1 (yes).
        pos_weight: How many times a "yes" counts, a positive number: above 1 where "yes" is rare.

    Returns:
        Shape (), the dtype of ``logits``, on their device: the mean over all elements. The gradient is right for every
        logit, also at exactly 0.

    Raises:
        ValueError: the shapes differ. (N,) and (N, 1), for one, would broadcast to (N, N), and give a wrong loss.

    Not allowed: PyTorch's own binary cross-entropy and soft margin loss, in any form. ``logsigmoid`` and ``softplus`` are
        fine.

    Example:
        >>> bce_with_logits(torch.tensor([0.0, 2.0]), torch.tensor([1.0, 1.0]))
        tensor(0.4100)
        >>> bce_with_logits(torch.tensor([1000.0, -1000.0]), torch.tensor([1.0, 1.0]), pos_weight=3.0)
        tensor(1500.)
    """
    raise NotImplementedError


def nll_loss(log_probs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Return the mean negative log-likelihood: minus the log-probability of each sample's right class.

    Args:
        log_probs: The logarithms of the probabilities, shape (N, K), floating dtype. Those of wrong classes may be
            -inf. Do not change it.
        targets: The right class of each sample, from 0 to K - 1, shape (N,), int64.

    Returns:
        Shape (), the dtype of ``log_probs``, on their device: the mean over the N samples.

    Not allowed: PyTorch's own nll_loss and cross_entropy, in any form.

    Example:
        >>> nll_loss(torch.tensor([[0.25, 0.75], [0.5, 0.5]]).log(), torch.tensor([0, 1]))
        tensor(1.0397)
    """
    raise NotImplementedError


def cross_entropy(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Return the mean cross-entropy of logits: minus the log of the softmax probability of each sample's right class.

    Args:
        logits: Shape (N, K), floating dtype, finite values of any size; those of wrong classes may also be -inf. Do not
            change it.
        targets: The right class of each sample, from 0 to K - 1, shape (N,), int64.

    Returns:
        Shape (), the dtype of ``logits``, on their device: the mean over the N samples. Where K is 1 it is 0.

    Raises:
        ValueError: ``targets`` are not of dtype int64, or not of shape (N,).

    Not allowed: PyTorch's own cross_entropy and nll_loss, in any form. ``log_softmax`` and ``logsumexp`` are fine.

    Example:
        >>> cross_entropy(torch.tensor([[0.0, 0.0], [1000.0, 0.0]]), torch.tensor([0, 1]))
        tensor(500.3466)
    """
    raise NotImplementedError


def weighted_cross_entropy(logits: torch.Tensor, targets: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Return a cross-entropy in which some classes count more than others.

    Each sample's loss is multiplied by the weight of its right class. The sum is divided by the sum of the N weights
    that were used, as PyTorch does, so that the result is a weighted mean.

    Args:
        logits: Shape (N, K), floating dtype, finite values of any size. Do not change it.
        targets: The right class of each sample, from 0 to K - 1, shape (N,), int64.
        weights: The weight of each class, shape (K,), the dtype of ``logits``, at least 0. At least one sample's is
            positive.

    Returns:
        Shape (), the dtype of ``logits``, on their device.

    Not allowed: PyTorch's own cross_entropy and nll_loss, in any form. ``log_softmax`` and ``logsumexp`` are fine.

    Example:
        >>> logits = torch.tensor([[0.0, 0.0], [1000.0, 0.0]])
        >>> weighted_cross_entropy(logits, torch.tensor([0, 1]), torch.tensor([9.0, 1.0]))
        tensor(100.6238)
    """
    raise NotImplementedError


def smoothed_cross_entropy(logits: torch.Tensor, targets: torch.Tensor, smoothing: float) -> torch.Tensor:
    """Return the mean cross-entropy with label smoothing: no answer counts as certain.

    The target of a sample is a distribution over the classes: ``smoothing / K`` for each of the K classes, and
    ``1 - smoothing`` more for the right one. A sample's loss is ``-sum(target * log_softmax(logits))``.

    Args:
        logits: Shape (N, K), floating dtype, finite values of any size. Do not change it.
        targets: The right class of each sample, from 0 to K - 1, shape (N,), int64.
        smoothing: From 0 (none) to 1 (every class alike).

    Returns:
        Shape (), the dtype of ``logits``, on their device: the mean over the N samples.

    Not allowed: PyTorch's own cross_entropy and nll_loss, in any form. ``log_softmax`` and ``logsumexp`` are fine.

    Example:
        >>> smoothed_cross_entropy(torch.tensor([[1000.0, 0.0]]), torch.tensor([0]), 0.5)
        tensor(250.)
    """
    raise NotImplementedError


def expected_first_loss(counts: torch.Tensor) -> tuple[float, float]:
    """Return the cross-entropies of two models that never look at their input.

    The first one has just been made, and finds all K classes equally likely: a training run should start near its loss.
    The second one knows how often each class occurs, and gives those frequencies as its probabilities for every sample:
    a model that learned something from its input does better. A loss is the mean over the samples of minus the natural
    logarithm of what the sample's class got.

    Args:
        counts: How many samples of each class there are, shape (K,), int64, at least 0. Not all of them are 0.

    Returns:
        Two Python floats: the loss of the first model, and that of the second. Classes without samples are among the K
        classes, but no sample's loss comes from them.

    Example:
        >>> first, informed = expected_first_loss(torch.tensor([1, 3]))
        >>> round(first, 4), round(informed, 4)
        (0.6931, 0.5623)
    """
    raise NotImplementedError
