"""From pixels to batches.

Pictures are stored as whole numbers, rows first and colours last. Networks want small floats, colours first, a batch at a
time. Five tasks lie between the two. Tensors that you return are on the device of those you were given.
"""

from collections.abc import Callable
from pathlib import Path

import torch
from torch.utils.data import DataLoader, Dataset
from torchvision import datasets, transforms


def pictures_to_tensors(pictures: torch.Tensor) -> torch.Tensor:
    """Turn stored pictures into what a network takes: floats from 0 to 1, with the channels before the rows.

    A stored pixel is a whole number from 0 (dark) to 255 (bright). It becomes that number divided by 255, so that 0 becomes
    0.0 and 255 becomes 1.0, whatever else is in the picture.

    Args:
        pictures: N pictures of H rows and W columns, uint8: shape (N, H, W) if they are grey, (N, H, W, 3) if they have
            colours. In the latter the last dimension holds red, green and blue of one pixel.

    Returns:
        Shape (N, C, H, W), float32: C is 1 for grey pictures and 3 for coloured ones. Entry ``[n, c, i, j]`` is channel
        ``c`` of the pixel in row ``i`` and column ``j`` of picture ``n``.

    Example:
        >>> pictures_to_tensors(torch.tensor([[[0, 51], [102, 255]]], dtype=torch.uint8))
        tensor([[[[0.0000, 0.2000],
                  [0.4000, 1.0000]]]])
        >>> red_green = torch.tensor([[[[255, 0, 0], [0, 255, 0]]]], dtype=torch.uint8)  # a row of two pixels
        >>> pictures_to_tensors(red_green)[0, 0]  # where there is red
        tensor([[1., 0.]])
    """
    raise NotImplementedError


def pixel_statistics(batches: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Measure the mean and the standard deviation of each channel, over all pixels of all pictures of all batches.

    Batches may differ in size, and each *pixel* counts the same, whichever batch it is in: the result is what one big batch
    of all pictures would give. Take the population's deviation, which divides by the number of pixels (not by one less).

    Args:
        batches: At least one tensor of shape (B, C, H, W), float32, with values from 0 to 1. B may differ from batch to
            batch; C, H and W are the same in all. No channel has the same value everywhere.

    Returns:
        A tuple ``(mean, std)``, each of shape (C,), float32.

    Example:
        >>> dark, bright = torch.zeros(3, 1, 1, 2), torch.ones(1, 1, 1, 2)
        >>> mean, std = pixel_statistics([dark, bright])  # six pixels of 0 and two of 1
        >>> mean, std
        (tensor([0.2500]), tensor([0.4330]))
    """
    raise NotImplementedError


class PairDataset(Dataset):
    """A data set of pictures with their labels: what a ``DataLoader`` asks for samples.

    A ``transform`` prepares a picture at the moment when it is asked for. One that draws random numbers (a random crop, say)
    then gives another picture each time. It never sees the labels.

    Args:
        images: Shape (N, C, H, W), float32.
        labels: Shape (N,), int64.
        transform: Takes an image of shape (C, H, W) and returns a new tensor, of any shape; or None, which leaves the images
            as they are.

    Example:
        >>> images, labels = torch.tensor([0.2, 0.4, 0.6]).reshape(3, 1, 1, 1), torch.tensor([7, 9, 8])
        >>> pairs = PairDataset(images, labels, transform=lambda image: image + 1)
        >>> len(pairs)
        3
        >>> pairs[1]
        (tensor([[[1.4000]]]), 9)
    """

    def __init__(
        self,
        images: torch.Tensor,
        labels: torch.Tensor,
        transform: Callable[[torch.Tensor], torch.Tensor] | None = None,
    ) -> None:
        raise NotImplementedError

    def __len__(self) -> int:
        """Return N."""
        raise NotImplementedError

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        """Return one sample.

        Args:
            index: Which one, from 0. (Negative numbers are not asked for.)

        Returns:
            A tuple ``(image, label)``: the transformed image, and its label as a Python int. The transform is called once
            each time that an item is asked for.

        Raises:
            IndexError: ``index`` is N or more. This is what ends a ``for`` loop over the data set.
        """
        raise NotImplementedError


def make_loaders(
    train_set: Dataset, test_set: Dataset, batch_size: int, generator: torch.Generator
) -> tuple[DataLoader, DataLoader]:
    """Make the two loaders that training takes its batches from.

    Both give every sample of their set once per epoch, in batches of ``batch_size``; the last batch is smaller where the
    samples do not fill it. The training loader draws a new random order for each epoch. The test loader keeps the order of
    its set, so that predictions can be matched with samples.

    Load the samples in this process: ``num_workers=0``, the default. (Worker processes speed up the reading of large files,
    but none may be started while work is graded.)

    Args:
        train_set: Samples to train on, each a pair ``(image, label)``.
        test_set: Samples to test on, each a pair of the same kind.
        batch_size: At least 1.
        generator: Draws the orders of the training samples: loaders that are made with equal generators give equal orders.

    Returns:
        A tuple ``(train_loader, test_loader)``. Their batches are what a ``DataLoader`` makes of such pairs by default.

    Example:
        >>> numbers = torch.utils.data.TensorDataset(torch.rand(5, 1, 2, 2), torch.arange(5))
        >>> train_loader, test_loader = make_loaders(numbers, numbers, 2, torch.Generator().manual_seed(0))
        >>> [labels for _, labels in test_loader]
        [tensor([0, 1]), tensor([2, 3]), tensor([4])]
        >>> torch.cat([labels for _, labels in train_loader]).sort().values
        tensor([0, 1, 2, 3, 4])
    """
    raise NotImplementedError


def fashion_datasets(root: str | Path) -> tuple[Dataset, Dataset]:
    """Open FashionMNIST, pictures of clothes of ten classes, from files that are already there.

    ``torchvision.datasets.FashionMNIST`` reads such files. Give each picture a transform that makes a tensor of it with
    values from 0 to 1, and change nothing else about it. Download nothing, also where files are missing.

    Args:
        root: The folder that holds ``FashionMNIST/raw``, in which the four files of the data set lie.

    Returns:
        A tuple ``(train, test)``: the data set to train on and the one to test on. An item of either is a tuple
        ``(image, label)``: a tensor of shape (1, 28, 28), float32, from 0 to 1, and a Python int from 0 to 9.

    Raises:
        RuntimeError: The files are not there. (torchvision raises it, if you ask for no download.)

    Example:
        >>> import tempfile
        >>> def write(raw, part, count):  # black pictures of class 0
        ...     head = bytes([0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28])
        ...     _ = (raw / f"{part}-images-idx3-ubyte").write_bytes(head + bytes(28 * 28 * count))
        ...     _ = (raw / f"{part}-labels-idx1-ubyte").write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, count]) + bytes(count))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     raw = Path(folder) / "FashionMNIST" / "raw"
        ...     raw.mkdir(parents=True)
        ...     write(raw, "train", 3)
        ...     write(raw, "t10k", 2)
        ...     train, test = fashion_datasets(folder)
        ...     image, label = train[0]
        >>> len(train), len(test), label
        (3, 2, 0)
        >>> image.shape, image.dtype
        (torch.Size([1, 28, 28]), torch.float32)
    """
    raise NotImplementedError
