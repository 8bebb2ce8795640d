"""Plausible wrong versions of the tasks in chapter4_custom_datasets/splits_and_samplers."""

import torch
from splits_and_samplers import (
    SubsetWithTransform,
    balanced_weights,
    evaluate_all,
    find_twins,
    pad_collate,
    split_by_group,
    training_statistics,
)
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader, Dataset, WeightedRandomSampler

from learn.variants import mistake

# ------------------------------------------------------------------ find_twins


def numbered(near):
    """Return the numbers of the groups that a table of twins makes."""
    first = torch.arange(len(near), device=near.device)
    for _ in range(len(near)):
        first = torch.where(near | near.T, first, len(near)).amin(dim=1)
    return first.unique(return_inverse=True)[1]


@mistake("find_twins", "uint8 has no negative numbers, 3 - 5 is 254: turn the pictures into float before you subtract.")
def wrapped_around(pictures, limit):
    difference = pictures[:, None] - pictures
    return numbered(difference.abs().float().mean(dim=(2, 3)) < limit)


@mistake("find_twins", "Lighter and darker pixels cancel out in your mean: take abs() of each difference, and then the mean.")
def cancelled_out(pictures, limit):
    flat = pictures.flatten(1).float()
    return numbered((flat[:, None] - flat).mean(dim=2).abs() < limit)


@mistake(
    "find_twins",
    "A picture that is a twin of two groups joins them into one; yours went to the first of them, and the two stayed apart.",
)
def never_joined(pictures, limit):
    flat = pictures.flatten(1).float()
    groups = []
    for i in range(len(flat)):
        twins = [groups[j] for j in range(i) if float((flat[i] - flat[j]).abs().mean()) < limit]
        groups.append(min(twins) if twins else len(set(groups)))
    return torch.tensor(groups, device=pictures.device)


@mistake("find_twins", "You squared the differences, so that a few pixels decide: take abs() of each, and then the mean.")
def root_mean_square(pictures, limit):
    flat = pictures.flatten(1).float()
    return numbered(((flat[:, None] - flat) ** 2).mean(dim=2).sqrt() < limit)


@mistake("find_twins", "Your number of a group is the position of its first picture: count the groups instead, 0, 1, 2, ...")
def positions_as_numbers(pictures, limit):
    numbers = find_twins(pictures, limit)
    return (numbers[:, None] == numbers).long().argmax(dim=1)


@mistake("find_twins", "Your numbers are made on the CPU, wherever the pictures are: pass device=pictures.device.")
def numbers_on_cpu(pictures, limit):
    return torch.tensor(find_twins(pictures, limit).tolist())


# ------------------------------------------------------------------ split_by_group


def shuffled(positions, generator):
    return positions[torch.randperm(len(positions), generator=generator).to(positions.device)]


def parts_of(groups, chosen, generator):
    """Return both parts, shuffled, where the groups for testing are chosen."""
    for_test = torch.isin(groups, chosen)
    return tuple(shuffled(torch.nonzero(part)[:, 0], generator) for part in (~for_test, for_test))


@mistake(
    "split_by_group",
    "You split the samples, as random_split does, so that groups are torn apart: draw whole groups for the test set.",
)
def samples_at_random(groups, test_fraction, generator):
    order = shuffled(torch.arange(len(groups), device=groups.device), generator)
    cut = round(test_fraction * len(groups))
    return order[cut:], order[:cut]


@mistake("split_by_group", "Your training set holds the test samples, too: leave the groups out that are for testing.")
def train_keeps_all(groups, test_fraction, generator):
    _, test = split_by_group(groups, test_fraction, generator)
    return shuffled(torch.arange(len(groups), device=groups.device), generator), test


@mistake(
    "split_by_group",
    "You took test_fraction of the groups, but they differ in size: add groups until there are enough samples.",
)
def fraction_of_groups(groups, test_fraction, generator):
    order = shuffled(groups.unique(), generator)
    return parts_of(groups, order[: round(test_fraction * len(order))], generator)


@mistake(
    "split_by_group",
    "You stop before the group that would make the test set too large: that group belongs to it, so that it is large enough.",
)
def stops_below(groups, test_fraction, generator):
    order = shuffled(groups.unique(), generator)
    sizes = (groups == order[:, None]).sum(dim=1)
    fits = sizes.cumsum(dim=0) <= test_fraction * len(groups)
    return parts_of(groups, order[fits], generator)


