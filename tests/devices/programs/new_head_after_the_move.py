"""Fine-tuning gives the moved model a fresh head for the next task and forgets to move it; it is not used yet."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "elsewhere"


class Classifier(nn.Module):
    def __init__(self, num_classes):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(6, 12), nn.ReLU())
        self.head = nn.Linear(12, num_classes)

    def forward(self, x):
        return self.head(self.body(x))


def run(device: torch.device) -> dict[str, object]:
    """Trains on three classes, then prepares the model for five."""
    torch.manual_seed(0)
    x, y = torch.randn(30, 6).to(device), torch.randint(0, 3, (30,)).to(device)
    model = Classifier(3).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    for _ in range(5):
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.head = nn.Linear(12, 5)
    for parameter in model.body.parameters():
        parameter.requires_grad_(requires_grad=False)
    return {"loss": loss.detach(), "model": model}
