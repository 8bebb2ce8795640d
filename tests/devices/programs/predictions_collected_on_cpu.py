"""Collects the reconstructions of all batches on the CPU to save device memory, and returns them from there."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.data import DataLoader

VERDICT = "elsewhere"


@torch.no_grad()
def reconstruct(model, loader, device):
    outputs = [model(batch.to(device)).cpu() for batch in loader]
    return torch.cat(outputs)


def run(device: torch.device) -> dict[str, object]:
    """Trains an autoencoder and reconstructs its images."""
    torch.manual_seed(0)
    images = torch.rand(32, 64)
    loader = DataLoader(images, batch_size=8)
    model = nn.Sequential(nn.Linear(64, 12), nn.ReLU(), nn.Linear(12, 64)).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(2):
        for batch in loader:
            target = batch.to(device)
            loss = nn.functional.mse_loss(model(target), target)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return {"reconstructions": reconstruct(model, loader, device), "loss": loss.detach()}
