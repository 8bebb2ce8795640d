"""Data sets for checks: drawn, or from files that are here already.  Nothing is downloaded.

Labels that a grader compares with stay on its side of the wire.  A worker cannot read scikit-learn's files (see
:data:`learn.sandbox.rules.LABELS`); rows that are sent should still be a random part of a table.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from learn.errors import ContentError

if TYPE_CHECKING:
    from learn.rng import Rng

Pair = tuple[torch.Tensor, torch.Tensor]


def moons(rng: Rng, num: int, noise: float = 0.1) -> Pair:
    """Draw two half circles of radius 1 that reach into each other.

    Args:
        rng: Draws them.
        num: How many points, half of them in each moon.
        noise: The standard deviation of the noise on each coordinate.

    Returns:
        Shape (num, 2), float32, and shape (num,), int64: the points in random order, and which moon each belongs to.
    """
    y = torch.arange(num) % 2
    angle = math.pi * rng.rand(num)
    x = torch.stack([angle.cos(), angle.sin()], dim=1)
    other = torch.tensor([1.0, 0.5]) - x
    return _shuffled(rng, torch.where(y[:, None] == 0, x, other), y, noise)


def circles(rng: Rng, num: int, noise: float = 0.05, factor: float = 0.5) -> Pair:
    """Draw a circle of radius 1 (class 0) and one of radius ``factor`` inside it (class 1); otherwise like :func:`moons`."""
    y = torch.arange(num) % 2
    angle = 2 * math.pi * rng.rand(num)
    radius = torch.where(y == 0, 1.0, factor)
    return _shuffled(rng, torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1), y, noise)


def spirals(rng: Rng, num: int, classes: int = 3, noise: float = 0.03) -> Pair:
    """Draw ``classes`` arms that wind out of the origin to radius 1, by two thirds of a turn; otherwise like :func:`moons`."""
    y = torch.arange(num) % classes
    radius = 0.05 + 0.95 * rng.rand(num)
    angle = 2 * math.pi * (y / classes + radius * 2 / 3)
    return _shuffled(rng, torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1), y, noise)


def breast_cancer() -> Pair:
    """Return scikit-learn's breast cancer table: shape (569, 30), float32, and labels (569,), 0 malignant, 1 benign."""
    return _table("breast_cancer.csv")


def wine() -> Pair:
    """Return scikit-learn's wine table: shape (178, 13), float32, and labels (178,), int64, of three growers."""
    return _table("wine_data.csv")


def parted(
    rng: Rng, x: torch.Tensor, y: torch.Tensor, num_test: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Part samples at random into ``(x_train, y_train, x_test, y_test)``, of which ``num_test`` are for testing."""
    order = rng.permutation(len(x))
    train, test = order[num_test:], order[:num_test]
    return x[train], y[train], x[test], y[test]


def _shuffled(rng: Rng, x: torch.Tensor, y: torch.Tensor, noise: float) -> Pair:
    order = rng.permutation(len(y))
    return (x + noise * rng.randn(*x.shape))[order], y[order]


@cache
def read_table(name: str, head: int = 1) -> np.ndarray:
    """Read one of scikit-learn's tables, below ``head`` lines, without importing scikit-learn, which takes a second."""
    spec = find_spec("sklearn")
    if spec is None or spec.origin is None:
        message = "scikit-learn is not installed, and this check needs one of its data sets: pip install scikit-learn"
        raise ContentError(message)
    return np.loadtxt(Path(spec.origin).parent / "datasets" / "data" / name, delimiter=",", skiprows=head)


def _table(name: str) -> Pair:
    table = torch.from_numpy(read_table(name))
    return table[:, :-1].float(), table[:, -1].long()
