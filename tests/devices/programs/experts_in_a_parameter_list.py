"""A mixture of experts keeps its weights in a ParameterList and its branches in a ModuleList, which both move."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "right"


class Mixture(nn.Module):
    def __init__(self, width, num_experts):
        super().__init__()
        self.gates = nn.ModuleList([nn.Linear(width, 1) for _ in range(num_experts)])
        self.experts = nn.ParameterList([torch.randn(width, 1) / width for _ in range(num_experts)])

    def forward(self, x):
        weights = torch.softmax(torch.cat([gate(x) for gate in self.gates], dim=1), dim=1)
        outputs = torch.cat([x @ expert for expert in self.experts], dim=1)
        return (weights * outputs).sum(dim=1)


def run(device: torch.device) -> dict[str, object]:
    """Fits |x0| with two linear experts."""
    torch.manual_seed(0)
    x = torch.randn(64, 4)
    y = x[:, 0].abs()
    x, y = x.to(device), y.to(device)
    model = Mixture(4, 2).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    for _ in range(10):
        loss = (model(x) - y).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
