"""The loop collects detached loss tensors and averages them with NumPy, which cannot read a device's memory."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

VERDICT = "raises"
SAYS = "can't convert .* device type tensor to numpy"


def run(device: torch.device) -> dict[str, object]:
    """Fits a plane and returns the mean loss of the epochs."""
    torch.manual_seed(0)
    x = torch.randn(40, 2)
    y = (x @ torch.tensor([[2.0], [-1.0]])).to(device)
    x = x.to(device)
    model = nn.Linear(2, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = []
    for _ in range(10):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return {"mean_loss": float(np.mean(losses)), "model": model}
