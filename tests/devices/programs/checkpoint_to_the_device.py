"""Saves a model and its optimizer and resumes with `map_location=device`."""

from __future__ import annotations

import io

import torch
from torch import nn

VERDICT = "right"


def build(device):
    model = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1)).to(device)
    return model, torch.optim.Adam(model.parameters(), lr=0.02)


def train(model, optimizer, x, y, num_steps):
    for _ in range(num_steps):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.detach()


def run(device: torch.device) -> dict[str, object]:
    """Trains five steps, saves, loads into a new model, trains five more."""
    torch.manual_seed(0)
    x = torch.randn(40, 3).to(device)
    y = x[:, :1] * x[:, 1:2]
    model, optimizer = build(device)
    before = train(model, optimizer, x, y, 5)
    file = io.BytesIO()
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict()}, file)

    file.seek(0)
    checkpoint = torch.load(file, map_location=device)
    model, optimizer = build(device)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    after = train(model, optimizer, x, y, 5)
    return {"before": before, "after": after, "model": model, "weights": list(checkpoint["model"].values())}
