"""`.to(device).requires_grad_()` in this order gives a leaf on the device, which an optimizer takes."""

from __future__ import annotations

import torch

VERDICT = "right"


def run(device: torch.device) -> dict[str, object]:
    """Fits a parabola with Adam on a plain tensor of coefficients."""
    torch.manual_seed(0)
    x = torch.linspace(-1, 1, 40).to(device)
    y = 1 - 2 * x + 3 * x**2
    powers = torch.stack([torch.ones_like(x), x, x**2], dim=1)
    coefficients = torch.randn(3).to(device).requires_grad_()
    optimizer = torch.optim.Adam([coefficients], lr=0.1)
    for _ in range(20):
        loss = (powers @ coefficients - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"coefficients": coefficients.detach(), "loss": loss.detach()}
