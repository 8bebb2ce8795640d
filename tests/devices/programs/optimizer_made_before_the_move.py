"""Makes optimizer and schedule before `.to(device)`: it swaps each parameter's data, so the optimizer keeps its weights."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "right"


def run(device: torch.device) -> dict[str, object]:
    """Trains with a decaying learning rate and insists that the loss falls."""
    torch.manual_seed(0)
    x = torch.randn(64, 3)
    y = x @ torch.tensor([[1.0], [2.0], [3.0]])
    model = nn.Linear(3, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=5, gamma=0.5)
    model.to(device)
    x, y = x.to(device), y.to(device)
    losses = []
    for _ in range(15):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    if losses[-1] > losses[0] / 2:
        raise RuntimeError(f"the optimizer does not train this model: {losses}")
    return {"losses": losses, "rate": schedule.get_last_lr(), "model": model}
