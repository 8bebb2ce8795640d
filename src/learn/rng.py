"""Random inputs for checks: all from one seed, so that every verdict can be repeated."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, TypeVar

import torch

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


def derive(seed: int, *names: str) -> int:
    """Return a 32-bit seed that depends on a run's seed and some names, and on nothing else."""
    text = "\0".join((str(seed), *names))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "little")


class Rng:
    """Draws inputs.  Floating tensors are float32 unless a dtype is given."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.generator = torch.Generator()
        self.restart()

    def restart(self) -> None:
        """Draw the same values again."""
        self.generator.manual_seed(self.seed)

    def integer(self, low: int, high: int) -> int:
        """Return an int in ``[low, high]``, both ends included."""
        return int(torch.randint(low, high + 1, (), generator=self.generator))

    def sizes(self, count: int, low: int = 2, high: int = 7) -> list[int]:
        """Return ``count`` sizes in ``[low, high]`` that all differ, so that swapped dimensions show."""
        order = torch.randperm(high - low + 1, generator=self.generator)[:count]
        if len(order) < count:
            message = f"there are no {count} different sizes in [{low}, {high}]"
            raise ValueError(message)
        return [low + int(n) for n in order]

    def uniform(self, low: float, high: float) -> float:
        """Return a float in ``[low, high)``."""
        return low + (high - low) * float(torch.rand((), generator=self.generator, dtype=torch.float64))

    def choice(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return options[self.integer(0, len(options) - 1)]

    def randn(self, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Return a tensor of standard normal values."""
        return torch.randn(shape, generator=self.generator, dtype=dtype)

    def rand(self, *shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
        """Return a tensor of values that are uniform in ``[0, 1)``."""
        return torch.rand(shape, generator=self.generator, dtype=dtype)

    def randint(self, low: int, high: int, *shape: int, dtype: torch.dtype = torch.int64) -> torch.Tensor:
        """Return a tensor of ints in ``[low, high]``, both ends included."""
        return torch.randint(low, high + 1, shape, generator=self.generator, dtype=dtype)

    def permutation(self, count: int) -> torch.Tensor:
        """Return the numbers from 0 to ``count - 1`` in random order, int64."""
        return torch.randperm(count, generator=self.generator)

    def bools(self, *shape: int) -> torch.Tensor:
        """Return a tensor of fair coin tosses, dtype bool."""
        return self.rand(*shape) < 0.5  # noqa: PLR2004

    def strided(self, tensor: torch.Tensor) -> torch.Tensor:
        """Return an equal tensor that is not contiguous.

        Its first and last dimension lie swapped in memory; where one of them has size 1, every second element is used.
        """
        if tensor.dim() > 1 and tensor.shape[0] > 1 and tensor.shape[-1] > 1:
            return tensor.transpose(0, -1).contiguous().transpose(0, -1)
        wide = torch.zeros(*tensor.shape, 2, dtype=tensor.dtype)
        wide[..., 0] = tensor
        return wide[..., 0]

    def seeds(self, count: int) -> list[int]:
        """Return seeds to be sent to generators elsewhere, each from a million of its own."""
        return [self.integer(0, 10**6) + 10**6 * i for i in range(count)]

    def labels(self, *counts: int) -> torch.Tensor:
        """Return labels in random order, int64: class k as often as the k-th count says."""
        return torch.tensor(self.shuffled([k for k, count in enumerate(counts) for _ in range(count)]))

    def shuffled(self, items: Sequence[Any]) -> list[Any]:
        """Return the items in random order."""
        return [items[int(i)] for i in self.permutation(len(items))]
