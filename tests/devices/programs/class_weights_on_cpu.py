"""An unbalanced classification weighs its classes with a tensor that nobody moved."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


def run(device: torch.device) -> dict[str, object]:
    """Trains a linear classifier on 90 points, one class ten times as frequent as another."""
    torch.manual_seed(0)
    labels = torch.tensor([0] * 60 + [1] * 24 + [2] * 6)
    points = torch.randn(90, 3) + 2 * torch.eye(3)[labels]
    weights = len(labels) / (3 * torch.bincount(labels, minlength=3).float())
    criterion = nn.CrossEntropyLoss(weight=weights)
    points, labels = points.to(device), labels.to(device)
    model = nn.Linear(3, 3).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(15):
        loss = criterion(model(points), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    recall = [(model(points).argmax(dim=1)[labels == c] == c).float().mean().item() for c in range(3)]
    return {"loss": loss.detach(), "recall": recall, "model": model}
