"""Adds losses in place to a rank-0 tensor on the CPU: such a tensor may be read beside device tensors, but not written."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


def run(device: torch.device) -> dict[str, object]:
    """Trains on four batches and averages their losses."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 2)).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    running_loss = torch.tensor(0.0)
    for _ in range(4):
        x = torch.randn(16, 3).to(device)
        y = (x[:, 0] > 0).long()
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        running_loss += loss.detach()
    return {"mean_loss": (running_loss / 4).item(), "model": model}
