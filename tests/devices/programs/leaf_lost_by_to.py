"""`requires_grad=True` before `.to(device)`: on the device the weight is a copy, no leaf, and no optimizer takes it."""

from __future__ import annotations

import torch

VERDICT = "raises"
SAYS = "can't optimize a non-leaf Tensor"


def run(device: torch.device) -> dict[str, object]:
    """Fits a parabola with Adam on a plain tensor of coefficients."""
    torch.manual_seed(0)
    x = torch.linspace(-1, 1, 40).to(device)
    y = 1 - 2 * x + 3 * x**2
    powers = torch.stack([x**0, x, x**2], dim=1)
    coefficients = torch.randn(3, requires_grad=True).to(device)
    optimizer = torch.optim.Adam([coefficients], lr=0.1)
    for _ in range(20):
        loss = (powers @ coefficients - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"coefficients": coefficients.detach(), "loss": loss.detach()}
