"""A straight line, and splits without leakage: from raw numbers to batches that a model can learn from.

Everything random here comes from a ``torch.Generator`` that the caller hands over. Use it as it comes, without seeding
it: then the next call goes on where this one stopped, and PyTorch's global random state stays as it was.
"""

import torch


def make_line(
    count: int, weight: float, bias: float, noise: float, generator: torch.Generator, *, even: bool = True
) -> tuple[torch.Tensor, torch.Tensor]:
    """Make points around a straight line: ``y = weight * x + bias + noise * e``.

    The recipe for the random numbers: if ``even`` is ``False``, ``x`` is what ``torch.rand`` draws from ``generator``,
    N numbers in one call. After that, in either case, ``e`` is what ``torch.randn`` draws from ``generator``, again N
    numbers in one call: one for each point. Do not seed the generator or change PyTorch's global random state.

    Args:
        count: The number of points N, at least 1.
        weight: The slope of the line.
        bias: The line's height at x = 0.
        noise: The standard deviation of the noise, not negative; 0 puts every point on the line.
        generator: Where random numbers come from, on the CPU.
        even: ``True`` spaces ``x`` evenly from 0 to 1, both included (a single point is at 0). ``False`` draws it.

    Returns:
        A tuple ``(x, y)``, both of shape (N, 1), float32: one row for each point, one column for its only feature.

    Example:
        >>> x, y = make_line(3, weight=2.0, bias=1.0, noise=0.0, generator=torch.Generator())
        >>> x.tolist(), y.tolist()
        ([[0.0], [0.5], [1.0]], [[1.0], [2.0], [3.0]])
    """
    # begin solution
    x = torch.linspace(0, 1, count).unsqueeze(1) if even else torch.rand(count, 1, generator=generator)
    y = weight * x + bias + noise * torch.randn(count, 1, generator=generator)
    return x, y
    # end solution


def split_data(
    x: torch.Tensor, y: torch.Tensor, val_fraction: float, test_fraction: float, generator: torch.Generator
) -> tuple[tuple[torch.Tensor, torch.Tensor], ...]:
    """Split a data set at random into a part to train on, one to validate on, and one to test on.

    Each row goes, together with its label, into exactly one of the three parts. Which one is left to chance: every
    choice of rows is equally likely. The order of the rows inside a part is up to you.

    All randomness comes from ``generator``. Do not seed it (a second call with it gives another split), and do not
    change PyTorch's global random state. How you draw from it is up to you.

    Args:
        x: Shape (N, D), any dtype, on any device: one row for each example.
        y: Shape (N,) or (N, 1), any dtype, on the device of ``x``: entry ``i`` belongs to row ``i`` of ``x``.
        val_fraction: The validation part gets ``round(N * val_fraction)`` examples; may be 0.
        test_fraction: The test part gets ``round(N * test_fraction)`` examples; may be 0. All others are for training.
        generator: Where random numbers come from, on the CPU.

    Returns:
        A tuple of three tuples, ``((x_train, y_train), (x_val, y_val), (x_test, y_test))``: rows of ``x`` and ``y``,
        with their dtypes and on their device. An empty part has shapes (0, D), and (0,) or (0, 1).

    Example:
        >>> x = torch.arange(10.0).reshape(10, 1)
        >>> train, val, test = split_data(x, 2 * x, 0.2, 0.1, torch.Generator().manual_seed(0))
        >>> len(train[0]), len(val[0]), len(test[0])
        (7, 2, 1)
        >>> torch.equal(train[1], 2 * train[0])
        True
    """
    # begin solution
    order = torch.randperm(len(x), generator=generator)
    num_val, num_test = round(len(x) * val_fraction), round(len(x) * test_fraction)
    parts = order.split([len(x) - num_val - num_test, num_val, num_test])
    return tuple((x[part], y[part]) for part in parts)
    # end solution


