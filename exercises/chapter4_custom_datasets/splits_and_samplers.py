"""Splits, samplers and batches of uneven things.

Between a folder of samples and an honest number lie eight decisions: which samples are copies of each other, who is for
testing, what is augmented, who is drawn how often, how uneven samples share a tensor, what is measured, and on what.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader, Dataset, WeightedRandomSampler


def find_twins(pictures: torch.Tensor, limit: float) -> torch.Tensor:
    """Find the pictures that are nearly the same, and give each group of them a number.

    Two pictures are *twins* if the mean of the absolute differences of their pixels is below ``limit``. Twins share a
    group, and so do the twins of twins: if A is a twin of B, and B is one of C, all three are in one group, even where A
    and C differ by more. A picture without a twin is a group of its own.

    Args:
        pictures: N grey pictures, shape (N, H, W), uint8. N is at least 1, and small enough to compare all pairs at once.
        limit: Above 0. No mean difference is as good as equal to it.

    Returns:
        The number of the group of each picture, shape (N,), int64, on the device of ``pictures``. Groups are numbered 0,
        1, 2, ... in the order in which their first pictures come.

    Example:
        >>> pictures = torch.tensor([[[10, 20]], [[200, 90]], [[12, 19]], [[90, 200]]], dtype=torch.uint8)
        >>> find_twins(pictures, limit=5.0)  # the first and the third differ by 2 and 1, in the mean by 1.5
        tensor([0, 1, 0, 2])
    """
    raise NotImplementedError


def split_by_group(
    groups: torch.Tensor, test_fraction: float, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Split samples at random into a training set and a test set, and tear no group apart.

    A group holds what belongs together: near-duplicates, the pictures of one patient, the frames of one film. Bring the
    groups into random order, and move one whole group after the other to the test set, until it holds at least
    ``test_fraction * N`` samples. All other samples are for training.

    Args:
        groups: The group of each sample, shape (N,), int64: any numbers, of which equal ones mean the same group.
        test_fraction: Above 0 and below 1.
        generator: Draw all random numbers from it. It is on the CPU.

    Returns:
        A tuple ``(train, test)`` of positions in ``groups``, int64, on the device of ``groups``. Each position from 0 to
        N - 1 is in one of the two, once. Both are shuffled, so that the samples of a group do not stand together.

    Example:
        >>> groups = torch.tensor([7, 7, 3, 3, 5, 5, 9, 9])
        >>> train, test = split_by_group(groups, 0.25, torch.Generator().manual_seed(0))
        >>> len(train), len(test), len(groups[test].unique())
        (6, 2, 1)
    """
    raise NotImplementedError


class SubsetWithTransform(Dataset):
    """Some samples of a data set, with a transform of their own.

    Training and test samples often come from the same data set, but only the former are to be augmented. Such a view
    leaves the data set as it is, so that two views of it have two transforms.

    ``len(view)`` is the number of indices. ``view[i]``, for ``i`` from 0 to ``len(view) - 1``, is a tuple ``(x, label)``:
    the sample of ``dataset`` at ``indices[i]``, its ``x`` transformed, its label as it was. The transform is called once
    whenever a sample is asked for, and not before: a random one then gives something new each time.

    Args:
        dataset: ``dataset[j]`` is a tuple ``(x, label)``. If it has an attribute ``transform``, do not touch it.
        indices: M positions in ``dataset``, shape (M,), int64, in any order.
        transform: Takes and returns an ``x``. With ``None``, ``x`` stays as it is.

    Example:
        >>> data = torch.utils.data.TensorDataset(torch.tensor([10.0, 20.0, 30.0]), torch.tensor([0, 1, 2]))
        >>> train = SubsetWithTransform(data, torch.tensor([2, 0]), lambda x: x + 1)
        >>> test = SubsetWithTransform(data, torch.tensor([1]))
        >>> len(train), train[0], test[0]
        (2, (tensor(31.), tensor(2)), (tensor(20.), tensor(1)))
    """

    def __init__(self, dataset: Dataset, indices: torch.Tensor, transform: Callable[[Any], Any] | None = None) -> None:
        raise NotImplementedError

    def __len__(self) -> int:
        """Return M."""
        raise NotImplementedError

    def __getitem__(self, i: int) -> tuple[Any, Any]:
        """Return sample ``i`` of this view."""
        raise NotImplementedError


def balanced_weights(labels: torch.Tensor) -> torch.Tensor:
    """Weight samples so that each class is drawn equally often.

    Where sample ``i`` is drawn with the probability ``weights[i]``, each of the P classes that occur shall come with
    probability 1 / P, and within a class each of its n samples equally often.

    Args:
        labels: The class of each sample, shape (N,), int64, from 0 up. Some numbers in between may not occur.

    Returns:
        A weight for each *sample*, shape (N,), float64, on the device of ``labels``. Their sum is 1.

    Example:
        >>> balanced_weights(torch.tensor([0, 2, 0, 0, 0]))
        tensor([0.1250, 0.5000, 0.1250, 0.1250, 0.1250], dtype=torch.float64)
    """
    raise NotImplementedError


