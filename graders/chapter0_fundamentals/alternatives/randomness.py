"""Unusual but right versions of the tasks in chapter0_fundamentals/randomness."""

import torch

from learn.variants import alternative


@alternative("seeded_normal", "fills an empty tensor in place with normal_")
def filled_in_place(seed, shape, mean=0.0, std=1.0):
    return torch.empty(shape).normal_(mean, std, generator=torch.Generator().manual_seed(seed))


@alternative("seeded_normal", "seeds the global generator inside fork_rng, which puts its state back")
def in_a_fork(seed, shape, mean=0.0, std=1.0):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return torch.randn(shape) * std + mean


@alternative("shuffle_together", "draws the permutation twice, from two generators with the same seed")
def same_permutation_twice(x, y, seed):
    new_x = x[torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))]
    order = torch.randperm(len(y), generator=torch.Generator().manual_seed(seed))
    return new_x, y.index_select(0, order.to(y.device))


@alternative("shuffle_together", "a Python loop that copies row by row")
def row_by_row(x, y, seed):
    new_x, new_y = x.clone(), y.clone()
    for place, old in enumerate(torch.randperm(len(x), generator=torch.Generator().manual_seed(seed)).tolist()):
        new_x[place] = x[old]
        new_y[place] = y[old]
    return new_x, new_y


@alternative("draws", "one call for all numbers: rand takes them from the generator in reading order")
def all_at_once(seed, count, size):
    return torch.rand(count, size, generator=torch.Generator().manual_seed(seed))


@alternative("draws", "a Python loop over single numbers")
def number_by_number(seed, count, size):
    generator = torch.Generator().manual_seed(seed)
    numbers = [torch.rand(size, generator=generator).tolist() for _ in range(count)]
    return torch.tensor(numbers, dtype=torch.float32).reshape(count, size)


@alternative("split_indices", "torch.split with both sizes")
def by_split(count, test_count, seed):
    order = torch.randperm(count, generator=torch.Generator().manual_seed(seed))
    return order.split([count - test_count, test_count])


@alternative("split_indices", "Python lists and a set of test indices")
def by_membership(count, test_count, seed):
    order = torch.randperm(count, generator=torch.Generator().manual_seed(seed)).tolist()
    test = order[count - test_count :]
    chosen = set(test)
    train = [index for index in order if index not in chosen]
    return torch.tensor(train, dtype=torch.int64), torch.tensor(test, dtype=torch.int64)


@alternative("bernoulli_mask", "the sign of a difference, in float64")
def by_sign(shape, keep, seed):
    numbers = torch.rand(shape, generator=torch.Generator().manual_seed(seed)).double()
    return (keep - numbers).sign().clamp(min=0).bool()


@alternative("bernoulli_mask", "fills an empty tensor with uniform_ and negates the opposite comparison")
def not_at_least(shape, keep, seed):
    return ~(torch.empty(shape).uniform_(generator=torch.Generator().manual_seed(seed)) >= keep)
