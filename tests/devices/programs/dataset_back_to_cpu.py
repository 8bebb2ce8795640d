"""Moves the whole data set to the device, back to the CPU for a DataLoader, and each batch to the device again."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

VERDICT = "round trip"


def run(device: torch.device) -> dict[str, object]:
    """Trains a linear classifier on standardised features."""
    torch.manual_seed(0)
    features = (4 * torch.randn(40, 3) + 1).to(device)
    labels = (features[:, 0] > 1).long()
    features = (features - features.mean(dim=0)) / features.std(dim=0)
    loader = DataLoader(TensorDataset(features.cpu(), labels.cpu()), batch_size=10)
    model = nn.Linear(3, 2).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    for x, y in loader:
        loss = nn.functional.cross_entropy(model(x.to(device)), y.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