def balanced_loader(dataset: Dataset, labels: torch.Tensor, batch_size: int, generator: torch.Generator) -> DataLoader:
    """Return a ``DataLoader`` that draws each class equally often on average.

    An epoch draws N samples *with replacement*, as ``balanced_weights`` says: frequent classes lose some samples, and rare
    ones come several times. The next epoch draws anew. Batches are whole but for the last one, which holds what is left.

    Args:
        dataset: N samples, tuples ``(x, label)``, which the default ``collate_fn`` can put into batches.
        labels: The label of each sample of ``dataset``, shape (N,), int64. Each class that occurs counts.
        batch_size: B, at least 1.
        generator: It decides which samples come, and in which order. It is on the CPU.

    Returns:
        A ``DataLoader`` that runs in this process (``num_workers=0``, the default).

    Example:
        >>> labels = torch.tensor([0, 0, 0, 0, 0, 1])
        >>> data = torch.utils.data.TensorDataset(torch.arange(6), labels)
        >>> loader = balanced_loader(data, labels, batch_size=4, generator=torch.Generator().manual_seed(0))
        >>> [len(y) for x, y in loader]
        [4, 2]
    """
    raise NotImplementedError


def pad_collate(
    batch: list[tuple[torch.Tensor, int]],
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Put sequences of different lengths into one batch: a ``collate_fn`` for a ``DataLoader``.

    Args:
        batch: B samples, B at least 1, each a tuple ``(sequence, label)``. A sequence has shape (T_i, D), float32, and is on
            the CPU; T_i is at least 1 and differs between samples, D does not. A label is an ``int``.

    Returns:
        A tuple ``(padded, lengths, labels, mask)``, with T the length of the longest sequence of this batch:

        - ``padded``, shape (B, T, D), float32: each sequence from the start, and zeros after its end;
        - ``lengths``, shape (B,), int64: how long each sequence was;
        - ``labels``, shape (B,), int64;
        - ``mask``, shape (B, T), bool: ``True`` where ``padded`` holds a step of a sequence, ``False`` where it is padding.
          A sequence may hold steps that are all zeros.

    Example:
        >>> padded, lengths, labels, mask = pad_collate([(torch.ones(1, 2), 4), (torch.ones(3, 2), 0)])
        >>> padded[0]
        tensor([[1., 1.],
                [0., 0.],
                [0., 0.]])
        >>> lengths, labels
        (tensor([1, 3]), tensor([4, 0]))
        >>> mask
        tensor([[ True, False, False],
                [ True,  True,  True]])
    """
    raise NotImplementedError


def training_statistics(dataset: Dataset, indices: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Measure the mean and the standard deviation of each channel over the *training* pictures of a data set.

    Each pixel counts the same, so a large picture counts more than a small one. The deviation is the population's: the
    mean of the squared distances from the one mean of the channel, under a root.

    Args:
        dataset: ``dataset[j]`` is a tuple ``(image, label)``. An image has shape (C, H_j, W_j), float32, from 0 to 1, and is
            on the CPU; C is the same for all, H_j and W_j are not.
        indices: Positions of the training pictures in ``dataset``, shape (M,), int64, M at least 1, each once.

    Returns:
        A tuple ``(mean, std)``, both of shape (C,), float32.

    Example:
        >>> data = [(torch.tensor([[[0.2, 0.4]]]), 0), (torch.ones(1, 5, 5), 1), (torch.tensor([[[0.6]]]), 1)]
        >>> training_statistics(data, torch.tensor([0, 2]))  # of 0.2, 0.4 and 0.6
        (tensor([0.4000]), tensor([0.1633]))
    """
    raise NotImplementedError


def evaluate_all(model: nn.Module, dataset: Dataset, batch_size: int) -> float:
    """Return the accuracy of a classifier over every sample of a data set.

    Ask the model in evaluation mode and without gradients, batch by batch. Then put it back into the mode that it was in.

    Args:
        model: Takes a batch of B samples ``x`` and returns logits, shape (B, K). Everything is on the CPU.
        dataset: N samples ``(x, label)``, N at least 1. N need not be a multiple of ``batch_size``, and may be less.
        batch_size: How many samples the model gets at once, at most. If you use a ``DataLoader``, keep ``num_workers=0``.

    Returns:
        The number of right predictions, divided by N, as a ``float``.

    Example:
        >>> model = nn.Linear(2, 2, bias=False)
        >>> _ = nn.init.eye_(model.weight)  # class 0 where the first feature is larger
        >>> x = torch.tensor([[2.0, 1.0], [4.0, 3.0], [1.0, 5.0]])
        >>> evaluate_all(model, torch.utils.data.TensorDataset(x, torch.tensor([0, 1, 1])), batch_size=2)
        0.6666666666666666
    """
    raise NotImplementedError
