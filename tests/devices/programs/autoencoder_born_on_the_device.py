"""Nothing moves: images, layers and noise are all made on the device."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "right"


class Autoencoder(nn.Module):
    def __init__(self, num_pixels, width, *, device=None):
        super().__init__()
        self.encoder = nn.Linear(num_pixels, width, device=device)
        self.decoder = nn.Linear(width, num_pixels, device=device)

    def forward(self, images):
        return torch.sigmoid(self.decoder(torch.relu(self.encoder(images))))


def run(device: torch.device) -> dict[str, object]:
    """Trains a denoising autoencoder on random 8x8 images."""
    torch.manual_seed(0)
    images = torch.rand(32, 64, device=device)
    model = Autoencoder(64, 12, device=device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(5):
        noisy = images + 0.1 * torch.randn_like(images)
        loss = (model(noisy) - images).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
