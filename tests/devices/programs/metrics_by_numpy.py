"""Copies predictions to the host before NumPy sees them, and returns what NumPy says as numbers and lists."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

VERDICT = "right"


def summarise(predictions, targets):
    errors = predictions.detach().cpu().numpy() - targets.cpu().numpy()
    return {"mean": float(errors.mean()), "quartiles": np.quantile(errors, [0.25, 0.5, 0.75]).tolist()}


def run(device: torch.device) -> dict[str, object]:
    """Fits a plane from NumPy arrays and logs weights and losses."""
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    x = rng.standard_normal((50, 2)).astype(np.float32)
    y = (x @ np.array([[1.0], [-1.0]], dtype=np.float32)) + 0.5
    inputs, targets = torch.from_numpy(x).to(device), torch.as_tensor(y, device=device)
    model = nn.Linear(2, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    log = []
    for step in range(12):
        loss = nn.functional.mse_loss(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        log.append((step, round(loss.item(), 6), model.weight.flatten().tolist()))
    return {"log": log, **summarise(model(inputs), targets), "model": model}
