"""A recurrent cell written by hand starts from `torch.zeros(batch, width)`, which is on the CPU."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


class Recurrent(nn.Module):
    def __init__(self, num_inputs, width):
        super().__init__()
        self.width = width
        self.from_input = nn.Linear(num_inputs, width)
        self.from_hidden = nn.Linear(width, width, bias=False)
        self.head = nn.Linear(width, 1)

    def forward(self, x):
        hidden = torch.zeros(x.shape[0], self.width)
        for t in range(x.shape[1]):
            hidden = torch.tanh(self.from_input(x[:, t]) + self.from_hidden(hidden))
        return self.head(hidden).squeeze(1)


def run(device: torch.device) -> dict[str, object]:
    """Learns the mean of sequences of six steps."""
    torch.manual_seed(0)
    x = torch.randn(40, 6, 2)
    y = x.mean(dim=(1, 2))
    x, y = x.to(device), y.to(device)
    model = Recurrent(2, 8).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(5):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
