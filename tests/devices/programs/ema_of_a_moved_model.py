"""Averages weights and buffers in a deep copy of the model, made after the model moved."""

from __future__ import annotations

import copy

import torch
from torch import nn

VERDICT = "right"


@torch.no_grad()
def update(average, model, decay):
    for a, p in zip(average.parameters(), model.parameters(), strict=True):
        a.lerp_(p, 1 - decay)
    for a, b in zip(average.buffers(), model.buffers(), strict=True):
        a.copy_(b)


def run(device: torch.device) -> dict[str, object]:
    """Trains an MLP with batch norm and evaluates the averaged one."""
    torch.manual_seed(0)
    x = torch.randn(40, 4)
    y = x.abs().sum(dim=1, keepdim=True)
    x, y = x.to(device), y.to(device)
    model = nn.Sequential(nn.Linear(4, 12), nn.BatchNorm1d(12), nn.ReLU(), nn.Linear(12, 1)).to(device)
    average = copy.deepcopy(model).eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02)
    for _ in range(8):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        update(average, model, decay=0.8)
    with torch.no_grad():
        final = nn.functional.mse_loss(average(x), y)
    return {"final": final, "average": average, "model": model}
