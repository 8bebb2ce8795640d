"""Dropout by hand draws its mask with `torch.rand(x.shape)`: right shape, wrong device."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


def dropout(x, p, *, training):
    if not training:
        return x
    keep = (torch.rand(x.shape) > p).float()
    return x * keep / (1 - p)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(6, 16)
        self.second = nn.Linear(16, 1)

    def forward(self, x):
        hidden = dropout(torch.relu(self.first(x)), 0.2, training=self.training)
        return self.second(hidden)


def run(device: torch.device) -> dict[str, object]:
    """Trains with dropout, evaluates without."""
    torch.manual_seed(0)
    x = torch.randn(32, 6).to(device)
    y = x.sum(dim=1, keepdim=True)
    net = Net().to(device)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    for _ in range(10):
        loss = (net(x) - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        final = (net(x) - y).square().mean()
    return {"final": final, "net": net}
