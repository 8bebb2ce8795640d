"""Blurs images before the first layer with a fixed kernel that is a module constant on the CPU."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device|Input type .* and weight type .* should be the same"

BLUR = torch.tensor([[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]]).div(16).reshape(1, 1, 3, 3)


class BlurredNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.head = nn.Linear(4, 2)

    def forward(self, images):
        smooth = nn.functional.conv2d(images, BLUR, padding=1)
        return self.head(torch.relu(self.conv(smooth)).mean(dim=(2, 3)))


def run(device: torch.device) -> dict[str, object]:
    """Learns to tell bright from dark 8x8 images."""
    torch.manual_seed(0)
    labels = torch.arange(20) % 2
    images = torch.rand(20, 1, 8, 8) + labels.reshape(-1, 1, 1, 1)
    images, labels = images.to(device), labels.to(device)
    net = BlurredNet().to(device)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(5):
        loss = nn.functional.cross_entropy(net(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "net": net}
