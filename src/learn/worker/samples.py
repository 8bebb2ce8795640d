"""Data sets that cannot travel, made of what can: what probes of tasks that wrap one share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from torch.utils.data import Dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Samples(Dataset[tuple[Any, Any]]):
    """Samples in memory, with the attribute ``transform`` that torchvision's data sets have.

    Args:
        x: What each sample is.
        labels: Its label.
    """

    def __init__(self, x: Sequence[Any], labels: Sequence[Any]) -> None:
        self.x = x
        self.labels = labels
        self.transform: Callable[[Any], Any] | None = None

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.x)

    def __getitem__(self, index: Any) -> tuple[Any, Any]:
        """Return a sample, transformed, and its label; an index may be a tensor."""
        x = self.x[int(index)]
        return (x if self.transform is None else self.transform(x)), self.labels[int(index)]
