"""Brings predictions to the CPU, counts them into a matrix there and returns that matrix as a metric of the device."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

VERDICT = "elsewhere"


def evaluate(model, loader, num_classes, device):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.long)
    with torch.no_grad():
        for inputs, labels in loader:
            predictions = model(inputs.to(device)).argmax(dim=1).cpu()
            pairs = labels * num_classes + predictions
            matrix += torch.bincount(pairs, minlength=num_classes**2).reshape(num_classes, num_classes)
    return matrix


def run(device: torch.device) -> dict[str, object]:
    """Trains a linear classifier and evaluates it batch by batch."""
    torch.manual_seed(0)
    inputs = torch.randn(48, 4)
    labels = inputs[:, :3].argmax(dim=1)
    loader = DataLoader(TensorDataset(inputs, labels), batch_size=16)
    model = nn.Linear(4, 3).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    for x, y in loader:
        loss = nn.functional.cross_entropy(model(x.to(device)), y.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"matrix": evaluate(model, loader, 3, device), "model": model}
