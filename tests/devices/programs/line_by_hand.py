"""Gradient descent on plain tensors that were made as leaves on the device."""

from __future__ import annotations

import torch

VERDICT = "right"


def run(device: torch.device) -> dict[str, object]:
    """Fits slope and intercept of a line, without a module and without an optimizer."""
    torch.manual_seed(0)
    x = torch.linspace(0, 1, 50, device=device)
    noise = 0.05 * torch.randn(50)
    y = 2 * x - 1 + noise.to(x)
    slope = torch.zeros((), device=device, requires_grad=True)
    intercept = torch.zeros((), device=device, requires_grad=True)
    for _ in range(40):
        loss = (slope * x + intercept - y).square().mean()
        d_slope, d_intercept = torch.autograd.grad(loss, (slope, intercept))
        with torch.no_grad():
            slope -= 0.5 * d_slope
            intercept -= 0.5 * d_intercept
    return {"slope": slope.detach(), "intercept": intercept.detach(), "loss": loss.detach()}
