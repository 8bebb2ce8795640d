"""The plain right way: the model moves once, every batch moves in the loop, metrics leave as numbers."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

VERDICT = "right"


def train_epoch(model, loader, optimizer, device):
    model.train()
    total = 0.0
    for inputs, targets in loader:
        x, y = inputs.to(device), targets.to(device)
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / len(loader.dataset)


@torch.no_grad()
def accuracy(model, loader, device):
    model.eval()
    hits = [(model(x.to(device)).argmax(dim=1) == y.to(device)).sum().item() for x, y in loader]
    return sum(hits) / len(loader.dataset)


def run(device: torch.device) -> dict[str, object]:
    """Trains for three epochs."""
    torch.manual_seed(0)
    inputs = torch.randn(60, 5)
    loader = DataLoader(TensorDataset(inputs, (inputs.sum(dim=1) > 0).long()), batch_size=20, shuffle=True)
    model = nn.Sequential(nn.Linear(5, 16), nn.ReLU(), nn.Dropout(0.1), nn.Linear(16, 2)).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    losses = [train_epoch(model, loader, optimizer, device) for _ in range(3)]
    return {"losses": losses, "accuracy": accuracy(model, loader, device), "model": model}
