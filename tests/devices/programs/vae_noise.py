"""A variational autoencoder samples its noise with `torch.randn(size)` on the CPU."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


class VAE(nn.Module):
    def __init__(self, num_inputs, width):
        super().__init__()
        self.encoder = nn.Linear(num_inputs, 2 * width)
        self.decoder = nn.Linear(width, num_inputs)

    def forward(self, x):
        mean, log_variance = self.encoder(x).chunk(2, dim=1)
        noise = torch.randn(mean.size())
        z = mean + torch.exp(0.5 * log_variance) * noise
        return self.decoder(z), mean, log_variance


def run(device: torch.device) -> dict[str, object]:
    """Trains on 40 random vectors."""
    torch.manual_seed(0)
    x = torch.randn(40, 10).to(device)
    model = VAE(10, 3).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(5):
        output, mean, log_variance = model(x)
        divergence = -0.5 * (1 + log_variance - mean.square() - log_variance.exp()).sum(dim=1).mean()
        loss = nn.functional.mse_loss(output, x) + 0.01 * divergence
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
