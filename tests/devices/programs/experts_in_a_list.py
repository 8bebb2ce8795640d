"""A mixture of two experts keeps their weights as parameters in a plain list; only the gate moves."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


class Mixture(nn.Module):
    def __init__(self, width, num_experts):
        super().__init__()
        self.gate = nn.Linear(width, num_experts)
        self.experts = [nn.Parameter(torch.randn(width, 1) / width) for _ in range(num_experts)]

    def forward(self, x):
        weights = torch.softmax(self.gate(x), dim=1)
        outputs = torch.cat([x @ expert for expert in self.experts], dim=1)
        return (weights * outputs).sum(dim=1)


def run(device: torch.device) -> dict[str, object]:
    """Fits |x0| with two linear experts."""
    torch.manual_seed(0)
    x = torch.randn(64, 4)
    y = x[:, 0].abs()
    x, y = x.to(device), y.to(device)
    model = Mixture(4, 2).to(device)
    optimizer = torch.optim.Adam([*model.parameters(), *model.experts], lr=0.05)
    losses = []
    for _ in range(10):
        loss = (model(x) - y).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {"losses": losses, "model": model}
