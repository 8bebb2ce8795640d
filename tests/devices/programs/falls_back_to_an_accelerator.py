"""Takes the argument if there is one, else the machine's accelerator, else the CPU."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "right"


def pick_device(device=None):
    if device is not None:
        return torch.device(device)
    return torch.accelerator.current_accelerator() or torch.device("cpu")


def fit(x, y, *, num_steps=10, device=None):
    device = pick_device(device)
    x, y = torch.as_tensor(x, device=device), torch.as_tensor(y, device=device)
    model = nn.Linear(x.shape[1], 1, device=device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(num_steps):
        loss = nn.functional.mse_loss(model(x).squeeze(1), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model, loss.detach()


def run(device: torch.device) -> dict[str, object]:
    """Fits four rows."""
    torch.manual_seed(0)
    model, loss = fit([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]], [1.0, 2.0, 3.0, 0.0], device=device)
    return {"model": model, "loss": loss}
