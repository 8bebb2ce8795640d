"""Counts into a confusion matrix on the CPU with labels and predictions that are on the device."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


def confusion_matrix(labels, predictions, num_classes):
    counts = torch.zeros(num_classes * num_classes, dtype=torch.long)
    counts.scatter_add_(0, labels * num_classes + predictions, torch.ones_like(labels))
    return counts.reshape(num_classes, num_classes).tolist()


def run(device: torch.device) -> dict[str, object]:
    """Counts what an untrained classifier says about 30 points."""
    torch.manual_seed(0)
    points, labels = torch.randn(30, 5).to(device), torch.randint(0, 3, (30,)).to(device)
    model = nn.Linear(5, 3).to(device)
    with torch.no_grad():
        predictions = model(points).argmax(dim=1)
    return {"matrix": confusion_matrix(labels, predictions, 3)}
