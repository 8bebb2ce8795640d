"""Plausible wrong versions of the tasks in chapter3_computer_vision/image_data.

A wrong ``PairDataset`` takes over what is right and replaces one method.
"""

from pathlib import Path

import torch
from image_data import PairDataset, fashion_datasets, make_loaders, pictures_to_tensors, pixel_statistics
from torch.utils.data import DataLoader, Subset
from torchvision import datasets, transforms

from learn.variants import mistake
from learn.worker.refusals import NO_WORKERS, NotAvailableError

# ------------------------------------------------------------------ pictures_to_tensors


def channels_first(pictures):
    """Return the right values of pixels in the right shape, uint8."""
    return pictures[:, None] if pictures.dim() == 3 else pictures.permute(0, 3, 1, 2)


@mistake(
    "pictures_to_tensors",
    "reshape cuts the same row of numbers into other pieces, which mixes up colours and pixels: permute moves dimensions.",
)
def reshaped(pictures):
    n, h, w = pictures.shape[:3]
    return pictures.reshape(n, -1, h, w).float() / 255


@mistake("pictures_to_tensors", "Your values still go up to 255: divide by 255 after casting to float.")
def not_divided(pictures):
    return channels_first(pictures).float()


@mistake("pictures_to_tensors", "You divided by 255 twice, so that everything is almost black: once is enough.")
def divided_twice(pictures):
    return pictures_to_tensors(pictures) / 255


@mistake(
    "pictures_to_tensors",
    "You divided by the brightest pixel that there is, so that a dark picture comes out bright: divide by 255.",
)
def divided_by_maximum(pictures):
    return channels_first(pictures).float() / pictures.max()


