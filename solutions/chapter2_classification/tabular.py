"""Tables of numbers and categories.

Columns have units, categories have no order, classes differ in size: four tools make such data ready for a network. A
fifth draws what a network of two features has learned. Tensors that you return are on the device of those you were given.
"""

import torch
from torch import nn


class Scaler(nn.Module):
    """Standardise the columns of a table, with statistics of the training set alone.

    ``fit`` measures the mean and the standard deviation of each column, ``transform`` subtracts the one and divides by
    the other, and ``inverse`` undoes that. Use the population's deviation (``correction=0``), and 1 in its place for a
    column whose values are all equal. No method changes the tensor that it is given.

    Keep both in *buffers*, ``register_buffer("mean", ...)`` and ``register_buffer("std", ...)``. They are saved in the
    ``state_dict`` and move along with ``to(device)``, but nobody trains them. Start with means of 0 and deviations of 1.

    Args:
        num_features: D, the number of columns.

    Example:
        >>> scaler = Scaler(2)
        >>> scaler.fit(torch.tensor([[1.0, 7.0], [3.0, 7.0]]))
        >>> z = scaler.transform(torch.tensor([[5.0, 8.0]]))
        >>> z
        tensor([[3., 1.]])
        >>> scaler.inverse(z)
        tensor([[5., 8.]])
    """

    def __init__(self, num_features: int) -> None:
        super().__init__()
        # begin solution
        self.register_buffer("mean", torch.zeros(num_features))
        self.register_buffer("std", torch.ones(num_features))
        # end solution

    def fit(self, x: torch.Tensor) -> None:
        """Measure each column of the training set ``x``, shape (N, D), float32. An earlier fit is forgotten."""
        # begin solution
        self.mean = x.mean(dim=0)
        constant = (x == x[0]).all(dim=0)
        self.std = torch.where(constant, 1.0, x.std(dim=0, correction=0))
        # end solution

    def transform(self, x: torch.Tensor) -> torch.Tensor:
        """Return ``(x - mean) / std`` for any rows ``x``, shape (M, D), float32."""
        # begin solution
        return (x - self.mean) / self.std
        # end solution

    def inverse(self, z: torch.Tensor) -> torch.Tensor:
        """Return the rows that ``transform`` turned into ``z``, shape (M, D), float32."""
        # begin solution
        return z * self.std + self.mean
        # end solution


def encode_categories(values: list[str], train_values: list[str]) -> torch.Tensor:
    """Turn a column of categories into one-hot rows.

    Numbered 0, 1, 2, categories would seem to have an order. With a column for each, they stay apart.

    Args:
        values: N categories, N at least 1.
        train_values: The same column in the training set. Categories may repeat, in any order.

    Returns:
        Shape (N, K), float32: a column for each of the K different categories in ``train_values``, in alphabetical
        order (``sorted``). A row has a 1 in the column of its category and 0 elsewhere. A category that is not in
        ``train_values`` has no column, so its row is all 0.

    Example:
        >>> encode_categories(["green", "red", "pink"], train_values=["red", "green", "blue", "red"])
        tensor([[0., 1., 0.],
                [0., 0., 1.],
                [0., 0., 0.]])
    """
    # begin solution
    columns = {category: column for column, category in enumerate(sorted(set(train_values)))}
    encoded = torch.zeros(len(values), len(columns))
    for row, category in enumerate(values):
        if category in columns:
            encoded[row, columns[category]] = 1
    return encoded
    # end solution


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Weight classes by their inverse frequency, so that each has the same say in a loss.

    A class with n of the N samples gets the weight ``N / (P * n)``, where P is the number of classes that occur. So all
    classes weigh the same in total, and a sample weighs 1 on average. (scikit-learn calls these weights "balanced".)

    Args:
        labels: Shape (N,), int64, each from 0 to K - 1.
        num_classes: K. Some classes may not occur at all: their weight is 0.

    Returns:
        Shape (K,), float32: a weight for each class.

    Example:
        >>> class_weights(torch.tensor([0, 0, 0, 2]), num_classes=3)
        tensor([0.6667, 0.0000, 2.0000])
    """
    # begin solution
    counts = torch.bincount(labels, minlength=num_classes)
    occurs = counts > 0
    return torch.where(occurs, len(labels) / (occurs.sum() * counts.clamp(min=1)), 0.0)
    # end solution


def stratified_split(
    labels: torch.Tensor, test_fraction: float, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Split samples at random into a training set and a test set, each class on its own.

    A class with n samples gives ``round(n * test_fraction)`` of them to the test set, so that both sets hold the classes
    in the same proportions.

    Args:
        labels: The class of each sample, shape (N,), int64, from 0 up.
        test_fraction: Between 0 and 1.
        generator: Draw all random numbers from it. It is on the CPU.

    Returns:
        A tuple ``(train, test)`` of positions in ``labels``, int64. Each position from 0 to N - 1 is in one of the two,
        once. Both are shuffled, so that the classes are mixed.

    Example:
        >>> labels = torch.tensor([0, 0, 0, 0, 1, 1])
        >>> train, test = stratified_split(labels, 0.5, torch.Generator().manual_seed(0))
        >>> labels[train].bincount(), labels[test].bincount()
        (tensor([2, 1]), tensor([2, 1]))
    """
    # begin solution
    train, test = [], []
    for k in labels.unique():
        members = torch.nonzero(labels == k)[:, 0]
        members = members[torch.randperm(len(members), generator=generator).to(labels.device)]
        num_test = round(len(members) * test_fraction)
        test.append(members[:num_test])
        train.append(members[num_test:])
    mixed_train, mixed_test = (
        positions[torch.randperm(len(positions), generator=generator).to(labels.device)]
        for positions in (torch.cat(train), torch.cat(test))
    )
    return mixed_train, mixed_test
    # end solution


def boundary_grid(
    model: nn.Module, first_range: tuple[float, float], second_range: tuple[float, float], steps: int
) -> torch.Tensor:
    """Ask a classifier of two features for its answer at each point of a grid, to draw where its classes meet.

    Ask in evaluation mode and without gradients. Then put the model back into the mode that it was in.

    Args:
        model: Takes points, shape (M, 2), float32, on the device of its parameters, and returns logits, shape (M, K).
        first_range: The lowest and the highest value of the first feature.
        second_range: The same for the second feature.
        steps: S, at least 2. Each feature takes S evenly spaced values, from its lowest to its highest.

    Returns:
        The predicted classes, shape (S, S), int64. A row runs along the first feature, as in a plot: entry ``[i, j]``
        belongs to the ``i``-th value of the *second* feature and the ``j``-th of the *first*, both from the lowest up.

    Example:
        >>> model = nn.Linear(2, 2, bias=False)
        >>> _ = nn.init.eye_(model.weight)  # class 0 where the first feature is larger
        >>> boundary_grid(model, first_range=(0.0, 2.0), second_range=(0.5, 2.5), steps=3)
        tensor([[1, 0, 0],
                [1, 1, 0],
                [1, 1, 1]])
    """
    # begin solution
    device = next(model.parameters()).device
    first = torch.linspace(*first_range, steps, device=device)
    second = torch.linspace(*second_range, steps, device=device)
    points = torch.stack(torch.meshgrid(first, second, indexing="xy"), dim=-1)
    was_training = model.training
    model.eval()
    with torch.no_grad():
        labels = model(points.reshape(-1, 2)).argmax(dim=1)
    model.train(was_training)
    return labels.reshape(steps, steps)
    # end solution
