"""The data follows the argument, the model goes to the device that `is_available` picks."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

VERDICT = "hard-coded"
VERDICT_WITHOUT_CUDA = "raises"
SAYS = "Expected all tensors to be on the same device"


def build_model():
    model = nn.Sequential(nn.Linear(4, 10), nn.ReLU(), nn.Linear(10, 2))
    return model.to("cuda" if torch.cuda.is_available() else "cpu")


def run(device: torch.device) -> dict[str, object]:
    """Trains an MLP for two epochs."""
    torch.manual_seed(0)
    inputs = torch.randn(32, 4)
    loader = DataLoader(TensorDataset(inputs, (inputs[:, 1] > 0).long()), batch_size=8)
    model = build_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(2):
        for x, y in loader:
            loss = nn.functional.cross_entropy(model(x.to(device)), y.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return {"loss": loss.detach(), "model": model}
