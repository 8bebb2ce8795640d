"""Calls `.cuda()` on model and data, whatever device it was asked for."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "hard-coded"


def run(device: torch.device) -> dict[str, object]:
    """Trains a linear regression."""
    torch.manual_seed(0)
    x = torch.randn(30, 3).cuda()
    y = x.sum(dim=1, keepdim=True)
    model = nn.Linear(3, 1).cuda()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(10):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
