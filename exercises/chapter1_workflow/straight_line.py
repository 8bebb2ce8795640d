"""A straight line, and splits without leakage: from raw numbers to batches that a model can learn from.

Random numbers come from a ``torch.Generator`` on the CPU, which you are given. Hand it to every random call, and never
seed it yourself: then the same seed gives the same data again, and a second call gives other data than the first.
"""

import torch


def make_line(
    count: int, weight: float, bias: float, noise: float, generator: torch.Generator, *, even: bool = True
) -> tuple[torch.Tensor, torch.Tensor]:
    """Make points around a straight line: ``y = weight * x + bias + noise * e``.

    First come the N values of ``x``. If ``even`` is true, they are evenly spaced from 0 to 1, both ends included.
    Otherwise ``torch.rand`` draws them all at once. Then ``torch.randn`` draws ``e``, one number for each point, all at
    once.

    Args:
        count: The number of points N, at least 1. A single evenly spaced point is at 0.
        weight: The slope of the line.
        bias: Its height at ``x = 0``.
        noise: The standard deviation of the noise; 0 puts every point on the line.
        generator: Where the random numbers come from.
        even: Whether ``x`` is evenly spaced.

    Returns:
        A tuple ``(x, y)`` of two columns: shape (N, 1), float32.

    Example:
        >>> x, y = make_line(3, weight=2.0, bias=1.0, noise=0.0, generator=torch.Generator())
        >>> x.tolist(), y.tolist()
        ([[0.0], [0.5], [1.0]], [[1.0], [2.0], [3.0]])
    """
    raise NotImplementedError


def split_data(
    x: torch.Tensor, y: torch.Tensor, val_fraction: float, test_fraction: float, generator: torch.Generator
) -> tuple[tuple[torch.Tensor, torch.Tensor], ...]:
    """Split a data set at random into three parts: for training, for validation and for testing.

    Each row goes, together with its label, into exactly one part, and chance decides into which. The order of the rows
    inside a part is up to you.

    Args:
        x: Shape (N, D): one row for each example.
        y: Shape (N,) or (N, 1): ``y[i]`` is the label of ``x[i]``.
        val_fraction: The validation part gets ``round(N * val_fraction)`` examples, which may be none.
        test_fraction: The test part gets ``round(N * test_fraction)``, which may be none. Training gets all the others.
        generator: Where the random numbers come from. How you draw them is up to you.

    Returns:
        A tuple of three tuples: ``((x_train, y_train), (x_val, y_val), (x_test, y_test))``. They keep the dtypes of
        ``x`` and ``y``. An empty part has no rows, but still D columns: shape (0, D).

    Example:
        >>> x = torch.arange(10.0).reshape(10, 1)
        >>> train, val, test = split_data(x, 2 * x, 0.2, 0.1, torch.Generator().manual_seed(0))
        >>> len(train[0]), len(val[0]), len(test[0])
        (7, 2, 1)
        >>> torch.equal(train[1], 2 * train[0])
        True
    """
    raise NotImplementedError


def batches(
    x: torch.Tensor, y: torch.Tensor, size: int, *, drop_last: bool = False, generator: torch.Generator | None = None
) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Cut a data set into batches. Once through all of them is called an epoch.

    Each batch has ``size`` examples. Only the last one may have fewer: what is left.

    Args:
        x: Shape (N, D), N at least 1, on any device: one row for each example.
        y: Shape (N,) or (N, 1), on the device of ``x``: ``y[i]`` is the label of ``x[i]``.
        size: The number of examples in a batch, at least 1. It may be more than N.
        drop_last: If true, a last batch with fewer than ``size`` examples is left out.
        generator: If there is one, shuffle all examples with it before you cut, each together with its label. If it is
            ``None``, they keep their order.

    Returns:
        A list of tuples ``(x_batch, y_batch)``, with the dtypes and on the device of ``x`` and ``y``. None is empty.

    Example:
        >>> for x_batch, y_batch in batches(torch.arange(5).reshape(5, 1), torch.arange(5), size=2):
        ...     print(x_batch.tolist(), y_batch.tolist())
        [[0], [1]] [0, 1]
        [[2], [3]] [2, 3]
        [[4]] [4]
    """
    raise NotImplementedError


def standardise_split(
    train: torch.Tensor, val: torch.Tensor, test: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Standardise the columns of all three parts with the statistics of the training part.

    Measure each column's mean and standard deviation in ``train``. Then, in all three parts, subtract the mean and
    divide by the standard deviation. It is the population's: the mean of the squared distances, under a square root.
    A column that is constant in ``train`` has standard deviation 0: divide it by 1 instead.

    Args:
        train: Shape (N, D), floating dtype, on any device, N at least 1.
        val: Shape (M, D), dtype and device of ``train``. M may be 0.
        test: Shape (L, D), dtype and device of ``train``. L may be 0.

    Returns:
        A tuple of three new tensors, ``(train, val, test)``: shapes, dtype and device as before. The inputs stay as
        they were.

    Example:
        >>> train, val, test = torch.tensor([[1.0], [3.0]]), torch.tensor([[2.0]]), torch.tensor([[7.0]])
        >>> standardise_split(train, val, test)
        (tensor([[-1.],
                [ 1.]]), tensor([[0.]]), tensor([[5.]]))
    """
    raise NotImplementedError


def fold_indices(count: int, folds: int, generator: torch.Generator) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Choose the indices for cross-validation, where each example is validated on exactly once.

    Share the examples 0, 1, ..., N - 1 out at random among K folds, whose sizes differ by at most one. In round k, fold
    k is for validation and all the other folds are for training. The order of the indices inside a part is up to you.

    Args:
        count: The number of examples N.
        folds: The number of folds K, from 2 to N.
        generator: Where the random numbers come from. How you draw them is up to you.

    Returns:
        A list of K tuples ``(train, val)``, one for each round: two tensors of indices, int64, N of them together.

    Example:
        >>> rounds = fold_indices(7, 3, torch.Generator().manual_seed(0))
        >>> sorted(len(val) for train, val in rounds)
        [2, 2, 3]
        >>> train, val = rounds[0]
        >>> sorted(train.tolist() + val.tolist())
        [0, 1, 2, 3, 4, 5, 6]
    """
    raise NotImplementedError
