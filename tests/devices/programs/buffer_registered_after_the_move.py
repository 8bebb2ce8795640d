"""Registers a buffer of class counts on a model that has moved already; nothing uses it in this run, so nothing raises."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "elsewhere"


def run(device: torch.device) -> dict[str, object]:
    """Trains one step and stores the class counts with the model."""
    torch.manual_seed(0)
    labels = torch.randint(0, 4, (20,))
    inputs = torch.randn(20, 5)
    model = nn.Sequential(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 4))
    model.to(device)
    model.register_buffer("class_counts", torch.bincount(labels, minlength=4))
    loss = nn.functional.cross_entropy(model(inputs.to(device)), labels.to(device))
    loss.backward()
    torch.optim.SGD(model.parameters(), lr=0.1).step()
    return {"loss": loss.detach(), "model": model}
