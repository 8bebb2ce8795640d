"""A learned temperature of rank 0 stays on the CPU. It may mix with device tensors, and trains, but it never moved."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "elsewhere"


def run(device: torch.device) -> dict[str, object]:
    """Calibrates fixed logits by gradient descent on one temperature."""
    torch.manual_seed(0)
    logits = 5 * torch.randn(50, 3).to(device)
    labels = torch.randint(0, 3, (50,)).to(device)
    temperature = nn.Parameter(torch.tensor(1.0))
    optimizer = torch.optim.SGD([temperature], lr=0.1)
    for _ in range(10):
        loss = nn.functional.cross_entropy(logits / temperature, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"temperature": temperature.detach(), "loss": loss.detach()}
