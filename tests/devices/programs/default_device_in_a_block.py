"""Makes everything inside `with torch.device(device)`, so no line names a device."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "right"


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(2, 16), nn.Linear(16, 1)
        self.scale = torch.full((1,), 0.5)

    def forward(self, x):
        return self.second(torch.tanh(self.first(x))) * self.scale


def run(device: torch.device) -> dict[str, object]:
    """Learns exclusive or."""
    torch.manual_seed(0)
    with torch.device(device):
        x = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
        y = torch.tensor([[0.0], [1.0], [1.0], [0.0]])
        net = Net()
        optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
        losses = torch.zeros(20)
        for step in range(20):
            loss = (net(x) - y).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses[step] = loss.detach()
    return {"losses": losses, "net": net}
