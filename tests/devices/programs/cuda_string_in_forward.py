"""Everything follows the device argument, but forward makes its hidden state with `device="cuda"`."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "hard-coded"


class Recurrent(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.width = width
        self.cell = nn.Linear(1 + width, width)
        self.head = nn.Linear(width, 1)

    def forward(self, x):
        hidden = torch.zeros(x.shape[0], self.width, device="cuda")
        for t in range(x.shape[1]):
            hidden = torch.tanh(self.cell(torch.cat([x[:, t : t + 1], hidden], dim=1)))
        return self.head(hidden)


def run(device: torch.device) -> dict[str, object]:
    """Learns the sum of five numbers."""
    torch.manual_seed(0)
    x = torch.randn(30, 5).to(device)
    y = x.sum(dim=1, keepdim=True)
    model = Recurrent(6).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(5):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
