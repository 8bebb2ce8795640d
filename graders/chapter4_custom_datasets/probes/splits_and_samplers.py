"""Probes for chapter4_custom_datasets/splits_and_samplers: data sets, loaders and models cannot travel, what they give can."""

import torch
from torch import nn
from torch.utils.data import TensorDataset

from learn.worker.modules import Telltale, filled
from learn.worker.samples import Samples


def splits(exercise, groups, test_fraction, seeds):
    """Return several splits, one after the other, drawn with generators of these seeds."""
    return [exercise.split_by_group(groups, test_fraction, torch.Generator().manual_seed(seed)) for seed in seeds]


def all_positions(exercise, groups, test_fraction, seed):
    """Return the positions of both parts of a split, sorted."""
    return torch.cat(splits(exercise, groups, test_fraction, [seed])[0]).sort().values


def seen(view, count):
    """Return the first samples of a view: what x is, and what the labels are."""
    pairs = [view[i] for i in range(count)]
    return {"x": [x for x, _ in pairs], "labels": [label for _, label in pairs]}


def one_view(exercise, x, labels, indices, factor):
    """Return the samples of a view that multiplies, and its length."""
    pairs = list(zip(x, labels, strict=True))  # a data set without an attribute ``transform``
    view = exercise.SubsetWithTransform(pairs, indices, lambda one: one * factor)
    return seen(view, len(indices)) | {"length": len(view)}


def two_views(exercise, x, labels, train, test, factor):
    """Return the samples of two views of a data set, of which the first multiplies, and then those of the data set."""
    data = Samples(x, labels)
    first = exercise.SubsetWithTransform(data, train, lambda one: one * factor)
    second = exercise.SubsetWithTransform(data, test)
    return {
        "the training view": seen(first, len(train))["x"],
        "the test view": seen(second, len(test))["x"],
        "the data set": seen(data, len(data))["x"],
    }


def asked_again(exercise, x, labels, indices, times):
    """Return what a view gives that is asked for its first sample again and again; its transform adds how often it ran."""
    calls = []

    def count(one):
        calls.append(one)
        return one + len(calls)

    view = exercise.SubsetWithTransform(Samples(x, labels), indices, count)
    return [view[0][0] for _ in range(times)]


def epochs_of(exercise, x, labels, batch_size, seeds, epochs):
    """Return what loaders with generators of these seeds give: for each seed and epoch, a pair ``(x, labels)`` a batch."""
    loaders = [
        exercise.balanced_loader(TensorDataset(x, labels), labels, batch_size, torch.Generator().manual_seed(seed))
        for seed in seeds
    ]
    return [[[tuple(batch) for batch in loader] for _ in range(epochs)] for loader in loaders]


def statistics(exercise, images, indices):
    """Return the statistics of a data set of these images."""
    return exercise.training_statistics(Samples(images, [0] * len(images)), indices)


class Narrow(nn.Module):
    """Leaves batches of at most so many samples as they are, and turns the sign of larger ones."""

    def __init__(self, most):
        super().__init__()
        self.most = most

    def forward(self, x):
        return x if len(x) <= self.most else -x


LAYERS = {
    "identity": lambda _: nn.Identity(),
    "batch norm": lambda _: nn.BatchNorm1d(1, affine=False),
    "telltale": lambda _: Telltale(),
    "narrow": Narrow,
}


def evaluated(exercise, layer, values, x, labels, batch_size, *, training=True):
    """Return the accuracy of a model (a layer, then a linear one with these values), and what it makes of x afterwards."""
    model = nn.Sequential(LAYERS[layer](batch_size), nn.Linear(values[0].shape[1], len(values[1])))
    model = filled(model, values).train(training)
    accuracy = exercise.evaluate_all(model, TensorDataset(x, labels), batch_size)
    return {"accuracy": accuracy, "afterwards": model(x).detach()}
