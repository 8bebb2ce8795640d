"""Clamps a loss between rank-0 bounds, one made with `torch.full((), ..., device=x.device)`, one on the CPU."""

from __future__ import annotations

import torch

VERDICT = "right"


def huber(errors, threshold):
    bound = torch.full((), threshold, device=errors.device)
    size = errors.abs()
    return torch.where(size < bound, 0.5 * size.square(), bound * (size - 0.5 * bound))


def run(device: torch.device) -> dict[str, object]:
    """Computes a robust loss of a few errors and the gradient."""
    errors = torch.tensor([-3.0, -0.5, 0.0, 0.25, 10.0], device=device, requires_grad=True)
    losses = huber(errors, 1.0)
    limited = torch.minimum(losses, torch.tensor(5.0))
    limited.sum().backward()
    return {"losses": losses.detach(), "limited": limited.detach(), "gradient": errors.grad}
