"""Transforms and augmentation.

A picture that is mirrored, cropped or a little darker still shows the same thing. That multiplies the training data, as long
as the label, the mask and the test set stay right. C = channels, H = height, W = width, N = pictures in a batch.
"""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import nn
from torch.utils.data import Dataset
from torchvision.transforms import v2


def flip_pair(
    image: torch.Tensor, mask: torch.Tensor, p: float, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mirror a picture and its mask from left to right, both or neither, with probability ``p``.

    The mask says of each pixel what it shows, so it has to move with its picture.

    Args:
        image: Shape (C, H, W), any dtype.
        mask: Shape (H, W), any dtype.
        p: How often to mirror, from 0 (never) to 1 (always).
        generator: Draw all random numbers from it. It is on the CPU, wherever the picture is.

    Returns:
        A tuple ``(image, mask)`` of the same shapes and dtypes. The tensors that were given are left as they were (where
        nothing is mirrored, they may be returned themselves).

    Example:
        >>> image = torch.tensor([[[1, 2, 3], [4, 5, 6]]])
        >>> mask = torch.tensor([[0, 0, 7], [0, 0, 8]])
        >>> flip_pair(image, mask, p=1.0, generator=torch.Generator().manual_seed(0))
        (tensor([[[3, 2, 1],
                 [6, 5, 4]]]), tensor([[7, 0, 0],
                [8, 0, 0]]))
    """
    # begin solution
    if torch.rand((), generator=generator) < p:
        return image.flip(-1), mask.flip(-1)
    return image, mask
    # end solution


def random_crop(image: torch.Tensor, size: tuple[int, int], generator: torch.Generator, padding: int = 0) -> torch.Tensor:
    """Cut a window out of a picture, at a random position.

    Args:
        image: Shape (C, H, W), any dtype. It is left as it was.
        size: ``(h, w)``, the height and the width of the window, each at least 1.
        generator: Draw all random numbers from it. It is on the CPU, wherever the picture is.
        padding: So many rows and columns of zeros are put around the picture, on all four sides, before it is cropped.

    Returns:
        Shape (C, h, w), the dtype of the image. Every window that lies within the (padded) picture is equally likely, from
        the one in the top left corner to the one in the bottom right corner.

    Raises:
        ValueError: the window is higher or wider than the (padded) picture.

    Example:
        >>> image = torch.arange(12).reshape(1, 3, 4)
        >>> generator = torch.Generator().manual_seed(0)
        >>> random_crop(image, (2, 3), generator).shape
        torch.Size([1, 2, 3])
        >>> random_crop(image, (5, 6), generator, padding=1)  # there is only one such window
        tensor([[[ 0,  0,  0,  0,  0,  0],
                 [ 0,  0,  1,  2,  3,  0],
                 [ 0,  4,  5,  6,  7,  0],
                 [ 0,  8,  9, 10, 11,  0],
                 [ 0,  0,  0,  0,  0,  0]]])
    """
    # begin solution
    image = nn.functional.pad(image, [padding] * 4)
    height, width = size
    rows, columns = image.shape[1] - height, image.shape[2] - width
    if rows < 0 or columns < 0:
        raise ValueError(f"a window of {height} x {width} does not fit into {image.shape[1]} x {image.shape[2]}")
    top = int(torch.randint(rows + 1, (), generator=generator))
    left = int(torch.randint(columns + 1, (), generator=generator))
    return image[:, top : top + height, left : left + width]
    # end solution


def jitter(images: torch.Tensor, brightness: float, contrast: float, generator: torch.Generator) -> torch.Tensor:
    """Change the brightness and the contrast of each picture of a batch by random factors.

    With the factors b and c of a picture, and the mean m of all its values, a value x becomes ``b * (m + c * (x - m))``, then
    0 if that is below 0, and 1 if it is above 1. So b makes the picture brighter or darker, and c moves its values
    away from their mean or towards it.

    Args:
        images: Shape (N, C, H, W), float32, from 0 to 1. They are left as they were.
        brightness: From 0 to 1. Each picture has one b, uniform in ``[1 - brightness, 1 + brightness]``.
        contrast: From 0 to 1. Each picture has one c, uniform in ``[1 - contrast, 1 + contrast]``, whatever its b is.
        generator: Draw all random numbers from it. It is on the CPU, wherever the pictures are.

    Returns:
        Shape (N, C, H, W), float32, from 0 to 1, on the device of ``images``.

    Example:
        >>> images = torch.tensor([0.2, 0.4]).reshape(1, 1, 1, 2)
        >>> changed = jitter(images, brightness=0.5, contrast=0.0, generator=torch.Generator().manual_seed(0))
        >>> torch.allclose(changed[..., 1], 2 * changed[..., 0])  # both values, by the same factor
        True
        >>> 0.1 <= changed[0, 0, 0, 0].item() <= 0.3
        True
    """
    # begin solution
    factors = 2 * torch.rand(2, len(images), 1, 1, 1, generator=generator) - 1
    b, c = factors.to(images.device)
    b, c = 1 + brightness * b, 1 + contrast * c
    mean = images.mean(dim=(1, 2, 3), keepdim=True)
    return (b * (mean + c * (images - mean))).clamp(0, 1)
    # end solution


class Normalise(nn.Module):
    """Bring pictures to the range from 0 to 1, then standardise each of their channels.

    ``normalise(images)`` turns a value x between 0 and 1 into ``(x - mean) / std``, with the mean and the standard deviation
    of its channel. Pictures of whole numbers (uint8) go from 0 to 255, so their values are divided by 255 first.
    ``inverse`` undoes the standardising. Neither method changes the tensor that it is given.

    Keep both statistics in *buffers* (``register_buffer``), which move along with
    ``to(device)``, and which no optimizer trains.

    Args:
        mean: Shape (C,), float32: the mean of each channel, of values between 0 and 1.
        std: Shape (C,), float32: the standard deviation of each channel, above 0.

    Example:
        >>> normalise = Normalise(mean=torch.tensor([0.5, 0.2]), std=torch.tensor([0.5, 0.1]))
        >>> z = normalise(torch.tensor([[[255, 0]], [[51, 0]]], dtype=torch.uint8))
        >>> z
        tensor([[[ 1., -1.]],
        <BLANKLINE>
                [[ 0., -2.]]])
        >>> normalise.inverse(z)
        tensor([[[1.0000, 0.0000]],
        <BLANKLINE>
                [[0.2000, 0.0000]]])
    """

    def __init__(self, mean: torch.Tensor, std: torch.Tensor) -> None:
        super().__init__()
        # begin solution
        self.register_buffer("mean", mean.reshape(-1, 1, 1))
        self.register_buffer("std", std.reshape(-1, 1, 1))
        # end solution

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return the standardised pictures.

        Args:
            images: Shape (C, H, W) or (N, C, H, W): float32 from 0 to 1, or uint8 from 0 to 255.

        Returns:
            The same shape, float32. Gradients flow back to float32 pictures.
        """
        # begin solution
        if images.dtype == torch.uint8:
            images = images / 255
        return (images - self.mean) / self.std
        # end solution

    def inverse(self, z: torch.Tensor) -> torch.Tensor:
        """Return the pictures between 0 and 1 that belong to standardised ones.

        Args:
            z: Shape (C, H, W) or (N, C, H, W), float32.

        Returns:
            The same shape, float32: ``z * std + mean``. Gradients flow back to ``z``.
        """
        # begin solution
        return z * self.std + self.mean
        # end solution


def make_transforms(
    size: int, mean: Sequence[float], std: Sequence[float]
) -> tuple[Callable[[torch.Tensor], torch.Tensor], Callable[[torch.Tensor], torch.Tensor]]:
    """Make the transform for a training set, and the one for its test set, from parts of ``torchvision.transforms.v2``.

    Both take a colour picture, a tensor of shape (3, H, W), uint8, with H and W at least ``size``. Both return float32 of
    shape (3, size, size), also where H and W differ. Both end in the same way: values are scaled from 0..255 to 0..1, and
    *then* normalised, channel by channel: ``(x - mean) / std``.

    - The *test* transform does the same at each call: it resizes the picture so that its shorter side has ``size`` pixels, as
      ``v2.Resize(size)`` does, and keeps the ``size`` x ``size`` square in the centre.
    - The *training* transform is random, and draws anew at each call: a crop at a random position (and, if you like, of a
      random scale, as in ``v2.RandomResizedCrop``), mirrored from left to right with probability 0.5. Other steps may come
      before or between, such as ``v2.Resize`` or ``v2.TrivialAugmentWide``, as long as ``result * std + mean`` stays between
      0 and 1.

    Both use the statistics that they are given, never those of the picture: the test set has no say in them.

    Args:
        size: Height and width of what comes out, from 4 up.
        mean: Three numbers: the mean of each channel in the training set, of values between 0 and 1.
        std: Three numbers: the standard deviations in the training set, above 0.

    Returns:
        A tuple ``(train_transform, test_transform)``: anything that can be called with a picture.

    Example:
        >>> train_transform, test_transform = make_transforms(4, mean=[0.5, 0.5, 0.5], std=[0.25, 0.25, 0.25])
        >>> picture = torch.full((3, 4, 6), 255, dtype=torch.uint8)
        >>> test_transform(picture)[0, 0]
        tensor([2., 2., 2., 2.])
        >>> train_transform(picture).shape
        torch.Size([3, 4, 4])
    """
    # begin solution
    to_numbers = [v2.ToDtype(torch.float32, scale=True), v2.Normalize(list(mean), list(std))]
    train_transform = v2.Compose([v2.RandomResizedCrop(size, scale=(0.3, 1.0)), v2.RandomHorizontalFlip(), *to_numbers])
    test_transform = v2.Compose([v2.Resize(size), v2.CenterCrop(size), *to_numbers])
    return train_transform, test_transform
    # end solution


class AugmentedDataset(Dataset):
    """A data set whose pictures are transformed anew at each access.

    Split a data set first, then wrap the training part alone: the test part, which may share the data set underneath,
    must not notice.

    Access reads the sample from the wrapped data set at that moment, so making an ``AugmentedDataset`` reads nothing, and no
    picture is kept. The transform gets the picture only; the label is passed on as it is. A random transform draws from the
    usual generators: leave their seeds alone, or each sample or each epoch gets the same numbers.

    Args:
        dataset: Has a length, and ``dataset[index]`` is a tuple ``(image, label)``. Labels may be anything. It is not changed.
        transform: Takes an image, and returns another one.

    Example:
        >>> pictures = [(torch.tensor([1.0, 2.0]), 0), (torch.tensor([3.0, 4.0]), 1)]
        >>> augmented = AugmentedDataset(pictures, lambda image: image + 0.5)
        >>> len(augmented)
        2
        >>> augmented[1]
        (tensor([3.5000, 4.5000]), 1)
    """

    def __init__(self, dataset: Any, transform: Callable[[torch.Tensor], torch.Tensor]) -> None:
        # begin solution
        self.dataset = dataset
        self.transform = transform
        # end solution

    def __len__(self) -> int:
        """Return the number of samples."""
        # begin solution
        return len(self.dataset)
        # end solution

    def __getitem__(self, index: int) -> tuple[torch.Tensor, Any]:
        """Return ``(transform(image), label)`` of the sample at ``index``, from 0 to ``len - 1``; call the transform once."""
        # begin solution
        image, label = self.dataset[index]
        return self.transform(image), label
        # end solution


def broken_labels(
    images: torch.Tensor,
    labels: torch.Tensor,
    augmentations: dict[str, Callable[[torch.Tensor], torch.Tensor]],
    classify: Callable[[torch.Tensor], torch.Tensor],
) -> dict[str, list[int]]:
    """Find out which labels an augmentation does not keep, such as 6 and 9 if pictures are turned upside down.

    A classifier is the judge. A picture counts as broken by an augmentation if the classifier gives its label to the picture
    as it is, but another one to the augmented picture. A picture that it takes for something else from the start says
    nothing. A label is broken if at least one of its pictures is.

    Args:
        images: Shape (N, C, H, W), N at least 1.
        labels: Shape (N,), int64.
        augmentations: By its name, a function that takes a batch of pictures, and returns a batch of the same shape. Each
            is to be tried on its own, on the pictures as they are.
        classify: Takes a batch of at least one picture, and returns a label for each, int64.

    Returns:
        For each augmentation, by its name, the broken labels: a list of ints, each of them once, from the lowest up. The
        list of an augmentation that breaks nothing is empty.

    Example:
        >>> def lit_side(batch):  # 0 where the left side is the brighter one, else 1
        ...     left, right = batch.sum(dim=(1, 2)).unbind(dim=1)
        ...     return (right > left).long()
        >>> images = torch.tensor([[9.0, 1.0], [2.0, 8.0], [7.0, 3.0]]).reshape(3, 1, 1, 2)
        >>> augmentations = {"mirror": lambda x: x.flip(3), "darken": lambda x: x / 2}
        >>> broken_labels(images, torch.tensor([0, 1, 0]), augmentations, lit_side)
        {'mirror': [0, 1], 'darken': []}
    """
    # begin solution
    right = classify(images) == labels
    broken = {}
    for name, augment in augmentations.items():
        lost = right & (classify(augment(images)) != labels)
        broken[name] = labels[lost].unique().tolist()
    return broken
    # end solution
