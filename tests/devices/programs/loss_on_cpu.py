"""Brings the logits to the labels on the CPU instead of the labels to the device, so the loss is a CPU tensor."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

VERDICT = "elsewhere"


@torch.no_grad()
def evaluate(model, loader, device):
    losses = []
    for images, labels in loader:
        logits = model(images.to(device)).cpu()
        losses.append(nn.functional.cross_entropy(logits, labels))
    return torch.stack(losses).mean()


def run(device: torch.device) -> dict[str, object]:
    """Trains a CNN for one epoch, then computes the mean loss without gradients."""
    torch.manual_seed(0)
    loader = DataLoader(TensorDataset(torch.randn(32, 1, 8, 8), torch.randint(0, 2, (32,))), batch_size=8)
    model = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 2))
    model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for images, labels in loader:
        loss = nn.functional.cross_entropy(model(images.to(device)), labels.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": evaluate(model, loader, device), "model": model}
