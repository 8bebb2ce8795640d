"""A recurrent cell starts from `x.new_zeros`, which takes device and dtype from its input."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "right"


class Recurrent(nn.Module):
    def __init__(self, num_inputs, width):
        super().__init__()
        self.width = width
        self.cell = nn.Linear(num_inputs + width, width)
        self.head = nn.Linear(width, 1)

    def forward(self, x):
        hidden = x.new_zeros(x.shape[0], self.width)
        for step in x.unbind(dim=1):
            hidden = torch.tanh(self.cell(torch.cat([step, hidden], dim=1)))
        return self.head(hidden)


def run(device: torch.device) -> dict[str, object]:
    """Learns the sum of sequences, with gradients clipped."""
    torch.manual_seed(0)
    x = torch.randn(30, 5, 2).to(device)
    y = x.sum(dim=(1, 2)).unsqueeze(1)
    model = Recurrent(2, 8).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(5):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
