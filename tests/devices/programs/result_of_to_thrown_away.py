"""`images.to(device)` stands alone: it moves modules in place, but for a tensor it returns a copy that is lost here."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


def run(device: torch.device) -> dict[str, object]:
    """Trains an autoencoder on flattened 8x8 images."""
    torch.manual_seed(0)
    images = torch.rand(32, 64)
    images.to(device)
    model = nn.Sequential(nn.Linear(64, 16), nn.ReLU(), nn.Linear(16, 64), nn.Sigmoid())
    model.to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(5):
        reconstruction = model(images)
        loss = nn.functional.mse_loss(reconstruction, images)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
