"""Writes each loss into a history tensor on the CPU: assignment copies across devices, so nothing complains."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "elsewhere"


def run(device: torch.device) -> dict[str, object]:
    """Fits a plane and returns the losses of all steps."""
    torch.manual_seed(0)
    num_steps = 12
    x = torch.randn(40, 2)
    y = (x @ torch.tensor([[1.0], [3.0]])).to(device)
    x = x.to(device)
    model = nn.Linear(2, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    history = torch.zeros(num_steps)
    for step in range(num_steps):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history[step] = loss.detach()
    return {"history": history, "model": model}
