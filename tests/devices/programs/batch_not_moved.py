"""A training loop moves the labels of each batch but forgets its images."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device|Input type .* and weight type .* should be the same"


def make_model():
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(4 * 4 * 4, 3),
    )


def run(device: torch.device) -> dict[str, object]:
    """Trains a small CNN on random 8x8 images for two epochs."""
    torch.manual_seed(0)
    data = TensorDataset(torch.randn(48, 1, 8, 8), torch.randint(0, 3, (48,)))
    loader = DataLoader(data, batch_size=16, shuffle=True)
    model = make_model().to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    history = []
    for _ in range(2):
        for images, labels in loader:
            targets = labels.to(device)
            loss = nn.functional.cross_entropy(model(images), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            history.append(loss.item())
    return {"history": history, "model": model}
