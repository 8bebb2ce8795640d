"""Mean and deviation are computed once from the training set on the CPU and used on batches that have moved."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


def run(device: torch.device) -> dict[str, object]:
    """Trains a logistic regression on standardised features."""
    torch.manual_seed(0)
    features = 5 + 3 * torch.randn(64, 4)
    targets = (features[:, 0] > features[:, 1]).float()
    mean, deviation = features.mean(dim=0), features.std(dim=0)
    loader = DataLoader(TensorDataset(features, targets), batch_size=16, shuffle=True)
    model = nn.Linear(4, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    criterion = nn.BCEWithLogitsLoss()
    running_loss = 0.0
    for batch, target in loader:
        x, y = batch.to(device), target.to(device)
        x = (x - mean) / deviation
        loss = criterion(model(x).squeeze(1), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        running_loss += loss.item()
    return {"running_loss": running_loss, "model": model}
