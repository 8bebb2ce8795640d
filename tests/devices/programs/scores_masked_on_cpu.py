"""Attention avoids an error about its mask by doing the softmax on the CPU, where the mask is."""

from __future__ import annotations

import math

import torch
from torch import nn

VERDICT = "round trip"


class Attention(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.q, self.k, self.v = (nn.Linear(width, width) for _ in range(3))

    def forward(self, x):
        scores = self.q(x) @ self.k(x).transpose(1, 2) / math.sqrt(x.shape[2])
        future = torch.triu(torch.ones(x.shape[1], x.shape[1]), diagonal=1).bool()
        weights = scores.to("cpu").masked_fill(future, float("-inf")).softmax(dim=2)
        return weights.to(x.device) @ self.v(x)


def run(device: torch.device) -> dict[str, object]:
    """Learns to repeat the running mean of a sequence."""
    torch.manual_seed(0)
    x = torch.randn(8, 6, 4)
    y = x.cumsum(dim=1) / torch.arange(1, 7).reshape(1, 6, 1)
    x, y = x.to(device), y.to(device)
    model = Attention(4).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(5):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
