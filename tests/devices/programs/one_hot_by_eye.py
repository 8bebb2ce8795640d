"""Makes one-hot targets as `torch.eye(n)[labels]`: an index on the accelerator into a table on the CPU."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "raises"
SAYS = "indices should be either on .*cpu.* or on the same device as the indexed tensor"


def one_hot(labels, num_classes):
    return torch.eye(num_classes)[labels]


def run(device: torch.device) -> dict[str, object]:
    """Trains a softmax regression with its cross-entropy written out."""
    torch.manual_seed(0)
    points = torch.randn(30, 4).to(device)
    labels = torch.randint(0, 3, (30,)).to(device)
    model = nn.Linear(4, 3).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    for _ in range(10):
        log_probabilities = torch.log_softmax(model(points), dim=1)
        loss = -(one_hot(labels, 3) * log_probabilities).sum(dim=1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
