"""An MLP keeps its hidden layers in a plain list, so neither `.to(device)` nor the optimizer sees them."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


class MLP(nn.Module):
    def __init__(self, widths):
        super().__init__()
        self.hidden = [nn.Linear(a, b) for a, b in pairwise(widths[:-1])]
        self.head = nn.Linear(widths[-2], widths[-1])

    def forward(self, x):
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.head(x)


def run(device: torch.device) -> dict[str, object]:
    """Trains on two blobs and reports the accuracy as a number."""
    torch.manual_seed(0)
    labels = torch.arange(40) % 2
    points = torch.randn(40, 2) + 4 * labels.unsqueeze(1)
    points, labels = points.to(device), labels.to(device)
    model = MLP([2, 8, 8, 2]).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    criterion = nn.CrossEntropyLoss()
    for _ in range(10):
        optimizer.zero_grad()
        loss = criterion(model(points), labels)
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        accuracy = (model(points).argmax(dim=1) == labels).float().mean().item()
    return {"accuracy": accuracy, "loss": loss.detach(), "model": model}
