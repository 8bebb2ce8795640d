"""Unusual but right versions of the tasks in chapter1_workflow/straight_line."""

import itertools

import torch
from torch.utils.data import BatchSampler, DataLoader, Subset, TensorDataset, random_split

from learn.variants import alternative


@alternative("make_line", "counts steps in float64, fills noise in place with normal_, and adds up a matrix product")
def by_matrix_product(count, weight, bias, noise, generator, *, even=True):
    steps = (torch.arange(count, dtype=torch.float64) / max(count - 1, 1)).float()
    x = (steps if even else torch.empty(count).uniform_(generator=generator)).reshape(-1, 1)
    e = torch.empty(count, 1).normal_(generator=generator)
    return x, torch.cat([x, torch.ones(count, 1), e], dim=1) @ torch.tensor([[weight], [bias], [noise]])


@alternative("make_line", "goes point by point, and draws the noise with torch.normal")
def point_by_point(count, weight, bias, noise, generator, *, even=True):
    x = torch.linspace(0, 1, count) if even else torch.rand(count, generator=generator)
    e = torch.normal(0.0, 1.0, (count,), generator=generator).tolist()
    return x.view(count, 1), torch.tensor([[weight * a + bias + noise * b] for a, b in zip(x.tolist(), e, strict=True)])


@alternative("split_data", "PyTorch's own random_split")
def by_random_split(x, y, val_fraction, test_fraction, generator):
    num_val, num_test = round(len(x) * val_fraction), round(len(x) * test_fraction)
    parts = random_split(TensorDataset(x, y), [len(x) - num_val - num_test, num_val, num_test], generator=generator)
    return tuple((x[list(part.indices)], y[list(part.indices)]) for part in parts)


@alternative("split_data", "masks: the examples with the largest random numbers are for testing, and all parts stay in order")
def by_ranks(x, y, val_fraction, test_fraction, generator):
    ranks = torch.rand(len(x), generator=generator, dtype=torch.float64).argsort().argsort()
    num_val, num_test = round(len(x) * val_fraction), round(len(x) * test_fraction)
    in_test = ranks >= len(x) - num_test
    in_train = ranks < len(x) - num_test - num_val
    masks = [mask.to(x.device) for mask in (in_train, ~in_train & ~in_test, in_test)]
    return tuple((x[mask], y[mask]) for mask in masks)


@alternative("split_data", "a shuffle by hand, one swap after the other, and test from the front")
def by_swaps(x, y, val_fraction, test_fraction, generator):
    order = list(range(len(x)))
    for i in range(len(x) - 1, 0, -1):
        j = int(torch.randint(i + 1, (), generator=generator))
        order[i], order[j] = order[j], order[i]
    num_val, num_test = round(len(x) * val_fraction), round(len(x) * test_fraction)
    cuts = order[num_test + num_val :], order[num_test : num_test + num_val], order[:num_test]
    return tuple((x[torch.tensor(cut, dtype=torch.int64)], y[torch.tensor(cut, dtype=torch.int64)]) for cut in cuts)


@alternative("batches", "PyTorch's own DataLoader over a shuffled subset")
def by_loader(x, y, size, *, drop_last=False, generator=None):
    order = range(len(x)) if generator is None else torch.randperm(len(x), generator=generator).tolist()
    return [tuple(pair) for pair in DataLoader(Subset(TensorDataset(x, y), order), size, drop_last=drop_last)]


@alternative("batches", "PyTorch's own BatchSampler over sorted random numbers")
def by_sampler(x, y, size, *, drop_last=False, generator=None):
    order = range(len(x)) if generator is None else torch.rand(len(x), generator=generator).argsort().tolist()
    return [(x[part], y[part]) for part in BatchSampler(order, size, drop_last)]


@alternative("batches", "collects example by example")
def one_by_one(x, y, size, *, drop_last=False, generator=None):
    order = torch.arange(len(x)) if generator is None else torch.randperm(len(x), generator=generator)
    found, rows = [], []
    for row in order.tolist():
        rows.append(row)
        if len(rows) == size:
            found.append(rows)
            rows = []
    if rows and not drop_last:
        found.append(rows)
    return [(torch.stack([x[i] for i in rows]), torch.stack([y[i] for i in rows])) for rows in found]


@alternative("standardise_split", "the mean of squares, in float64, and constants found by comparing the largest and smallest")
def by_mean_of_squares(train, val, test):
    wide = train.double()
    mean = wide.sum(dim=0) / len(wide)
    std = (wide - mean).square().mean(dim=0).sqrt()
    std[wide.amax(dim=0) == wide.amin(dim=0)] = 1
    return tuple(((part.double() - mean) / std).to(part.dtype) for part in (train, val, test))


@alternative("standardise_split", "asks whether the deviation is 0")
def by_zero_deviation(train, val, test):
    mean, std = train.mean(dim=0), train.var(dim=0, unbiased=False).sqrt()
    std = torch.where(std > 0, std, 1)
    return train.sub(mean).div(std), val.sub(mean).div(std), test.sub(mean).div(std)


@alternative("standardise_split", "column by column; a deviation that is tiny beside its column counts as 0")
def column_by_column(train, val, test):
    new = [part.clone() for part in (train, val, test)]
    for d in range(train.shape[1]):
        std, mean = torch.std_mean(train[:, d], correction=0)
        divisor = 1.0 if std <= 1e-6 * mean.abs() else std
        for part in new:
            part[:, d] = (part[:, d] - mean) / divisor
    return tuple(new)


@alternative("fold_indices", "deals the examples out in turn, and finds the others with a mask")
def dealt_out(count, folds, generator):
    fold = torch.arange(count)[torch.randperm(count, generator=generator)] % folds
    return [((fold != k).nonzero().flatten(), (fold == k).nonzero().flatten()) for k in range(folds)]


@alternative("fold_indices", "sorted random numbers, cut in Python, and sets")
def by_sets(count, folds, generator):
    order = torch.rand(count, generator=generator, dtype=torch.float64).argsort().tolist()
    cuts = [count * k // folds for k in range(folds + 1)]
    parts = [order[start:stop] for start, stop in itertools.pairwise(cuts)]
    return [(torch.tensor(sorted(set(order) - set(part))), torch.tensor(part)) for part in parts]
