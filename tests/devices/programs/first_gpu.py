"""Moves the class weights to `cuda:0` by name; the rest of the script follows the argument."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "hard-coded"


def run(device: torch.device) -> dict[str, object]:
    """Trains with class weights, evaluates with counts."""
    torch.manual_seed(0)
    labels = torch.tensor([0] * 30 + [1] * 10)
    points = torch.randn(40, 2) + labels.unsqueeze(1)
    criterion = nn.CrossEntropyLoss(weight=torch.tensor([0.25, 0.75]).to("cuda:0"))
    points, labels = points.to(device), labels.to(device)
    model = nn.Linear(2, 2).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(10):
        loss = criterion(model(points), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    correct = (model(points).argmax(dim=1) == labels).sum().item()
    return {"correct": correct, "loss": loss.detach(), "model": model}
