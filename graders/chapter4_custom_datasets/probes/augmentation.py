"""Probes for chapter4_custom_datasets/augmentation: generators, transforms and data sets cannot travel, what they make can."""

import random

import numpy as np
import torch
from torch.utils.data import Subset

from learn.worker.samples import Samples


def together(results):
    """Return tensors of equal shapes and dtypes as one tensor, which travels faster, and anything else as it is."""
    results = [plain(result) for result in results]
    alike = all(isinstance(result, torch.Tensor) for result in results)
    if alike and len({(result.shape, result.dtype, result.device) for result in results}) == 1:
        return torch.stack(results).detach()
    return results


def plain(value):
    """Return a tensor as a plain one, whatever torchvision calls it, and everything else as it is."""
    return value.as_subclass(torch.Tensor) if isinstance(value, torch.Tensor) else value


def flipped(exercise, image, mask, p, seeds, count):
    """Return, for each seed, the images and the masks of ``count`` calls in a row, or None where one was no pair."""
    found = []
    for seed in seeds:
        generator = torch.Generator().manual_seed(seed)
        pairs = [exercise.flip_pair(image.clone(), mask.clone(), p, generator) for _ in range(count)]
        are_pairs = all(isinstance(pair, tuple | list) and len(pair) == 2 for pair in pairs)
        found.append([together(parts) for parts in zip(*pairs, strict=True)] if are_pairs else None)
    return found


def flipped_again(exercise, image, mask, seed):
    """Mirror the same picture and mask twice, and return copies of both results."""
    generator = torch.Generator().manual_seed(seed)
    results = []
    for _ in range(2):
        pair = exercise.flip_pair(image, mask, 1.0, generator)
        results.append([part.clone() for part in pair])
    return results


def crops(exercise, image, size, seeds, count, padding=None):
    """Return, for each seed, what ``count`` calls in a row cut out of a picture."""
    found = []
    more = {} if padding is None else {"padding": padding}
    for seed in seeds:
        generator = torch.Generator().manual_seed(seed)
        found.append(together([exercise.random_crop(image, size, generator, **more) for _ in range(count)]))
    return found


def refused(exercise, image, size, padding, seed):
    """Tell whether a crop raises ValueError."""
    try:
        exercise.random_crop(image, size, torch.Generator().manual_seed(seed), padding=padding)
    except ValueError:
        return True
    return False


def jittered(exercise, images, brightness, contrast, seeds):
    """Return, for each seed, what becomes of a copy of a batch of pictures."""
    return [exercise.jitter(images.clone(), brightness, contrast, torch.Generator().manual_seed(seed)) for seed in seeds]


def jittered_again(exercise, images, brightness, contrast, seed):
    """Change the same batch of pictures twice, with the same random numbers, and return copies of both results."""
    return [exercise.jitter(images, brightness, contrast, torch.Generator().manual_seed(seed)).clone() for _ in range(2)]


def normalised(exercise, mean, std, batches):
    """Return what one normaliser makes of each of several batches."""
    normalise = exercise.Normalise(mean, std)
    return [normalise(images) for images in batches]


def undone(exercise, mean, std, batches):
    """Return what the inverse of one normaliser makes of each of several batches."""
    normalise = exercise.Normalise(mean, std)
    return [normalise.inverse(z) for z in batches]


def normalised_again(exercise, mean, std, images, z):
    """Return what becomes of the same tensors in a first and in a second call, there and back."""
    normalise = exercise.Normalise(mean, std)
    first = [normalise(images).clone(), normalise.inverse(z).clone()]
    return [first, [normalise(images), normalise.inverse(z)]]


def pulled_back(exercise, mean, std, images, z, upstream):
    """Send gradients back through both methods, then take a step with each parameter that has got a gradient.

    Returns the gradients of the pictures, and what the normaliser makes of the pictures before and after the step.
    """
    normalise = exercise.Normalise(mean, std)
    gradients = []
    for method, given in ((normalise, images), (normalise.inverse, z)):
        leaf = given.clone().requires_grad_()
        result = method(leaf)
        if result.requires_grad:
            result.backward(upstream)
        gradients.append(leaf.grad)
    with torch.no_grad():
        before = normalise(images.clone()).clone()
        for parameter in normalise.parameters():
            if parameter.grad is not None:
                parameter += 1
        return {"gradients": gradients, "before": before, "after": normalise(images.clone())}


def transformed(exercise, part, size, mean, std, pictures, count):
    """Return what ``count`` calls of a transform make of each picture; part 0 is for training, 1 for testing."""
    transform = exercise.make_transforms(size, mean, std)[part]
    return [together([transform(picture.clone()) for _ in range(count)]) for picture in pictures]


def samples(exercise, images, labels, indices):
    """Return the length of an augmented data set, and some of its samples; the transform is always the same."""
    augmented = exercise.AugmentedDataset(list(zip(images, labels, strict=True)), lambda image: image * 2 + 1)
    return {"length": len(augmented), "samples": [augmented[index] for index in indices]}


class Counting:
    """A transform that adds to an image how often it was called."""

    def __init__(self):
        self.calls = 0

    def __call__(self, image):
        self.calls += 1
        return image + self.calls


def counted(exercise, images, labels, indices):
    """Return the images of some samples; the n-th call of the transform adds n."""
    augmented = exercise.AugmentedDataset(list(zip(images, labels, strict=True)), Counting())
    return [augmented[index][0] for index in indices]


def replaced(exercise, images, labels, new):
    """Put other samples into a data set that is already wrapped, and return all of them."""
    dataset = list(zip(images, labels, strict=True))
    augmented = exercise.AugmentedDataset(dataset, lambda image: image * 2 + 1)
    for index, sample in enumerate(zip(new, labels[::-1], strict=True)):
        dataset[index] = sample
    return [augmented[index] for index in range(len(dataset))]


def noise(image):
    """Add a random number of torch's, one of NumPy's and one of Python's to an image of three numbers."""
    drawn = [torch.rand((), dtype=torch.float64).item(), np.random.rand(), random.random()]  # noqa: NPY002, S311
    return image + torch.tensor(drawn, dtype=torch.float64)


def noisy(exercise, image, length, epochs):
    """Return what random noise makes of equal images, several times from the first to the last: a tensor for each access."""
    augmented = exercise.AugmentedDataset([(image, 0)] * length, noise)
    return [augmented[index][0] for _ in range(epochs) for index in range(length)]


def split(exercise, images, labels, first, second):
    """Wrap one part of a data set, and return the samples of both parts."""
    base = Samples(images, labels)
    train, test = Subset(base, first), Subset(base, second)
    augmented = exercise.AugmentedDataset(train, lambda image: image * 2 + 1)
    return {
        "augmented part": [augmented[index] for index in range(len(first))],
        "other part": [test[index] for index in range(len(second))],
    }


AUGMENTATIONS = {
    "nothing": lambda batch: batch.clone(),
    "mirror": lambda batch: batch.flip(3),
    "upside down": lambda batch: batch.flip(2),
    "half turn": lambda batch: batch.flip(2, 3),
}


def broken(exercise, images, labels, names, templates, classes):
    """Return which labels some augmentations break, as judged by the class of the nearest template."""

    def classify(batch):
        if len(batch) == 0:
            raise ValueError("classify takes a batch of at least one picture")
        distances = (batch[:, None].double() - templates.double()).square().flatten(2).sum(dim=2)
        return classes[distances.argmin(dim=1)]

    return exercise.broken_labels(images, labels, {name: AUGMENTATIONS[name] for name in names}, classify)
