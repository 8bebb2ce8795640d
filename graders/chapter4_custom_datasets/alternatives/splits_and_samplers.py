"""Unusual but right versions of the tasks in chapter4_custom_datasets/splits_and_samplers."""

import numpy as np
import torch
from torch.nn import functional
from torch.utils.data import BatchSampler, DataLoader, Sampler, Subset

from learn.variants import alternative


@alternative("find_twins", "joins lists of members, pair by pair, in whole numbers")
def by_joining(pictures, limit):
    wide = pictures.to(torch.int32)
    groups = [[i] for i in range(len(wide))]
    for i in range(len(wide)):
        for j in range(i):
            if (wide[i] - wide[j]).abs().sum().item() < limit * wide[0].numel() and groups[i] is not groups[j]:
                joined = groups[i] + groups[j]
                for member in joined:
                    groups[member] = joined
    firsts = [min(group) for group in groups]
    order = sorted(set(firsts))
    return torch.tensor([order.index(first) for first in firsts], dtype=torch.int64, device=pictures.device)


@alternative("find_twins", "walks from twin to twin, with a stack")
def by_walking(pictures, limit):
    flat = pictures.reshape(len(pictures), -1).double()
    near = torch.stack([(flat - one).abs().mean(dim=1) < limit for one in flat])
    numbers = torch.full((len(flat),), -1, dtype=torch.int64, device=flat.device)
    for start in range(len(flat)):
        if numbers[start] >= 0:
            continue
        number, stack = numbers.max() + 1, [start]
        while stack:
            i = stack.pop()
            numbers[i] = number
            stack += [j for j in range(len(flat)) if near[i, j] and numbers[j] < 0]
    return numbers


@alternative("split_by_group", "deals out lists of members in the order of random keys")
def by_lists(groups, test_fraction, generator):
    members = {}
    for position, group in enumerate(groups.tolist()):
        members.setdefault(group, []).append(position)
    keys = torch.rand(len(members), generator=generator).tolist()
    train, test = [], []
    for _, positions in sorted(zip(keys, members.values(), strict=True)):
        part = test if len(test) < test_fraction * len(groups) else train
        part += positions
    return tuple(
        torch.tensor(
            [part[i] for i in torch.randperm(len(part), generator=generator)], dtype=torch.int64, device=groups.device
        )
        for part in (train, test)
    )


@alternative("split_by_group", "a random rank for each group, and samples sorted by random numbers")
def by_ranks(groups, test_fraction, generator):
    numbers, of_sample = groups.unique(return_inverse=True)
    ranks = torch.rand(len(numbers), generator=generator, dtype=torch.float64).argsort().argsort().to(groups.device)[of_sample]
    sizes = ranks.bincount()
    earlier = functional.pad(sizes.cumsum(dim=0), (1, 0))[ranks]
    mixed = torch.rand(len(groups), generator=generator, dtype=torch.float64).argsort().to(groups.device)
    for_test = (earlier < len(groups) * test_fraction)[mixed]
    return mixed.masked_select(~for_test), mixed.masked_select(for_test)


@alternative("SubsetWithTransform", "a Subset that changes what it gives")
class FromSubset(Subset):
    def __init__(self, dataset, indices, transform=None):
        super().__init__(dataset, indices)
        self.change = transform or (lambda x: x)

    def __getitem__(self, i):
        x, label = super().__getitem__(i)
        return self.change(x), label

    def __getitems__(self, positions):
        return [self[i] for i in positions]


@alternative("SubsetWithTransform", "no Dataset at all, NumPy's positions, and a list of steps")
class Steps:
    def __init__(self, dataset, indices, transform=None):
        self.source, self.where = dataset, np.asarray(indices)
        self.steps = [step for step in [transform] if step is not None]

    def __len__(self):
        return self.where.shape[0]

    def __getitem__(self, i):
        sample = self.source[int(self.where[i])]
        x = sample[0]
        for step in self.steps:
            x = step(x)
        return (x, *sample[1:])


@alternative("balanced_weights", "compares all labels with each other")
def by_comparing(labels):
    same = (labels[:, None] == labels).sum(dim=1).to(torch.float64)
    return same.reciprocal() / len(labels.unique())


@alternative("balanced_weights", "one sample after the other, in Python")
def sample_by_sample(labels):
    listed = labels.tolist()
    weights = [1 / (len(set(listed)) * listed.count(k)) for k in listed]
    return torch.tensor(weights, dtype=torch.float64, device=labels.device)