@mistake("split_by_group", "The samples of a group stand together in your parts: shuffle each part once more at the end.")
def one_group_after_the_other(groups, test_fraction, generator):
    parts = split_by_group(groups, test_fraction, generator)
    return tuple(part[groups[part].argsort()] for part in parts)


@mistake("split_by_group", "The groups with the smallest numbers are always for testing: shuffle the groups first.")
def first_groups(groups, test_fraction, generator):
    numbers, counts = groups.unique(return_counts=True)
    before = counts.cumsum(dim=0) - counts
    return parts_of(groups, numbers[before < test_fraction * len(groups)], generator)


@mistake("split_by_group", "Your positions are made on the CPU, wherever the groups are: move them with .to(groups.device).")
def positions_on_cpu(groups, test_fraction, generator):
    return split_by_group(groups.cpu(), test_fraction, generator)


# ------------------------------------------------------------------ SubsetWithTransform


@mistake(
    "SubsetWithTransform",
    "You set dataset.transform, which all views of the data set share: keep the transform in the view, and call it there.",
)
class SetsTransformOfDataset(Dataset):
    def __init__(self, dataset, indices, transform=None):
        self.dataset, self.indices = dataset, indices
        self.dataset.transform = transform

    def __len__(self):
        return len(self.indices)

    def __getitem__(self, i):
        return self.dataset[self.indices[i]]


@mistake("SubsetWithTransform", "You return sample i of the data set: the view's sample i is the one at indices[i].")
class IgnoresIndices(SubsetWithTransform):
    def __getitem__(self, i):
        x, label = self.dataset[i]
        return (x if self.transform is None else self.transform(x)), label


@mistake("SubsetWithTransform", "Your length is that of the whole data set: it is the number of indices.")
class LengthOfDataset(SubsetWithTransform):
    def __len__(self):
        return len(self.dataset)


@mistake("SubsetWithTransform", "You transformed the label, too: a transform is for x alone.")
class TransformsLabel(SubsetWithTransform):
    def __getitem__(self, i):
        x, label = super().__getitem__(i)
        return x, (label if self.transform is None else self.transform(label))


@mistake(
    "SubsetWithTransform",
    "You transformed all samples once, in __init__, so that each epoch sees the same ones: do it in __getitem__.",
)
class TransformedOnce(SubsetWithTransform):
    def __init__(self, dataset, indices, transform=None):
        super().__init__(dataset, indices, transform)
        self.samples = [SubsetWithTransform.__getitem__(self, i) for i in range(len(indices))]

    def __getitem__(self, i):
        return self.samples[i]


@mistake("SubsetWithTransform", "None cannot be called: with transform=None, return x as it is.", raises=True)
class CallsNone(SubsetWithTransform):
    def __getitem__(self, i):
        x, label = self.dataset[self.indices[i]]
        return self.transform(x), label


# ------------------------------------------------------------------ balanced_weights


@mistake("balanced_weights", "You return a weight for each class, but a sampler draws samples: index with labels.")
def weights_of_classes(labels):
    counts = labels.bincount().double()
    weights = torch.where(counts > 0, 1 / counts, 0.0)
    return weights / weights.sum()


@mistake("balanced_weights", "You weighted by frequency, so that frequent classes come even more often: take the inverse.")
def by_frequency(labels):
    weights = labels.bincount()[labels].double()
    return weights / weights.sum()


@mistake("balanced_weights", "Your weights are 1 / n: divide by the number of classes, too, so that they add up to 1.")
def one_over_count(labels):
    return 1 / labels.bincount()[labels].double()


@mistake("balanced_weights", "You counted numbers that no sample has as classes: P is the number of classes that occur.")
def all_numbers_counted(labels):
    counts = labels.bincount()
    return 1 / (len(counts) * counts[labels].double())


@mistake("balanced_weights", "Your weights are float32: make them float64, with .double() before you divide.")
def single_precision(labels):
    return balanced_weights(labels).float()


@mistake("balanced_weights", "Your weights are collected on the CPU, wherever the labels are: pass device=labels.device.")
def weights_on_cpu(labels):
    return torch.tensor(balanced_weights(labels).tolist(), dtype=torch.float64)


# ------------------------------------------------------------------ balanced_loader


def weights_for(labels):
    return 1 / labels.bincount()[labels].double()


