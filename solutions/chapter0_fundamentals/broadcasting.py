"""Broadcasting: tensors of different shapes in one operation.

Shapes are lined up at their last dimension, and a size of 1 is repeated as often as the other tensor needs. That saves
loops and copies, and where a dimension is missing it silently computes something else.
"""

import torch


def standardise_columns(x: torch.Tensor, eps: float = 1e-5) -> torch.Tensor:
    """Give each column mean 0 and standard deviation 1.

    From each entry the mean of its column is subtracted; then it is divided by ``std + eps``. ``std`` is the column's
    population standard deviation: the square root of the mean (over N, not N - 1) of the squared distances to the mean.

    Args:
        x: Shape (N, D), floating dtype, N at least 1. It is left as it was.
        eps: A small number. With it a constant column, whose distances and ``std`` are all 0, becomes 0 and not NaN.

    Returns:
        Shape (N, D), same dtype.

    Not allowed: functions that compute the deviation or the whole result: ``std``, ``var``, ``std_mean``, ``var_mean``,
    ``cov`` and normalisations such as ``torch.nn.functional.batch_norm``. ``mean`` and ``sum`` are fine.

    Example:
        >>> standardise_columns(torch.tensor([[1.0, 20.0], [3.0, 60.0]]))
        tensor([[-1.0000, -1.0000],
                [ 1.0000,  1.0000]])
    """
    # begin solution
    centred = x - x.mean(dim=0)
    std = centred.square().mean(dim=0).sqrt()
    return centred / (std + eps)
    # end solution


def pairwise_distances(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Return the Euclidean distance from each point of ``a`` to each point of ``b``.

    Subtract the points first. The shortcut ``|a|^2 + |b|^2 - 2 a.b`` subtracts large numbers instead, and loses the
    small distance of two points that lie close together but far from the origin; your result has to be right there too.

    Args:
        a: Shape (N, D), floating dtype: N points.
        b: Shape (M, D), same dtype. N, M and D are at least 1.

    Returns:
        Shape (N, M), same dtype: entry ``[i, j]`` is the distance (not squared) of ``a[i]`` and ``b[j]``.

    Not allowed: ``torch.cdist``, ``torch.pdist``, ``torch.nn.functional.pairwise_distance``.

    Example:
        >>> pairwise_distances(torch.tensor([[0.0, 0.0], [3.0, 4.0]]), torch.tensor([[0.0, 0.0]]))
        tensor([[0.],
                [5.]])
    """
    # begin solution
    return (a[:, None] - b[None]).square().sum(dim=2).sqrt()
    # end solution


def mean_squared_error(prediction: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Return the mean of the squared differences of N predictions and their N targets.

    A model often gives a column, shape (N, 1), while the targets are a plain vector, shape (N,). Prediction i belongs
    to target i, whichever of the two shapes each of them has.

    Args:
        prediction: Shape (N,) or (N, 1), floating dtype, N at least 1.
        target: Shape (N,) or (N, 1), same dtype.

    Returns:
        Shape (), same dtype. Gradients flow back to both arguments.

    Raises:
        ValueError: there are not as many predictions as targets.

    Example:
        >>> mean_squared_error(torch.tensor([[1.0], [2.0], [5.0]]), torch.tensor([1.0, 2.0, 2.0]))
        tensor(3.)
    """
    # begin solution
    if prediction.shape[0] != target.shape[0]:
        raise ValueError(f"{prediction.shape[0]} predictions for {target.shape[0]} targets")
    return (prediction.reshape(-1) - target.reshape(-1)).square().mean()
    # end solution


def outer_sum(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Return the table of all sums of a number from ``a`` and a number from ``b``.

    Args:
        a: Shape (N,), floating or integer dtype.
        b: Shape (M,), same dtype. N and M are at least 1.

    Returns:
        Shape (N, M), same dtype: entry ``[i, j]`` is ``a[i] + b[j]``.

    Example:
        >>> outer_sum(torch.tensor([10, 20]), torch.tensor([1, 2, 3]))
        tensor([[11, 12, 13],
                [21, 22, 23]])
    """
    # begin solution
    return a[:, None] + b
    # end solution


def scale_and_shift(x: torch.Tensor, scale: torch.Tensor, shift: torch.Tensor) -> torch.Tensor:
    """Multiply each channel of a batch of pictures by its own factor, then add its own number.

    Args:
        x: Shape (B, C, H, W), floating dtype. It is left as it was.
        scale: Shape (C,), same dtype: a factor for each channel.
        shift: Shape (C,), same dtype: what is added to each channel after that.

    Returns:
        Shape (B, C, H, W), same dtype: entry ``[b, c, h, w]`` is ``x[b, c, h, w] * scale[c] + shift[c]``. Gradients
        flow back to all three arguments.

    Example:
        >>> x = torch.ones(1, 2, 1, 2)
        >>> scale_and_shift(x, torch.tensor([2.0, 3.0]), torch.tensor([0.0, 10.0])).tolist()
        [[[[2.0, 2.0]], [[13.0, 13.0]]]]
    """
    # begin solution
    return x * scale[:, None, None] + shift[:, None, None]
    # end solution


def broadcast_shape(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape that two tensors of shapes ``a`` and ``b`` broadcast to.

    The shapes are lined up at their last dimension. A dimension that the shorter one lacks counts as 1. Two sizes fit
    where they are equal, or where one of them is 1; then the result has the other one.

    Args:
        a: Sizes, each 0 or more; any number of them, also none.
        b: The same.

    Returns:
        A tuple of Python ints. A size of 0 is like any other: 1 and 0 give 0.

    Raises:
        ValueError: two sizes do not fit.

    Not allowed: torch and NumPy, for example ``torch.broadcast_shapes``: plain Python is enough.

    Example:
        >>> broadcast_shape((5, 1, 3), (4, 1))
        (5, 4, 3)
    """
    # begin solution
    rank = max(len(a), len(b))
    padded_a = (1,) * (rank - len(a)) + tuple(a)
    padded_b = (1,) * (rank - len(b)) + tuple(b)
    result = []
    for m, n in zip(padded_a, padded_b, strict=True):
        if m != n and 1 not in (m, n):
            raise ValueError(f"sizes {m} and {n} do not fit")
        result.append(n if m == 1 else m)
    return tuple(result)
    # end solution
