"""Moves the model to the CPU to evaluate it with NumPy. A module moves in place, so that is where it stays."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

VERDICT = "elsewhere"


def root_mean_square_error(model, x, y):
    model.to("cpu")
    with torch.no_grad():
        errors = model(torch.from_numpy(x)).numpy() - y
    return float(np.sqrt((errors**2).mean()))


def run(device: torch.device) -> dict[str, object]:
    """Fits a plane on the device, evaluates on held-out rows."""
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    x = rng.standard_normal((60, 3)).astype(np.float32)
    y = x.sum(axis=1, keepdims=True)
    inputs, targets = torch.from_numpy(x[:40]).to(device), torch.from_numpy(y[:40]).to(device)
    model = nn.Linear(3, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(20):
        loss = nn.functional.mse_loss(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"error": root_mean_square_error(model, x[40:], y[40:]), "model": model}
