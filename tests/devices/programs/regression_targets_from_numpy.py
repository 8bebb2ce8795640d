"""A regression wraps NumPy arrays; `torch.from_numpy` gives CPU tensors and only the inputs are moved."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


def run(device: torch.device) -> dict[str, object]:
    """Fits a sine with a small MLP."""
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    x = rng.uniform(-3, 3, size=(50, 1)).astype(np.float32)
    y = np.sin(x)
    inputs = torch.from_numpy(x).to(device)
    targets = torch.from_numpy(y)
    model = nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Linear(16, 1)).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    criterion = nn.MSELoss()
    for _ in range(20):
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
