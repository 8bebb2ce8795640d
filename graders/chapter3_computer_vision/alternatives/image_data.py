"""Unusual but right versions of the tasks in chapter3_computer_vision/image_data."""

from pathlib import Path

import numpy as np
import torch
from torch.utils.data import BatchSampler, DataLoader, Dataset, RandomSampler, Sampler, TensorDataset
from torchvision import datasets
from torchvision.transforms import v2

from learn.variants import alternative

# ------------------------------------------------------------------ pictures_to_tensors


@alternative("pictures_to_tensors", "a channel at a time, in float64")
def channel_by_channel(pictures):
    channels = [pictures] if pictures.ndim == 3 else pictures.unbind(-1)
    return torch.stack([channel.double().div(255) for channel in channels], dim=1).float()


@alternative("pictures_to_tensors", "einsum, and a table of the 256 values")
def by_table(pictures):
    table = torch.arange(256, device=pictures.device) / 255
    values = table[pictures.long()]
    return torch.einsum("nhwc->nchw", values) if values.dim() == 4 else values.unsqueeze(1)


# ------------------------------------------------------------------ pixel_statistics


@alternative("pixel_statistics", "all batches together")
def all_at_once(batches):
    variance, mean = torch.var_mean(torch.cat(list(batches)), dim=(0, 2, 3), correction=0)
    return mean, variance.sqrt()


@alternative("pixel_statistics", "one pass: sums of pixels and of their squares, in float64")
def one_pass(batches):
    count, total, squares = 0, 0, 0
    for batch in batches:
        pixels = batch.transpose(0, 1).flatten(1).double()
        count, total, squares = count + pixels.shape[1], total + pixels.sum(1), squares + pixels.square().sum(1)
    mean = total / count
    return mean.float(), (squares / count - mean**2).sqrt().float()


# ------------------------------------------------------------------ PairDataset


@alternative("PairDataset", "a list of pairs, and a transform that does nothing by default")
class Listed(Dataset):
    def __init__(self, images, labels, transform=None):
        self.pairs = list(zip(images, labels.tolist(), strict=True))
        self.transform = transform or (lambda image: image)

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, index):
        image, label = self.pairs[index]
        return self.transform(image), label


@alternative("PairDataset", "a TensorDataset with more to it")
class OnTop(TensorDataset):
    def __init__(self, images, labels, transform=None):
        super().__init__(images, labels)
        self.transform = transform

    def __getitem__(self, index):
        if not 0 <= index < len(self):
            raise IndexError(index)
        image, label = super().__getitem__(index)
        return (self.transform(image) if self.transform else image), label.item()


# ------------------------------------------------------------------ make_loaders


@alternative("make_loaders", "samplers of random positions and of batches")
def by_samplers(train_set, test_set, batch_size, generator):
    positions = BatchSampler(RandomSampler(train_set, generator=generator), batch_size, drop_last=False)
    return DataLoader(train_set, batch_sampler=positions), DataLoader(test_set, batch_size=batch_size, drop_last=False)


class Permuted(Sampler):
    def __init__(self, count, generator):
        self.count, self.generator = count, generator

    def __len__(self):
        return self.count

    def __iter__(self):
        return iter(torch.rand(self.count, generator=self.generator).argsort().tolist())


@alternative("make_loaders", "a sampler of one's own, and the generator for both loaders")
def own_sampler(train_set, test_set, batch_size, generator):
    train_loader = DataLoader(train_set, batch_size, sampler=Permuted(len(train_set), generator))
    return train_loader, DataLoader(test_set, batch_size, shuffle=False, generator=generator, num_workers=0)


# ------------------------------------------------------------------ fashion_datasets


@alternative("fashion_datasets", "the second version of transforms, after one look at the files")
def by_version_two(root):
    if not (Path(root) / "FashionMNIST").exists():
        raise RuntimeError("no FashionMNIST here")
    transform = v2.Compose([v2.ToImage(), v2.ToDtype(torch.float32, scale=True)])
    train = datasets.FashionMNIST(root=str(root), transform=transform)
    return train, datasets.FashionMNIST(str(root), train=False, transform=transform)


class Scaled(Dataset):
    def __init__(self, stored):
        self.images = torch.from_numpy(stored.data.numpy().astype(np.float32) / 255).unsqueeze(1)
        self.labels = stored.targets.tolist()

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return self.images[index], self.labels[index]


@alternative("fashion_datasets", "scales all pictures at once")
def all_scaled(root):
    return tuple(Scaled(datasets.FashionMNIST(root, train=train)) for train in (True, False))
