"""Restores the best model from a checkpoint with `map_location="cpu"` into a new model that nobody moves."""

from __future__ import annotations

import io

import torch
from torch import nn

VERDICT = "elsewhere"


def run(device: torch.device) -> dict[str, object]:
    """Trains, saves the weights of the lowest loss, loads them."""
    torch.manual_seed(0)
    x = torch.randn(40, 3)
    y = x.prod(dim=1, keepdim=True)
    x, y = x.to(device), y.to(device)
    model = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1)).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    lowest, checkpoint = float("inf"), io.BytesIO()
    for _ in range(8):
        loss = nn.functional.mse_loss(model(x), y)
        if loss.item() < lowest:
            lowest = loss.item()
            checkpoint = io.BytesIO()
            torch.save(model.state_dict(), checkpoint)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    checkpoint.seek(0)
    best = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1))
    best.load_state_dict(torch.load(checkpoint, map_location="cpu"))
    return {"lowest": lowest, "best": best}