def batches(
    x: torch.Tensor, y: torch.Tensor, size: int, *, drop_last: bool = False, generator: torch.Generator | None = None
) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Cut a data set into batches: once through all examples, which is called an epoch.

    All batches have ``size`` examples; only the last one has fewer, where N cannot be divided by ``size``.

    Args:
        x: Shape (N, D), any dtype, on any device: one row for each example. N is at least 1.
        y: Shape (N,) or (N, 1), any dtype, on the device of ``x``: entry ``i`` belongs to row ``i`` of ``x``.
        size: The number of examples in a batch, at least 1; may be more than N.
        drop_last: ``True`` leaves out a last batch that is smaller. One that is full stays.
        generator: ``None`` keeps the examples in their order. Otherwise the *examples* are shuffled before they are cut
            into batches, with random numbers from this generator (on the CPU), and each keeps its label. Do not seed
            it: the next epoch is to have another order. How you draw from it is up to you. PyTorch's global random
            state stays as it was in any case.

    Returns:
        A list of tuples ``(x_batch, y_batch)``, with the dtypes and on the device of ``x`` and ``y``. Empty batches are
        not in it.

    Example:
        >>> for x_batch, y_batch in batches(torch.arange(5).reshape(5, 1), torch.arange(5), size=2):
        ...     print(x_batch.tolist(), y_batch.tolist())
        [[0], [1]] [0, 1]
        [[2], [3]] [2, 3]
        [[4]] [4]
    """
    # begin solution
    if generator is not None:
        order = torch.randperm(len(x), generator=generator)
        x, y = x[order], y[order]
    end = len(x) - len(x) % size if drop_last else len(x)
    return [(x[i : i + size], y[i : i + size]) for i in range(0, end, size)]
    # end solution


def standardise_split(
    train: torch.Tensor, val: torch.Tensor, test: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Standardise the columns of all three parts with the statistics of the training part.

    Each column has its own mean and its own standard deviation, the population's: with N values ``v`` it is the square
    root of ``((v - mean) ** 2).sum() / N``. From each value the mean is subtracted, and the difference is divided by
    the standard deviation. In a column whose training values are all equal the standard deviation is 0: there
    the differences are divided by 1 instead, in all three parts.

    Args:
        train: Shape (N, D), floating dtype, on any device, N at least 1: the rows that the statistics come from.
        val: Shape (M, D), dtype and device of ``train``. M may be 0.
        test: Shape (L, D), dtype and device of ``train``. L may be 0. All three are left as they were.

    Returns:
        A tuple ``(train, val, test)``: new tensors with the shapes, dtype and device of the three inputs.

    Example:
        >>> train, val, test = torch.tensor([[1.0], [3.0]]), torch.tensor([[2.0]]), torch.tensor([[7.0]])
        >>> standardise_split(train, val, test)
        (tensor([[-1.],
                [ 1.]]), tensor([[0.]]), tensor([[5.]]))
    """
    # begin solution
    mean, std = train.mean(dim=0), train.std(dim=0, correction=0)
    constant = (train == train[0]).all(dim=0)  # std > 0 would not do: rounding may leave a little more than 0
    std = torch.where(constant, 1, std)
    return (train - mean) / std, (val - mean) / std, (test - mean) / std
    # end solution


def fold_indices(count: int, folds: int, generator: torch.Generator) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Choose the indices for cross-validation, where each example is validated on exactly once.

    The examples 0, 1, ..., N - 1 are shared out at random among K folds, whose sizes differ by at most one. In round k
    the examples of fold k are for validation, and all others for training. Which folds are the larger ones, and the
    order of the indices inside a part, are up to you.

    All randomness comes from ``generator``. Do not seed it (a second call with it gives other folds), and do not change
    PyTorch's global random state. How you draw from it is up to you.

    Args:
        count: The number of examples N.
        folds: The number of folds K, from 2 to N.
        generator: Where random numbers come from, on the CPU.

    Returns:
        A list of K tuples ``(train, val)``, one for each round: two tensors of indices, int64, on the CPU, whose
        lengths add up to N.

    Example:
        >>> rounds = fold_indices(7, 3, torch.Generator().manual_seed(0))
        >>> sorted(len(val) for train, val in rounds)
        [2, 2, 3]
        >>> train, val = rounds[0]
        >>> sorted(train.tolist() + val.tolist())
        [0, 1, 2, 3, 4, 5, 6]
    """
    # begin solution
    parts = torch.randperm(count, generator=generator).tensor_split(folds)
    return [(torch.cat(parts[:k] + parts[k + 1 :]), part) for k, part in enumerate(parts)]
    # end solution
