"""Resumes training: the optimizer's momentum is loaded while the model is on the CPU, then only the model moves."""

from __future__ import annotations

import io

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device|Tensors of the same index must be on the same device"


def make(num_features):
    model = nn.Linear(num_features, 1)
    return model, torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)


def train(model, optimizer, x, y, num_steps):
    for _ in range(num_steps):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.detach()


def run(device: torch.device) -> dict[str, object]:
    """Trains on the CPU, saves, loads, and goes on on the device."""
    torch.manual_seed(0)
    x = torch.randn(32, 3)
    y = x.sum(dim=1, keepdim=True)
    model, optimizer = make(3)
    train(model, optimizer, x, y, 3)
    file = io.BytesIO()
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict()}, file)
    file.seek(0)

    checkpoint = torch.load(file, map_location="cpu")
    model, optimizer = make(3)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    model.to(device)
    loss = train(model, optimizer, x.to(device), y.to(device), 3)
    return {"loss": loss, "model": model}
