"""A whole script that never looks at its device: model and data stay on the CPU together and train there in peace."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

VERDICT = "elsewhere"


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))

    def forward(self, x):
        return self.layers(x)


def run(device: torch.device) -> dict[str, object]:
    """Trains an MLP classifier for three epochs."""
    torch.manual_seed(0)
    inputs = torch.randn(60, 8)
    targets = inputs[:, :3].argmax(dim=1)
    loader = DataLoader(TensorDataset(inputs, targets), batch_size=12, shuffle=True)
    net = Net()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    criterion = nn.CrossEntropyLoss()
    for _ in range(3):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(net(x), y)
            loss.backward()
            optimizer.step()
    return {"loss": loss.detach(), "net": net}
