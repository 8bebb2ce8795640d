"""The evaluation moves its batches, the training loop moves only the inputs; the loss meets the targets on the CPU."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


def train_epoch(model, loader, optimizer, device):
    model.train()
    for inputs, targets in loader:
        logits = model(inputs.to(device))
        loss = nn.functional.cross_entropy(logits, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def evaluate(model, loader, device):
    model.eval()
    correct = 0
    with torch.no_grad():
        for inputs, targets in loader:
            predictions = model(inputs.to(device)).argmax(dim=1)
            correct += (predictions == targets.to(device)).sum().item()
    return correct / len(loader.dataset)


def run(device: torch.device) -> dict[str, object]:
    """Trains for three epochs and evaluates on the same data."""
    torch.manual_seed(0)
    inputs = torch.randn(60, 5)
    targets = (inputs.sum(dim=1) > 0).long()
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=20)
    model = nn.Sequential(nn.Linear(5, 16), nn.Tanh(), nn.Linear(16, 2)).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(3):
        train_epoch(model, loader, optimizer, device)
    return {"accuracy": evaluate(model, loader, device), "model": model}
