"""Probes for chapter3_computer_vision/image_data: data sets, loaders and files are made here, and read."""

from itertools import islice

import torch
from torch.utils.data import TensorDataset

from learn.worker.folders import unpacked

# ------------------------------------------------------------------ PairDataset


def items(exercise, images, labels):
    """Return each item of a data set without a transform."""
    pairs = exercise.PairDataset(images, labels)
    return [pairs[i] for i in range(len(labels))]


def transformed_items(exercise, images, labels):
    """Return each item of a data set whose transform doubles and adds one, its label as a plain number."""
    pairs = exercise.PairDataset(images, labels, lambda image: 2 * image + 1)
    return [(image, int(label)) for image, label in (pairs[i] for i in range(len(labels)))]


def asked_again(exercise, images, labels, order):
    """Return the images at these positions, where the transform adds how often it has been called."""
    calls = []

    def numbered(image):
        calls.append(1)
        return image + len(calls)

    pairs = exercise.PairDataset(images, labels, numbered)
    return [pairs[i][0] for i in order]


def length(exercise, images, labels):
    """Return the length of a data set."""
    return len(exercise.PairDataset(images, labels))


def looped(exercise, images, labels):
    """Return the images that a loop over a data set meets, and stop the loop if it goes on for too long."""
    return [item[0] for item in islice(exercise.PairDataset(images, labels), 2 * len(labels))]


# ------------------------------------------------------------------ make_loaders


def numbered_set(first, count):
    """Return a data set whose samples are numbered: their labels, and their one pixel."""
    numbers = torch.arange(first, first + count)
    return TensorDataset(numbers.float().reshape(-1, 1, 1, 1), numbers)


def read(loader):
    """Return the batches of one epoch, as lists of numbers, and whether images and labels belong together."""
    batches = [(images.flatten().tolist(), labels.flatten().tolist()) for images, labels in loader]
    return {"batches": [labels for _, labels in batches], "together": all(images == labels for images, labels in batches)}


def epochs(exercise, train_size, test_size, batch_size, seeds):
    """Make loaders with a generator of each seed, and read both twice.  Test samples are numbered from 100 on."""
    train_set, test_set = numbered_set(0, train_size), numbered_set(100, test_size)
    seen = []
    for seed in seeds:
        loaders = exercise.make_loaders(train_set, test_set, batch_size, torch.Generator().manual_seed(seed))
        train_loader, test_loader = loaders
        first = read(train_loader), read(test_loader)
        second = read(train_loader), read(test_loader)
        seen.append({"train": [first[0], second[0]], "test": [first[1], second[1]]})
    return seen


# ------------------------------------------------------------------ fashion_datasets


def clothes(exercise, files):
    """Return all items of both data sets."""
    with unpacked(files) as root:
        train, test = exercise.fashion_datasets(root)
        return {name: [part[i] for i in range(len(part))] for name, part in [("train", train), ("test", test)]}


def without_files(exercise):
    """Ask for the data sets in an empty folder; tell whether that raises a RuntimeError, and what is in the folder then."""
    with unpacked({}) as root:
        try:
            exercise.fashion_datasets(root)
        except NotImplementedError:  # it is a RuntimeError, too
            raise
        except RuntimeError:
            raised = True
        else:
            raised = False
        return {"raised": raised, "left": sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))}
