"""Copies CPU rows into a buffer on the device by slice assignment, which crosses devices like `copy_`."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "right"


class Replay:
    def __init__(self, capacity, width, device):
        self.rows = torch.zeros(capacity, width, device=device)
        self.size = 0

    def add(self, rows):
        self.rows[self.size : self.size + len(rows)] = rows
        self.size += len(rows)

    def sample(self, num_rows):
        return self.rows[torch.randint(0, self.size, (num_rows,))]


def run(device: torch.device) -> dict[str, object]:
    """Collects rows in four rounds and trains a predictor of the last column between them."""
    torch.manual_seed(0)
    replay = Replay(64, 4, device)
    model = nn.Linear(3, 1).to(device)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=0.01)
    for _ in range(4):
        rows = torch.randn(16, 4)
        rows[:, 3] = rows[:, :3].sum(dim=1)
        replay.add(rows)
        for _ in range(3):
            batch = replay.sample(8)
            loss = nn.functional.mse_loss(model(batch[:, :3]), batch[:, 3:])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return {"rows": replay.rows, "loss": loss.detach(), "model": model}
