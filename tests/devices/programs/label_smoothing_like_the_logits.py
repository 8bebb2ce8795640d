"""Label smoothing makes its targets with `full_like`, dropout its mask with `rand_like`: both follow their input."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "right"


def smooth(labels, logits, epsilon):
    targets = torch.full_like(logits, epsilon / (logits.shape[1] - 1), requires_grad=False)
    return targets.scatter_(1, labels.unsqueeze(1), 1 - epsilon)


def dropout(x, p):
    return x * (torch.rand_like(x) > p) / (1 - p)


def run(device: torch.device) -> dict[str, object]:
    """Trains an MLP on smoothed targets with a plateau schedule."""
    torch.manual_seed(0)
    inputs, labels = torch.randn(30, 6).to(device), torch.randint(0, 4, (30,)).to(device)
    first, second = nn.Linear(6, 16).to(device), nn.Linear(16, 4).to(device)
    optimizer = torch.optim.SGD([*first.parameters(), *second.parameters()], lr=0.2)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=2)
    for _ in range(8):
        logits = second(dropout(torch.relu(first(inputs)), 0.1))
        loss = -(smooth(labels, logits, 0.1) * logits.log_softmax(dim=1)).sum(dim=1).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step(loss.detach())
    return {"loss": loss.detach(), "layers": [first, second]}
