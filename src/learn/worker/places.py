"""Tensors in nested values, and where they are: what probes that look at devices share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

if TYPE_CHECKING:
    from collections.abc import Iterator


def moved(value: Any, device: torch.device) -> Any:
    """Return a value with all its tensors on a device; leaves that require gradients are leaves there."""
    if isinstance(value, torch.Tensor):
        there = value.detach().to(device)
        return there.requires_grad_() if value.requires_grad and value.is_leaf else there
    if isinstance(value, dict):
        return {key: moved(item, device) for key, item in value.items()}
    return type(value)(moved(item, device) for item in value) if type(value) in (list, tuple) else value


def named(value: Any, name: str) -> Iterator[tuple[str, torch.Tensor]]:
    """Yield the tensors of a value, each with words for where it stands: ``the result[0]``."""
    if isinstance(value, torch.Tensor):
        yield name, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from named(item, f"{name}[{key!r}]")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from named(item, f"{name}[{index}]")
