"""Clips gradients on the CPU: each one leaves the device, is scaled, and returns."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "round trip"


def clip_gradients(parameters, largest, device):
    gradients = [p.grad.to("cpu") for p in parameters]
    norm = torch.stack([g.norm() for g in gradients]).norm()
    scale = min(1.0, largest / (norm.item() + 1e-6))
    for p, g in zip(parameters, gradients, strict=True):
        p.grad = (g * scale).to(device)
    return norm.item()


def run(device: torch.device) -> dict[str, object]:
    """Trains with a learning rate that needs the clipping."""
    torch.manual_seed(0)
    x = 10 * torch.randn(40, 3)
    y = x.sum(dim=1, keepdim=True)
    x, y = x.to(device), y.to(device)
    model = nn.Linear(3, 1).to(device)
    parameters = list(model.parameters())
    optimizer = torch.optim.SGD(parameters, lr=0.1)
    norms = []
    for _ in range(10):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        norms.append(clip_gradients(parameters, 1.0, device))
        optimizer.step()
    return {"norms": norms, "model": model}
