"""Seeds and generators: random numbers that you can get again.

A ``torch.Generator`` is a source of random numbers with a state of its own. Seed it, hand it to each random call, and
the result depends on the seed alone, while PyTorch's global random state stays as it was.
"""

import torch


def seeded_normal(seed: int, shape: tuple[int, ...], mean: float = 0.0, std: float = 1.0) -> torch.Tensor:
    """Draw normally distributed numbers that depend on nothing but the arguments.

    The recipe: make a new ``torch.Generator``, seed it with ``manual_seed(seed)``, draw standard normal numbers ``z``
    with one call ``torch.randn(shape, generator=...)``, and return ``mean + std * z``.

    Two calls with the same arguments give the same numbers. Do not change PyTorch's global random state.

    Args:
        seed: The generator's seed, not negative.
        shape: The shape of the result, of any rank; ``()`` asks for a single number.
        mean: The mean of the distribution.
        std: The standard deviation of the distribution, not negative.

    Returns:
        Shape ``shape``, float32.

    Example:
        >>> torch.equal(seeded_normal(0, (2, 3)), seeded_normal(0, (2, 3)))
        True
        >>> seeded_normal(0, (4,), mean=5.0, std=0.0)
        tensor([5., 5., 5., 5.])
    """
    # begin solution
    generator = torch.Generator().manual_seed(seed)
    return mean + std * torch.randn(shape, generator=generator)
    # end solution


def shuffle_together(x: torch.Tensor, y: torch.Tensor, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Shuffle examples and their labels with one and the same permutation.

    The recipe: ``order = torch.randperm(N, generator=...)`` with a new ``torch.Generator`` seeded with ``seed``,
    on the CPU. Place ``i`` of each result holds what was at place ``order[i]`` before, so row ``i`` of the new ``x`` still
    belongs to entry ``i`` of the new ``y``.

    Do not change the inputs or PyTorch's global random state.

    Args:
        x: Shape (N, D), any dtype; row ``i`` is example ``i``. N is at least 1.
        y: Shape (N,), any dtype; entry ``i`` is the label of example ``i``.
        seed: The generator's seed, not negative.

    Returns:
        A tuple: the shuffled ``x``, shape (N, D), and the shuffled ``y``, shape (N,), each with the dtype
        and on the device of its input.

    Example:
        >>> x, y = shuffle_together(torch.tensor([[10, 11], [20, 21], [30, 31]]), torch.tensor([1, 2, 3]), seed=0)
        >>> torch.equal(x[:, 0], 10 * y)
        True
        >>> sorted(y.tolist())
        [1, 2, 3]
    """
    # begin solution
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(x), generator=generator)
    return x[order], y[order]
    # end solution


def draws(seed: int, count: int, size: int) -> torch.Tensor:
    """Draw several random vectors, one after the other, from one seed.

    The recipe: make a new ``torch.Generator`` and seed it once with ``seed``. Row ``i`` of the result is what call
    number ``i`` of ``torch.rand(size, generator=...)`` gives, counting from 0, all with this one generator.

    Do not change PyTorch's global random state.

    Args:
        seed: The generator's seed, not negative.
        count: How many vectors, N; may be 0.
        size: The length of each vector, D, at least 1.

    Returns:
        Shape (N, D), float32, also where N is 0.

    Example:
        >>> draws(0, 2, 3).shape
        torch.Size([2, 3])
        >>> torch.equal(draws(0, 2, 3)[0], draws(0, 2, 3)[1])
        False
    """
    # begin solution
    generator = torch.Generator().manual_seed(seed)
    vectors = torch.empty(count, size)
    for i in range(count):
        vectors[i] = torch.rand(size, generator=generator)
    return vectors
    # end solution


def split_indices(count: int, test_count: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Split the indices of a data set at random into a training part and a test part.

    The recipe: ``order = torch.randperm(count, generator=...)`` with a new ``torch.Generator`` seeded with ``seed``.
    The last ``test_count`` entries of ``order`` are the test indices, the entries before them the training indices,
    both in the order in which they stand there. So each index from 0 to ``count - 1`` is in exactly one of the two
    parts.

    Do not change PyTorch's global random state.

    Args:
        count: The number of examples, at least 1.
        test_count: How many of them are for testing, from 0 to ``count``. Either part may be empty.
        seed: The generator's seed, not negative.

    Returns:
        A tuple ``(train, test)``: shapes (count - test_count,) and (test_count,), int64.

    Example:
        >>> train, test = split_indices(5, 2, seed=0)
        >>> train.shape, test.shape
        (torch.Size([3]), torch.Size([2]))
        >>> sorted(train.tolist() + test.tolist())
        [0, 1, 2, 3, 4]
    """
    # begin solution
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(count, generator=generator)
    boundary = count - test_count
    return order[:boundary], order[boundary:]
    # end solution


def bernoulli_mask(shape: tuple[int, ...], keep: float, seed: int) -> torch.Tensor:
    """Make a random mask whose entries are ``True`` with a given probability, each on its own.

    The recipe: draw one uniform number for each entry with one call ``torch.rand(shape, generator=...)``, with a new
    ``torch.Generator`` seeded with ``seed``. An entry is ``True`` where its number is strictly less than ``keep``: the
    numbers are in [0, 1), so ``keep=0`` keeps nothing and ``keep=1`` keeps everything.

    Do not change PyTorch's global random state.

    Args:
        shape: The shape of the mask, of any rank.
        keep: The probability of ``True``, in [0, 1].
        seed: The generator's seed, not negative.

    Returns:
        Shape ``shape``, bool.

    Example:
        >>> bernoulli_mask((2, 3), keep=1.0, seed=0)
        tensor([[True, True, True],
                [True, True, True]])
    """
    # begin solution
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(shape, generator=generator) < keep
    # end solution
