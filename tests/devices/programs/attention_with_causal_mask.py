"""Attention makes its causal mask and its positions in forward, on the device of its input."""

from __future__ import annotations

import math

import torch
from torch import nn

VERDICT = "right"


class Block(nn.Module):
    def __init__(self, width, max_length):
        super().__init__()
        self.positions = nn.Embedding(max_length, width)
        self.norm = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x):
        length = x.shape[1]
        x = x + self.positions(torch.arange(length, device=x.device))
        q, k, v = self.qkv(self.norm(x)).chunk(3, dim=-1)
        scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[-1])
        future = torch.ones(length, length, dtype=torch.bool, device=x.device).triu(1)
        weights = scores.masked_fill(future, float("-inf")).softmax(dim=-1)
        return x + self.out(weights @ v)


def run(device: torch.device) -> dict[str, object]:
    """Learns to predict the next vector of a sequence."""
    torch.manual_seed(0)
    sequence = torch.randn(4, 7, 8).cumsum(dim=1).to(device)
    inputs, targets = sequence[:, :-1], sequence[:, 1:]
    block = Block(8, 16).to(device)
    optimizer = torch.optim.Adam(block.parameters(), lr=0.01)
    for _ in range(6):
        loss = nn.functional.mse_loss(block(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "block": block}
