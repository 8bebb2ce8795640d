"""A pooling layer sorts its features on the CPU in the middle of forward and sends the largest ones back."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "round trip"


class LargestK(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.k = k

    def forward(self, x):
        largest = x.cpu().sort(dim=1, descending=True).values[:, : self.k]
        return largest.to(x.device)


def run(device: torch.device) -> dict[str, object]:
    """Trains a regression through the pooling layer."""
    torch.manual_seed(0)
    x = torch.randn(32, 6)
    y = x.max(dim=1, keepdim=True).values
    x, y = x.to(device), y.to(device)
    model = nn.Sequential(nn.Linear(6, 12), LargestK(4), nn.Linear(4, 1)).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(8):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
