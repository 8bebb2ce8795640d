"""A CNN whose batch norm has running statistics: they are buffers, so they move with the model."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "right"


class ConvNet(nn.Module):
    def __init__(self, num_classes):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 4, 3, padding=1, bias=False),
            nn.BatchNorm2d(4),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(4, 8, 3, padding=1),
            nn.ReLU(),
        )
        self.head = nn.Linear(8, num_classes)

    def forward(self, images):
        return self.head(self.features(images).mean(dim=(2, 3)))


def run(device: torch.device) -> dict[str, object]:
    """Trains on random 8x8 images, then predicts in evaluation mode."""
    torch.manual_seed(0)
    labels = torch.arange(24) % 3
    images = torch.randn(24, 1, 8, 8) + labels.reshape(-1, 1, 1, 1)
    net = ConvNet(3).to(device)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    for indices in torch.randperm(24).split(8):
        logits = net(images[indices].to(device))
        loss = nn.functional.cross_entropy(logits, labels[indices].to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    net.eval()
    with torch.no_grad():
        predictions = net(images.to(device)).argmax(dim=1)
    return {"predictions": predictions, "net": net}
