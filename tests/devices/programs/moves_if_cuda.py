"""Guards its moves of the data with `if torch.cuda.is_available()`: no other accelerator gets any data."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "hard-coded"
VERDICT_WITHOUT_CUDA = "raises"
SAYS = "Expected all tensors to be on the same device|Input type .* and weight type .* should be the same"


def run(device: torch.device) -> dict[str, object]:
    """Trains a small CNN on random images."""
    torch.manual_seed(0)
    images, labels = torch.randn(16, 1, 8, 8), torch.randint(0, 2, (16,))
    if torch.cuda.is_available():
        images, labels = images.cuda(), labels.cuda()
    model = nn.Sequential(nn.Conv2d(1, 2, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(18, 2)).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    criterion = nn.CrossEntropyLoss()
    for _ in range(4):
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
