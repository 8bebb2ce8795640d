"""Unusual but right versions of the tasks in chapter4_custom_datasets/augmentation."""

import numpy as np
import torch
from torch import nn
from torch.utils.data import Dataset
from torchvision.transforms import v2

from learn.variants import alternative


@alternative("flip_pair", "a columns' order for both, from a Bernoulli number")
def by_order(image, mask, p, generator):
    moved = bool(torch.bernoulli(torch.tensor(p), generator=generator))
    columns = list(range(mask.shape[1]))
    columns = columns[::-1] if moved else columns
    return image[:, :, columns], mask[:, columns]


@alternative("flip_pair", "the mask rides along as one more channel, and a whole number is the coin")
def as_a_channel(image, mask, p, generator):
    below = int(torch.randint(2**30, (1,), generator=generator)) < p * 2**30
    stacked = torch.cat([image.double(), mask[None].double()])
    stacked = torch.from_numpy(np.flip(stacked.numpy(), 2 if below else ()).copy())
    return stacked[:-1].to(image.dtype), stacked[-1].to(mask.dtype)


@alternative("random_crop", "a position among all windows, which unfold makes")
def by_unfold(image, size, generator, padding=0):
    c, h, w = image.shape
    padded = image.new_zeros(c, h + 2 * padding, w + 2 * padding)
    padded[:, padding : padding + h, padding : padding + w] = image
    if any(part > full for part, full in zip(size, padded.shape[1:], strict=True)):
        raise ValueError("too large")
    windows = padded.unfold(1, size[0], 1).unfold(2, size[1], 1).flatten(1, 2)
    return windows[:, torch.randint(windows.shape[1], (1,), generator=generator)[0]].clone()


@alternative("random_crop", "two shuffled lists of rows and columns, column first")
def by_permutation(image, size, generator, padding=0):
    padded = torch.constant_pad_nd(image, (padding, padding, padding, padding))
    counts = [full - part + 1 for full, part in zip(padded.shape[1:], size, strict=True)]
    if min(counts) <= 0:
        raise ValueError("too large")
    left, top = (torch.randperm(n, generator=generator)[0] for n in reversed(counts))
    rows, columns = top + torch.arange(size[0]), left + torch.arange(size[1])
    return padded[:, rows[:, None], columns]


@alternative("jitter", "one picture after the other, contrast first, in float64")
def one_by_one(images, brightness, contrast, generator):
    results = []
    for image in images.double():
        c = 1 + contrast * (2 * torch.rand(1, generator=generator).item() - 1)
        b = 1 + brightness * (2 * torch.rand(1, generator=generator).item() - 1)
        results.append((image * c + image.mean() * (1 - c)) * b)
    return torch.stack(results).float().clip(0.0, 1.0)


@alternative("jitter", "uniform_ for all factors, and lerp from the mean")
def by_lerp(images, brightness, contrast, generator):
    n = images.shape[0]
    b = torch.empty(n).uniform_(1 - brightness, 1 + brightness, generator=generator)
    c = torch.empty(n).uniform_(1 - contrast, 1 + contrast, generator=generator)
    b, c = (factor.to(images)[:, None, None, None] for factor in (b, c))
    mean = images.reshape(n, -1).mean(1)[:, None, None, None].expand_as(images)
    return torch.minimum(torch.maximum(b * mean.lerp(images, c.expand_as(images)), images.new_zeros(())), images.new_ones(()))


@alternative("Normalise", "a factor and an offset for each channel, with dimensions made in each call")
class Affine(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("factor", 1 / std)
        self.register_buffer("offset", -mean / std)

    def forward(self, images):
        floats = images.float() / (1 if images.is_floating_point() else 255)
        return (floats.movedim(-3, -1) * self.factor + self.offset).movedim(-1, -3)

    def inverse(self, z):
        return ((z.movedim(-3, -1) - self.offset) / self.factor).movedim(-1, -3)


@alternative("Normalise", "one channel after the other, from one buffer, and torchvision's functions")
class ByChannel(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("statistics", torch.stack([mean, std], dim=1))

    def forward(self, images):
        floats = v2.functional.to_dtype(images, torch.float32, scale=True)
        channels = [(channel - m) / s for channel, (m, s) in zip(floats.unbind(-3), self.statistics, strict=True)]
        return torch.stack(channels, dim=-3)

    def inverse(self, z):
        mean, std = self.statistics.unbind(dim=1)
        return torch.addcmul(mean.view(-1, 1, 1), z, std.view(-1, 1, 1))


@alternative("make_transforms", "TrivialAugment, a crop of a padded picture, floats before resizing")
def trivial(size, mean, std):
    to_floats = [v2.ToImage(), v2.ToDtype(torch.float32, scale=True)]
    train = [
        v2.TrivialAugmentWide(),
        *to_floats,
        v2.Resize(size),
        v2.RandomCrop(size, padding=2),
        v2.RandomHorizontalFlip(0.5),
    ]
    test = [*to_floats, v2.Resize(size), v2.CenterCrop(size)]
    return tuple(v2.Compose([*steps, v2.Normalize(mean=mean, std=std)]) for steps in (train, test))


@alternative("make_transforms", "functions of tensors, cropped by hand")
def by_hand(size, mean, std):
    def end(picture):
        return (picture / 255 - torch.tensor(mean)[:, None, None]) / torch.tensor(std)[:, None, None]

    def train(picture):
        top, left = (int(torch.randint(full - size + 1, ())) for full in picture.shape[1:])
        picture = picture[:, top : top + size, left : left + size]
        return end(picture.flip(2) if torch.rand(()) < 0.5 else picture)

    def test(picture):
        _, h, w = picture.shape
        shorter = min(h, w)
        top, left = (h - shorter) // 2, (w - shorter) // 2
        square = picture[None, :, top : top + shorter, left : left + shorter].float()
        resized = nn.functional.interpolate(square, size=(size, size), mode="bilinear", antialias=True)
        return end(resized[0])

    return train, test


@alternative("AugmentedDataset", "no Dataset at all, and reads image and label one after the other")
class Plain:
    def __init__(self, dataset, transform):
        self.parts = dataset, transform

    def __len__(self):
        return self.parts[0].__len__()

    def __getitem__(self, index):
        dataset, transform = self.parts
        return transform(dataset[index][0]), dataset[index][1]


@alternative("AugmentedDataset", "functions that are made once and called at each access")
class Closures(Dataset):
    def __init__(self, dataset, transform):
        self.count = lambda: len(dataset)
        self.sample = lambda index: (transform(dataset[index][0]), *dataset[index][1:])

    def __len__(self):
        return self.count()

    def __getitem__(self, index):
        return self.sample(index)


@alternative("broken_labels", "one picture at a time, in Python sets")
def picture_by_picture(images, labels, augmentations, classify):
    broken = {name: set() for name in augmentations}
    for image, label in zip(images.split(1), labels.tolist(), strict=True):
        if int(classify(image)) != label:
            continue
        for name, augment in augmentations.items():
            if int(classify(augment(image))) != label:
                broken[name].add(label)
    return {name: sorted(found) for name, found in broken.items()}


@alternative("broken_labels", "all augmented batches in one, and counts of each label")
def by_counts(images, labels, augmentations, classify):
    batches = [images, *(augment(images) for augment in augmentations.values())]
    first, *answers = classify(torch.cat(batches)).chunk(len(batches))
    broken = {}
    for name, answer in zip(augmentations, answers, strict=True):
        counts = torch.bincount(labels, weights=((first == labels) & (answer != labels)).double())
        broken[name] = [int(k) for k in counts.nonzero()[:, 0]]
    return broken
