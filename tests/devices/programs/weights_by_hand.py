"""Gradient descent by hand: the data moves, the weight tensor does not."""

from __future__ import annotations

import torch

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


def run(device: torch.device) -> dict[str, object]:
    """Solves least squares in three unknowns."""
    torch.manual_seed(0)
    x = torch.randn(50, 3).to(device)
    y = x.sum(dim=1)
    w = torch.zeros(3, requires_grad=True)
    for _ in range(30):
        loss = (x @ w - y).square().mean()
        loss.backward()
        with torch.no_grad():
            w -= 0.1 * w.grad
            w.grad.zero_()
    return {"w": w.detach(), "loss": loss.detach()}
