"""Tables of numbers and categories.

A table's columns have units, categories have no order, classes are of unequal size: four tools that prepare such data
for a network, each of which learns from the training set alone. The fifth draws what a network of two features has
learned.
"""

import torch
from torch import nn


class Scaler(nn.Module):
    """Standardise the columns of a table with statistics of the training set.

    ``fit`` measures each column's mean and standard deviation, ``transform`` subtracts the one and divides by the
    other, and ``inverse`` undoes that. The standard deviation is the population's (``correction=0``: divided by N, not
    N - 1). A column whose values are all equal has no spread: its standard deviation counts as 1.

    A ``Scaler`` is a module so that it can be saved together with the network: it keeps the statistics in two *buffers*
    ``mean`` and ``std``, tensors that ``register_buffer`` makes part of the ``state_dict`` and that follow
    ``to(device)``, but that nobody trains. At first the mean is 0 and the standard deviation 1.

    Args:
        num_features: D, the number of columns.

    Example:
        >>> scaler = Scaler(2).fit(torch.tensor([[1.0, 7.0], [3.0, 7.0]]))
        >>> z = scaler.transform(torch.tensor([[5.0, 8.0]]))
        >>> z
        tensor([[3., 1.]])
        >>> scaler.inverse(z)
        tensor([[5., 8.]])
    """

    def __init__(self, num_features: int) -> None:
        super().__init__()
        raise NotImplementedError

    def fit(self, x: torch.Tensor) -> "Scaler":
        """Measure each column of the training set, in place of what was measured before.

        Args:
            x: Shape (N, D), float32, N at least 1. It is left as it was.

        Returns:
            The scaler itself, so that calls can be chained.
        """
        raise NotImplementedError

    def transform(self, x: torch.Tensor) -> torch.Tensor:
        """Return ``(x - mean) / std``, with the statistics of the training set, for any rows.

        Args:
            x: Shape (M, D), float32, M at least 1. It is left as it was.

        Returns:
            Shape (M, D), float32.
        """
        raise NotImplementedError

    def inverse(self, z: torch.Tensor) -> torch.Tensor:
        """Undo ``transform``: return the rows that it made ``z`` of.

        Args:
            z: Shape (M, D), float32, M at least 1. It is left as it was.

        Returns:
            Shape (M, D), float32.
        """
        raise NotImplementedError


def encode_categories(values: list[str], train_values: list[str]) -> torch.Tensor:
    """Turn a column of categories into one-hot rows.

    Categories have no order and no distances. Numbered 0, 1, 2, they would get both; with a column for each, they stay
    apart.

    Args:
        values: N categories, N may be 0.
        train_values: The same column in the training set, at least one category. They may repeat, in any order.

    Returns:
        Shape (N, K), float32. There is a column for each of the K different categories in ``train_values``, in
        alphabetical order (that of ``sorted``). A row is 1 in the column of its category and 0 elsewhere; a category
        that does not occur in ``train_values`` has no column, and its row is all 0.

    Example:
        >>> encode_categories(["green", "red", "pink"], train_values=["red", "green", "blue", "red"])
        tensor([[0., 1., 0.],
                [0., 0., 1.],
                [0., 0., 0.]])
    """
    raise NotImplementedError


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Weight classes by their inverse frequency, so that each one has the same say in a loss.

    A class with n of the N samples gets ``N / (P * n)``, where P is the number of classes that occur. (scikit-learn
    calls these weights "balanced".) Then the weights of the N samples add up to N / P in each class, and have mean 1
    in all.

    Args:
        labels: Shape (N,), int64, each from 0 to K - 1, N at least 1.
        num_classes: K. Not every class needs to occur.

    Returns:
        Shape (K,), float32, on the device of ``labels``: a weight for each class, and 0 for one that does not occur.

    Example:
        >>> class_weights(torch.tensor([0, 0, 0, 2]), num_classes=3)
        tensor([0.6667, 0.0000, 2.0000])
    """
    raise NotImplementedError


def stratified_split(
    labels: torch.Tensor, test_fraction: float, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Part samples into a training set and a test set that hold the classes in the same proportions.

    Of a class with n samples, ``round(n * test_fraction)`` are for testing, and the generator draws which ones.

    Args:
        labels: Shape (N,), int64, N at least 1: the class of each sample.
        test_fraction: Between 0 and 1.
        generator: A generator on the CPU: every random number comes from it.

    Returns:
        A tuple ``(train, test)``, int64, on the device of ``labels``: positions in ``labels``. Each position from 0 to
        N - 1 is in one of the two, once. Both are in random order, so that classes are mixed.

    Example:
        >>> labels = torch.tensor([0, 0, 0, 0, 1, 1])
        >>> train, test = stratified_split(labels, 0.5, torch.Generator().manual_seed(0))
        >>> labels[train].bincount(), labels[test].bincount()
        (tensor([2, 1]), tensor([2, 1]))
    """
    raise NotImplementedError


def boundary_grid(
    model: nn.Module, first_range: tuple[float, float], second_range: tuple[float, float], steps: int
) -> torch.Tensor:
    """Ask a classifier of two features for its answer at each point of a grid, which shows where its classes meet.

    Args:
        model: Maps points of shape (M, 2), float32, to logits of shape (M, K), K at least 2. It is asked in evaluation
            mode and without gradients, and is left in the mode that it was in, with all its layers. It has parameters,
            and they lie on one device.
        first_range: The lowest and the highest value of the first feature.
        second_range: The same for the second feature.
        steps: S, at least 2: how many evenly spaced values of each feature are in the grid, both ends of its range
            included.

    Returns:
        Shape (S, S), int64, on the device of the model's parameters: entry ``[i, j]`` is the predicted class where the
        *second* feature has its ``i``-th value and the *first* its ``j``-th, both from the lowest up. So a row runs
        along the x axis of a plot.

    Example:
        >>> model = nn.Linear(2, 2, bias=False)
        >>> _ = nn.init.eye_(model.weight)  # class 0 where the first feature is larger
        >>> boundary_grid(model, first_range=(0.0, 2.0), second_range=(0.5, 2.5), steps=3)
        tensor([[1, 0, 0],
                [1, 1, 0],
                [1, 1, 1]])
    """
    raise NotImplementedError