@mistake("pictures_to_tensors", "You divided whole numbers, which cuts off everything below 1: cast to float first.")
def divided_before_casting(pictures):
    return (channels_first(pictures) // 255).float()


@mistake(
    "pictures_to_tensors",
    "Grey pictures have one channel, and need a dimension for it: unsqueeze(1) makes (N, 1, H, W) of (N, H, W).",
)
def no_channel(pictures):
    return pictures.float() / 255 if pictures.dim() == 3 else pictures_to_tensors(pictures)


@mistake("pictures_to_tensors", "Your result is made on the CPU, wherever the pictures are: pass device=pictures.device.")
def result_on_cpu(pictures):
    n, h, w = pictures.shape[:3]
    channels = 1 if pictures.dim() == 3 else 3
    result = torch.zeros(n, channels, h, w)
    for c in range(channels):
        result[:, c] = (pictures if channels == 1 else pictures[..., c]) / 255
    return result


# ------------------------------------------------------------------ pixel_statistics


@mistake(
    "pixel_statistics",
    "You averaged the batches' means, so that pixels of a small batch count more: divide the sum of all pixels by how many.",
)
def mean_of_means(batches):
    return torch.stack([batch.mean(dim=(0, 2, 3)) for batch in batches]).mean(dim=0), pixel_statistics(batches)[1]


@mistake(
    "pixel_statistics",
    "You averaged the batches' deviations, which leaves out how far their means are apart: measure from the overall mean.",
)
def mean_of_deviations(batches):
    deviations = [batch.std(dim=(0, 2, 3), correction=0) for batch in batches]
    return pixel_statistics(batches)[0], torch.stack(deviations).mean(dim=0)


@mistake("pixel_statistics", "std() divides by one less than the number of pixels, unless you say correction=0.")
def sample_deviation(batches):
    pixels = torch.cat([batch.transpose(0, 1).flatten(1) for batch in batches], dim=1)
    return pixels.mean(dim=1), pixels.std(dim=1)


@mistake(
    "pixel_statistics",
    "You averaged over the channels too: each has a mean and a deviation of its own, dim=(0, 2, 3).",
)
def channels_together(batches):
    pixels, channels = torch.cat(batches), batches[0].shape[1]
    return pixels.mean().expand(channels).clone(), pixels.std(correction=0).expand(channels).clone()


@mistake("pixel_statistics", "Your totals start on the CPU, wherever the batches are: pass device=batches[0].device.")
def totals_on_cpu(batches):
    total, squares = torch.zeros(batches[0].shape[1]), torch.zeros(batches[0].shape[1])
    count = 0
    for batch in batches:
        total += batch.sum(dim=(0, 2, 3))
        squares += (batch**2).sum(dim=(0, 2, 3))
        count += batch.numel() // batch.shape[1]
    mean = total / count
    return mean, (squares / count - mean**2).sqrt()


# ------------------------------------------------------------------ PairDataset


@mistake("PairDataset", "You transformed the label, too: the transform is for the image alone.")
class TransformsLabels(PairDataset):
    def __getitem__(self, index):
        image, label = super().__getitem__(index)
        return image, label if self.transform is None else self.transform(label)


@mistake("PairDataset", "Your data set is one too short: the last position is N - 1, but the length is N.")
class OneShort(PairDataset):
    def __len__(self):
        return len(self.images) - 1


@mistake("PairDataset", "Your label is a tensor: int(...) or .item() makes a Python number of it.")
class LabelIsTensor(PairDataset):
    def __getitem__(self, index):
        return super().__getitem__(index)[0], self.labels[index]


@mistake(
    "PairDataset",
    "You transformed all images in __init__, so that a random transform draws only once: call it in __getitem__.",
)
class TransformsAtInit(PairDataset):
    def __init__(self, images, labels, transform=None):
        images = images if transform is None else torch.stack([transform(image) for image in images])
        super().__init__(images, labels)


@mistake("PairDataset", "You returned the position in place of the label: labels[index] is the label.")
class IndexForLabel(PairDataset):
    def __getitem__(self, index):
        return super().__getitem__(index)[0], index


@mistake(
    "PairDataset",
    "A for loop over your data set does not end quietly: only IndexError ends it. Raise that, or let the tensor do so.",
)
class ValueErrorAtTheEnd(PairDataset):
    def __getitem__(self, index):
        if index >= len(self):
            raise ValueError(f"there are only {len(self)} images")
        return super().__getitem__(index)


# ------------------------------------------------------------------ make_loaders


@mistake("make_loaders", "You do not shuffle: without shuffle=True the training samples come in the same order each time.")
def never_shuffled(train_set, test_set, batch_size, generator):
    return DataLoader(train_set, batch_size, generator=generator), DataLoader(test_set, batch_size)


@mistake("make_loaders", "You shuffled only once, before the first epoch: shuffle=True draws a new order for each epoch.")
def shuffled_once(train_set, test_set, batch_size, generator):
    order = torch.randperm(len(train_set), generator=generator).tolist()
    return DataLoader(Subset(train_set, order), batch_size), DataLoader(test_set, batch_size)


@mistake(
    "make_loaders",
    "You shuffled the test set, too: only training gains from it, and the order is needed to find samples again.",
)
def test_shuffled(train_set, test_set, batch_size, generator):
    loaders = (DataLoader(part, batch_size, shuffle=True, generator=generator) for part in (train_set, test_set))
    return tuple(loaders)


@mistake("make_loaders", "drop_last=True leaves out test samples, and your result then ignores them: test on all.")
def last_test_batch_dropped(train_set, test_set, batch_size, generator):
    train_loader, _ = make_loaders(train_set, test_set, batch_size, generator)
    return train_loader, DataLoader(test_set, batch_size, drop_last=True)


@mistake("make_loaders", "You swapped the two: the training loader comes first, and it reads the training set.")
def swapped(train_set, test_set, batch_size, generator):
    return make_loaders(test_set, train_set, batch_size, generator)


@mistake("make_loaders", "You shuffled without the generator, so that no run can be repeated: pass generator=generator.")
def generator_ignored(train_set, test_set, batch_size, generator):
    return DataLoader(train_set, batch_size, shuffle=True), DataLoader(test_set, batch_size)


class Refused(DataLoader):
    # Known mistakes are played where nothing is refused: no process shall start there.
    def __iter__(self):
        raise NotAvailableError(NO_WORKERS)


@mistake(
    "make_loaders",
    "You asked for worker processes, which speed up the reading of large files and gain nothing here: leave num_workers out.",
    raises=True,
)
def worker_processes(train_set, test_set, batch_size, generator):
    train_loader = Refused(train_set, batch_size, shuffle=True, generator=generator, num_workers=2)
    return train_loader, Refused(test_set, batch_size, num_workers=2)


# ------------------------------------------------------------------ fashion_datasets


@mistake("fashion_datasets", "Both of your data sets are the training set: the test set needs train=False.")
def trained_on_twice(root):
    train, _ = fashion_datasets(root)
    return train, datasets.FashionMNIST(root, transform=transforms.ToTensor())


@mistake(
    "fashion_datasets",
    "Your images are Pillow's, not tensors: pass a transform, such as transforms.ToTensor().",
    raises=True,
)
def no_transform(root):
    return tuple(datasets.FashionMNIST(root, train=train) for train in (True, False))


@mistake("fashion_datasets", "Your values go from -1 to 1: leave Normalize out, ToTensor() alone gives 0 to 1.")
def normalised(root):
    transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
    return tuple(datasets.FashionMNIST(root, train=train, transform=transform) for train in (True, False))


@mistake(
    "fashion_datasets",
    "You named the folder of the files: torchvision itself adds FashionMNIST/raw to root.",
    raises=True,
)
def raw_folder_named(root):
    root = Path(root) / "FashionMNIST" / "raw"
    return tuple(datasets.FashionMNIST(root, train=train, transform=transforms.ToTensor()) for train in (True, False))


class FashionMNIST(datasets.FashionMNIST):
    mirrors = ()  # known mistakes are played where the network can be reached: nothing shall be fetched there


@mistake("fashion_datasets", "download=True goes to the network where files are missing: say download=False, the default.")
def downloads(root):
    transform = transforms.ToTensor()
    return tuple(FashionMNIST(root, train=train, download=True, transform=transform) for train in (True, False))
