"""Label smoothing fills a table with `torch.full` on the CPU and scatters device labels into it."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


def smooth(labels, num_classes, epsilon):
    targets = torch.full((len(labels), num_classes), epsilon / (num_classes - 1))
    return targets.scatter_(1, labels.unsqueeze(1), 1 - epsilon)


def run(device: torch.device) -> dict[str, object]:
    """Computes the smoothed loss of one batch and its gradient."""
    torch.manual_seed(0)
    inputs, labels = torch.randn(12, 6), torch.randint(0, 4, (12,))
    inputs, labels = inputs.to(device), labels.to(device)
    model = nn.Linear(6, 4).to(device)
    log_probabilities = model(inputs).log_softmax(dim=1)
    loss = -(smooth(labels, 4, 0.1) * log_probabilities).sum(dim=1).mean()
    loss.backward()
    return {"loss": loss.detach(), "gradient": model.weight.grad}
