"""Pictures for checks: scikit-learn's digits, or FashionMNIST's clothes where its files are here."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import torch

from learn import fashion
from learn.data import Pair, parted, read_table
from learn.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from learn.rng import Rng

FILES = {
    "train": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    "test": ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
}
"""The names of FashionMNIST's files, images before labels; each may also be packed, as ``.gz``."""


def digits() -> Pair:
    """Return scikit-learn's handwritten digits: shape (1797, 8, 8), uint8 from 0 to 255, and labels (1797,), int64."""
    table = torch.from_numpy(read_table("digits.csv.gz", 0))
    return (table[:, :-1] * 255 / 16).round().to(torch.uint8).reshape(-1, 8, 8), table[:, -1].long()


def pictures(rng: Rng, num_train: int, num_test: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Draw grey pictures of ten classes: FashionMNIST where the run was given its folder, else scikit-learn's digits.

    Args:
        rng: Draws which pictures.
        num_train: How many to train on.
        num_test: How many to test on; there are 1797 digits in all.

    Returns:
        ``(x_train, y_train, x_test, y_test)``: pictures of shape (N, H, W), uint8, and labels (N,), int64.  H and W are 8 for
        digits and 28 for FashionMNIST, whose test pictures come from its own test set.
    """
    root = fashion.ROOT.get()
    fashion.USED.set("digits" if root is None else fashion.NAME)
    if root is None:
        x, y = digits()
        chosen = rng.permutation(len(x))[: num_train + num_test]
        return parted(rng, x[chosen], y[chosen], num_test)
    (x, y), (x_test, y_test) = (fashion_mnist(root, part) for part in ("train", "test"))
    train, test = rng.permutation(len(x))[:num_train], rng.permutation(len(x_test))[:num_test]
    return x[train], y[train], x_test[test], y_test[test]


@cache
def fashion_mnist(root: Path, part: str) -> Pair:
    """Read FashionMNIST's files.

    Args:
        root: A folder with its four files, packed or not, or one with ``FashionMNIST/raw`` below it, as torchvision makes it.
        part: ``"train"`` or ``"test"``.

    Returns:
        Shape (60000, 28, 28) or (10000, 28, 28), uint8, and as many labels, int64.

    Raises:
        UsageError: the files are not there, or are damaged.
    """
    images, labels = (_idx(root, name) for name in FILES[part])
    if images.ndim != 3 or labels.ndim != 1 or len(images) != len(labels):  # noqa: PLR2004
        raise UsageError(f"{root}: FashionMNIST's {part} images and labels do not belong together.")
    return torch.from_numpy(images), torch.from_numpy(labels).long()


def idx_bytes(array: torch.Tensor) -> bytes:
    """Return a uint8 tensor as a file of MNIST's format, in which torchvision finds data sets of this kind."""
    head = bytes((0, 0, 8, array.dim())) + np.array(array.shape, dtype=">u4").tobytes()
    return head + array.contiguous().numpy().tobytes()


def _idx(root: Path, name: str) -> np.ndarray:
    path = fashion.located(root, name)
    raw = fashion.read(path)
    try:
        shape = np.frombuffer(raw, ">u4", raw[3], 4)
        return np.frombuffer(raw, np.uint8, offset=4 + 4 * raw[3]).reshape(shape).copy()
    except (IndexError, ValueError) as error:
        raise UsageError(f"{path} is damaged: {error}.") from error