class ClassFirst(Sampler):
    """Draws a class, and then one of its samples."""

    def __init__(self, labels, generator):
        self.members = [torch.nonzero(labels == k)[:, 0] for k in labels.unique()]
        self.number, self.generator = len(labels), generator

    def __len__(self):
        return self.number

    def __iter__(self):
        for _ in range(self.number):
            members = self.members[int(torch.randint(len(self.members), (), generator=self.generator))]
            yield int(members[int(torch.randint(len(members), (), generator=self.generator))])


@alternative("balanced_loader", "draws a class, and then one of its samples")
def class_first(dataset, labels, batch_size, generator):
    return DataLoader(dataset, batch_size=batch_size, sampler=ClassFirst(labels, generator), generator=generator)


class Drawn(Sampler):
    """Draws batches of positions with multinomial."""

    def __init__(self, labels, batch_size, generator):
        self.weights = 1 / labels.bincount()[labels]
        self.batch_size, self.generator = batch_size, generator

    def __iter__(self):
        drawn = torch.multinomial(self.weights, len(self.weights), replacement=True, generator=self.generator)
        yield from BatchSampler(drawn.tolist(), self.batch_size, drop_last=False)


@alternative("balanced_loader", "a sampler of whole batches, on multinomial")
def by_batches(dataset, labels, batch_size, generator):
    return DataLoader(dataset, batch_sampler=Drawn(labels, batch_size, generator))


@alternative("pad_collate", "pads each sequence on its own, and marks its steps")
def one_by_one(batch):
    longest = max(sequence.shape[0] for sequence, _ in batch)
    padded, mask = [], []
    for sequence, _ in batch:
        missing = longest - sequence.shape[0]
        padded.append(functional.pad(sequence, (0, 0, 0, missing)))
        mask.append([True] * sequence.shape[0] + [False] * missing)
    mask = torch.tensor(mask)
    return torch.stack(padded), mask.sum(dim=1), torch.tensor([label for _, label in batch]), mask


@alternative("pad_collate", "writes all steps at once where the mask says so")
def by_mask(batch):
    lengths = torch.as_tensor(np.array([len(sequence) for sequence, _ in batch], dtype=np.int64))
    mask = torch.arange(int(lengths.max())).expand(len(batch), -1) < lengths.unsqueeze(1)
    padded = torch.zeros(*mask.shape, batch[0][0].shape[1])
    padded[mask] = torch.cat([sequence for sequence, _ in batch])
    return padded, lengths, torch.as_tensor([label for _, label in batch], dtype=torch.int64), mask


@alternative("training_statistics", "all pixels side by side, in float32")
def side_by_side(dataset, indices):
    pixels = torch.cat([dataset[int(j)][0].reshape(dataset[int(j)][0].shape[0], -1) for j in indices], dim=1)
    variance, mean = torch.var_mean(pixels, dim=1, correction=0)
    return mean, variance.sqrt()


@alternative("training_statistics", "two passes over a Subset: the mean first, then the distances from it")
def in_two_passes(dataset, indices):
    data = Subset(dataset, indices.tolist())
    count = sum(data[i][0][0].numel() for i in range(len(data)))
    mean = sum(data[i][0].double().sum(dim=(1, 2)) for i in range(len(data))) / count
    squares = sum(((data[i][0].double() - mean[:, None, None]) ** 2).sum(dim=(1, 2)) for i in range(len(data)))
    return mean.to(torch.float32), (squares / count).sqrt().to(torch.float32)


@alternative("evaluate_all", "shuffled batches in inference mode, averaged with their sizes as weights")
def weighted_batches(model, dataset, batch_size):
    modes = [(module, module.training) for module in model.modules()]
    model.train(mode=False)
    accuracy = 0.0
    with torch.inference_mode():
        for x, labels in DataLoader(dataset, batch_size=batch_size, shuffle=True):
            hits = (model(x).softmax(dim=1).max(dim=1).indices == labels).float()
            accuracy += hits.mean().item() * len(labels) / len(dataset)
    for module, mode in modes:
        module.training = mode
    return accuracy


@alternative("evaluate_all", "sample after sample, as batches of one")
@torch.no_grad()
def one_at_a_time(model, dataset, batch_size):
    was_training = model.training
    model.eval()
    pairs = (dataset[i] for i in range(len(dataset)))
    hits = [int(model(x.unsqueeze(0))[0].argmax()) == int(label) for x, label in pairs]
    model.train(was_training)
    return float(np.mean(hits))
