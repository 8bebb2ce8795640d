"""Attention builds its causal mask in forward without saying on which device."""

from __future__ import annotations

import math

import torch
from torch import nn

VERDICT = "raises"
SAYS = "[Ee]xpected (all tensors|self and mask) to be on the same device"


class Attention(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x):
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        scores = q @ k.transpose(-2, -1) / math.sqrt(x.shape[-1])
        length = x.shape[1]
        future = torch.ones(length, length, dtype=torch.bool).triu(diagonal=1)
        scores = scores.masked_fill(future, float("-inf"))
        return self.out(torch.softmax(scores, dim=-1) @ v)


def run(device: torch.device) -> dict[str, object]:
    """One forward and one backward pass on a batch of two sequences."""
    torch.manual_seed(0)
    x = torch.randn(2, 5, 8).to(device)
    block = Attention(8).to(device)
    y = block(x)
    y.pow(2).mean().backward()
    return {"y": y.detach(), "grad": block.qkv.weight.grad, "block": block}
