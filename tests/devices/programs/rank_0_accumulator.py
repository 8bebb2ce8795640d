"""Sums losses with `total = total + loss` from a rank-0 CPU tensor, which may mix; the sum is on the device."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

VERDICT = "right"


def run(device: torch.device) -> dict[str, object]:
    """Trains an epoch with a weight decay of its own and returns the mean loss."""
    torch.manual_seed(0)
    inputs = torch.randn(32, 4)
    loader = DataLoader(TensorDataset(inputs, inputs.norm(dim=1, keepdim=True)), batch_size=8)
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1)).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02)
    total = torch.tensor(0.0)
    for x, y in loader:
        penalty = torch.tensor(0.0)
        for parameter in model.parameters():
            penalty = penalty + parameter.square().sum()
        loss = nn.functional.mse_loss(model(x.to(device)), y.to(device)) + torch.tensor(1e-3) * penalty
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total = total + loss.detach()
    return {"mean_loss": total / len(loader), "model": model}
