"""Class weights follow the criterion, which is a module with a buffer: one `.to(device)` moves them."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "right"


def run(device: torch.device) -> dict[str, object]:
    """Trains on unbalanced classes and returns the recall of each."""
    torch.manual_seed(0)
    labels = torch.tensor([0] * 40 + [1] * 8)
    points = torch.randn(48, 2) + 2 * labels.unsqueeze(1)
    weights = len(labels) / (2 * torch.bincount(labels).float())
    criterion = nn.CrossEntropyLoss(weight=weights).to(device)
    points, labels = points.to(device), labels.to(device)
    model = nn.Linear(2, 2).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    for _ in range(15):
        loss = criterion(model(points), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    predictions = model(points).argmax(dim=1)
    recall = [(predictions[labels == c] == c).float().mean().item() for c in range(2)]
    return {"recall": recall, "model": model, "criterion": criterion}
