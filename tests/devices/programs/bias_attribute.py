"""Fits a line; the bias is a plain tensor attribute, so `.to(device)` leaves it behind."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


class Line(nn.Module):
    def __init__(self):
        super().__init__()
        self.slope = nn.Parameter(torch.zeros(1))
        self.bias = torch.zeros(1)

    def forward(self, x):
        return self.slope * x + self.bias


def run(device: torch.device) -> dict[str, object]:
    """Trains the slope on 64 points and reports the last loss."""
    torch.manual_seed(0)
    x = torch.rand(64)
    y = 3 * x + 0.1 * torch.randn(64)
    x, y = x.to(device), y.to(device)
    model = Line().to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(20):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
