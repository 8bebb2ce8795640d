"""Modules whose parameters are known: what probes build models from, and look at them with.

A right answer may name its layers as it likes and make them in any order, so parameters are matched by their shapes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import torch
from torch import nn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from weakref import WeakSet

M = TypeVar("M", bound=nn.Module)


def matched(module: nn.Module, values: Sequence[torch.Tensor]) -> list[nn.Parameter]:
    """Return the parameters that belong to ``values``, one each: of equal shape, and in order where shapes are equal.

    Raises:
        ValueError: the module's parameters have other shapes.
    """
    found = list(module.parameters())
    shapes, wanted = ([tuple(tensor.shape) for tensor in tensors] for tensors in (found, values))
    if sorted(shapes) != sorted(wanted):
        message = f"the module has parameters of shapes {_listed(shapes)}, expected {_listed(wanted)}, in any order"
        raise ValueError(message)
    free = list(zip(shapes, found, strict=True))
    return [free.pop([shape for shape, _ in free].index(shape))[1] for shape in wanted]


def filled(module: M, values: Sequence[torch.Tensor]) -> M:
    """Move a module to the device and the dtype of ``values``, and copy them into its parameters (see :func:`matched`).

    Raises:
        ValueError: the module's parameters have other shapes.
    """
    if values:
        module.to(values[0])
    with torch.no_grad():
        for parameter, value in zip(matched(module, values), values, strict=True):
            parameter.copy_(value)
    return module


def values_of(module: nn.Module, like: Sequence[torch.Tensor] | None = None) -> list[torch.Tensor]:
    """Return copies of a module's parameters, in its own order, or in that of the values that once filled it."""
    found = module.parameters() if like is None else matched(module, like)
    return [parameter.detach().clone() for parameter in found]


def two_layers(values: Sequence[torch.Tensor], *between: nn.Module) -> nn.Sequential:
    """Return a network of two linear layers with other ones between them, filled with ``values``.

    Args:
        values: The first is the weight of the first layer, shape (H, D), the last one the bias of the second, shape (K,).
        between: What stands between the two.
    """
    hidden, inputs = values[0].shape
    return filled(nn.Sequential(nn.Linear(inputs, hidden), *between, nn.Linear(hidden, len(values[-1]))), values)


def expectile(prediction: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Return a loss that is not symmetric, so that swapped arguments show: what is too low costs three times as much."""
    difference = prediction - target
    return (torch.where(difference < 0, 3, 1) * difference**2).mean()


class InMemory(torch.autograd.Function):
    """The identity, whose place in the graph stands in a weak set for as long as the graph is in memory."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, graphs: WeakSet[Any]) -> torch.Tensor:
        """Return a copy of ``x``, and note the place in ``graphs``."""
        graphs.add(ctx)
        return x.clone()

    @staticmethod
    def backward(ctx: Any, *upstream: torch.Tensor) -> tuple[torch.Tensor, None]:  # noqa: ARG004  autograd's signature
        """Send the gradient on."""
        return upstream[0], None


def _listed(shapes: list[tuple[int, ...]]) -> str:
    return ", ".join(map(str, sorted(shapes))) or "none"


class Telltale(nn.Module):
    """A layer whose output tells in which mode it ran.  It has no parameters.

    It multiplies by 1 in training mode and by 2 in evaluation mode, and by 0.5 more where gradients are disabled: losses and
    trained weights then show what was switched on and off, and when.
    """

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return ``x`` times a factor, of the same shape."""
        return x * ((1 if self.training else 2) + (0 if torch.is_grad_enabled() else 0.5))
