"""Evaluation calls `.numpy()` on predictions without copying them to the host first."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

VERDICT = "raises"
SAYS = "can't convert .* device type tensor to numpy"


def accuracy(model, loader, device):
    hits = []
    with torch.no_grad():
        for inputs, targets in loader:
            predictions = model(inputs.to(device)).argmax(dim=1).numpy()
            hits.append(predictions == targets.numpy())
    return float(np.concatenate(hits).mean())


def run(device: torch.device) -> dict[str, object]:
    """Trains a classifier and measures its accuracy with NumPy."""
    torch.manual_seed(0)
    inputs = torch.randn(50, 4)
    targets = (inputs[:, 0] > 0).long()
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=10)
    model = nn.Linear(4, 2).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    for batch, labels in loader:
        loss = nn.functional.cross_entropy(model(batch.to(device)), labels.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"accuracy": accuracy(model, loader, device), "model": model}
