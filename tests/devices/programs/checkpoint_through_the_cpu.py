"""Loads weights with `map_location="cpu"` into a model on the device: `load_state_dict` copies, so the model stays there."""

from __future__ import annotations

import io

import torch
from torch import nn

VERDICT = "right"


def run(device: torch.device) -> dict[str, object]:
    """Loads weights that were saved on the CPU and trains one step."""
    torch.manual_seed(0)
    file = io.BytesIO()
    torch.save(nn.Linear(4, 2).state_dict(), file)
    file.seek(0)
    model = nn.Linear(4, 2).to(device)
    model.load_state_dict(torch.load(file, map_location="cpu"))
    x, y = torch.randn(10, 4).to(device), torch.randint(0, 2, (10,)).to(device)
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward()
    torch.optim.SGD(model.parameters(), lr=0.1).step()
    return {"loss": loss.detach(), "model": model}