@mistake(
    "balanced_loader",
    "You gave the sampler a weight for each class, so that it only draws the first few samples: it takes one for each sample.",
)
def one_weight_a_class(dataset, labels, batch_size, generator):
    sampler = WeightedRandomSampler(1 / labels.bincount().double(), len(labels), replacement=True, generator=generator)
    return DataLoader(dataset, batch_size=batch_size, sampler=sampler)


@mistake(
    "balanced_loader",
    "With replacement=False, N draws take each sample once and the classes stay as they were: draw with replacement.",
)
def without_replacement(dataset, labels, batch_size, generator):
    sampler = WeightedRandomSampler(weights_for(labels), len(labels), replacement=False, generator=generator)
    return DataLoader(dataset, batch_size=batch_size, sampler=sampler)


@mistake("balanced_loader", "Your epoch is as long as K times the largest class: num_samples is N.")
def up_to_the_largest(dataset, labels, batch_size, generator):
    counts = labels.bincount()
    sampler = WeightedRandomSampler(weights_for(labels), len(counts) * int(counts.max()), generator=generator)
    return DataLoader(dataset, batch_size=batch_size, sampler=sampler)


@mistake(
    "balanced_loader", "The sampler has no generator of its own, so that nobody can repeat your draws: pass it generator=."
)
def without_generator(dataset, labels, batch_size, generator):
    sampler = WeightedRandomSampler(weights_for(labels), len(labels), replacement=True)
    return DataLoader(dataset, batch_size=batch_size, sampler=sampler)


@mistake("balanced_loader", "You drew once and repeat that in each epoch: hand the sampler to the DataLoader, not its draws.")
def drawn_once(dataset, labels, batch_size, generator):
    sampler = WeightedRandomSampler(weights_for(labels), len(labels), replacement=True, generator=generator)
    return DataLoader(dataset, batch_size=batch_size, sampler=list(sampler))


@mistake(
    "balanced_loader",
    "A DataLoader takes shuffle=True or a sampler, not both: the sampler draws at random already.",
    raises=True,
)
def shuffled_as_well(dataset, labels, batch_size, generator):
    sampler = WeightedRandomSampler(weights_for(labels), len(labels), replacement=True, generator=generator)
    return DataLoader(dataset, batch_size=batch_size, shuffle=True, sampler=sampler)


# ------------------------------------------------------------------ pad_collate


def collated(batch, size):
    """Return a batch whose sequences are padded, or cut, to one size."""
    sequences = [sequence[:size] for sequence, _ in batch]
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    padded = torch.stack([torch.cat([s, torch.zeros(size - len(s), s.shape[1])]) for s in sequences])
    return padded, lengths, torch.tensor([label for _, label in batch]), torch.arange(size) < lengths[:, None]


@mistake("pad_collate", "You padded to a length that is always the same: T is that of the longest sequence of this batch.")
def fixed_length(batch):
    return collated(batch, 100)


@mistake("pad_collate", "You cut the sequences to the shortest one: pad them to the longest, so that nothing is lost.")
def cut_to_shortest(batch):
    return collated(batch, min(len(sequence) for sequence, _ in batch))


@mistake("pad_collate", "Your batch has time first, as pad_sequence gives it: pass batch_first=True.")
def time_first(batch):
    _, *others = pad_collate(batch)
    return pad_sequence([sequence for sequence, _ in batch]), *others


@mistake("pad_collate", "Your mask is inverted: it is True where a sequence is, and False where padding is.")
def mask_of_padding(batch):
    *others, mask = pad_collate(batch)
    return *others, ~mask


@mistake("pad_collate", "Your mask takes steps of zeros for padding: compute it from the lengths, not from the values.")
def mask_from_values(batch):
    padded, lengths, labels, _ = pad_collate(batch)
    return padded, lengths, labels, (padded != 0).any(dim=2)


@mistake("pad_collate", "You measured the lengths after padding, where all are T: measure each sequence before.")
def lengths_after_padding(batch):
    padded, _, labels, mask = pad_collate(batch)
    return padded, torch.full((len(batch),), padded.shape[1]), labels, mask


@mistake("pad_collate", "Your labels are floats, but cross_entropy takes class numbers, int64: make them with torch.tensor.")
def float_labels(batch):
    padded, lengths, labels, mask = pad_collate(batch)
    return padded, lengths, labels.float(), mask


# ------------------------------------------------------------------ training_statistics


def pixels_of(dataset, indices):
    """Return the pixels of each training picture, shape (C, H_j * W_j)."""
    return [dataset[j][0].flatten(1) for j in indices.tolist()]


@mistake(
    "training_statistics",
    "You measured all pictures, with those for testing: go through indices, which are the training pictures.",
)
def of_all_pictures(dataset, indices):
    return training_statistics(dataset, torch.arange(len(dataset)))


@mistake(
    "training_statistics",
    "Your mean is the mean of the pictures' means, but they differ in size: add up all pixels, and divide once.",
)
def mean_of_means(dataset, indices):
    means = [pixels.mean(dim=1) for pixels in pixels_of(dataset, indices)]
    return torch.stack(means).mean(dim=0), training_statistics(dataset, indices)[1]


@mistake(
    "training_statistics",
    "You averaged the pictures' deviations, but some pictures are brighter than others: take all pixels at once.",
)
def mean_of_deviations(dataset, indices):
    deviations = [pixels.std(dim=1, correction=0) for pixels in pixels_of(dataset, indices)]
    return training_statistics(dataset, indices)[0], torch.stack(deviations).mean(dim=0)


@mistake("training_statistics", "You measured all channels together: each has a mean and a deviation of its own.")
def one_for_all_channels(dataset, indices):
    pixels = torch.cat(pixels_of(dataset, indices), dim=1)
    return tuple(value.expand(len(pixels)).clone() for value in (pixels.mean(), pixels.std(correction=0)))


@mistake("training_statistics", "std() divides by one less than the number of pixels unless you say correction=0.")
def sample_deviation(dataset, indices):
    pixels = torch.cat(pixels_of(dataset, indices), dim=1)
    return pixels.mean(dim=1), pixels.std(dim=1)


# ------------------------------------------------------------------ evaluate_all


def right_of(model, x, labels):
    """Return how many predictions are right, asked in the right way."""
    was_training = model.training
    model.eval()
    with torch.no_grad():
        right = int((model(x).argmax(dim=1) == labels).sum())
    model.train(was_training)
    return right


@mistake(
    "evaluate_all",
    "drop_last=True loses the samples of a last batch that is not full: leave it out where you evaluate.",
)
def last_batch_dropped(model, dataset, batch_size):
    loader = DataLoader(dataset, batch_size=batch_size, drop_last=True)
    return sum(right_of(model, x, labels) for x, labels in loader) / (batch_size * len(loader))


@mistake(
    "evaluate_all",
    "You averaged the accuracies of batches, so that samples of a small last batch count more: add up, and divide by N once.",
)
def mean_of_batches(model, dataset, batch_size):
    loader = DataLoader(dataset, batch_size=batch_size)
    return sum(right_of(model, x, labels) / len(labels) for x, labels in loader) / len(loader)


@mistake(
    "evaluate_all",
    "You gave the model all samples at once, which the memory may not hold: give it at most batch_size at a time.",
)
def all_at_once(model, dataset, batch_size):
    x, labels = next(iter(DataLoader(dataset, batch_size=len(dataset))))
    return right_of(model, x, labels) / len(dataset)


@mistake("evaluate_all", "You asked in training mode, where dropout and batch norm act otherwise: call model.eval() first.")
@torch.no_grad()
def in_training_mode(model, dataset, batch_size):
    right = sum(int((model(x).argmax(dim=1) == y).sum()) for x, y in DataLoader(dataset, batch_size=batch_size))
    return right / len(dataset)


@mistake("evaluate_all", "You asked with gradients on, which keeps a graph for nothing: put torch.no_grad() around the loop.")
def with_gradients(model, dataset, batch_size):
    was_training = model.training
    model.eval()
    right = sum(int((model(x).argmax(dim=1) == y).sum()) for x, y in DataLoader(dataset, batch_size=batch_size))
    model.train(was_training)
    return right / len(dataset)


@mistake("evaluate_all", "You left the model in evaluation mode: remember model.training, and put it back at the end.")
def left_in_eval(model, dataset, batch_size):
    model.eval()
    return evaluate_all(model, dataset, batch_size)


@mistake("evaluate_all", "You always end in training mode: put back the mode that the model was in.")
def always_training(model, dataset, batch_size):
    accuracy = evaluate_all(model, dataset, batch_size)
    model.train()
    return accuracy
