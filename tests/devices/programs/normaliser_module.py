"""A module learns mean and deviation as buffers on the CPU, then moves with the rest of the model."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

VERDICT = "right"


class Rows(Dataset):
    def __init__(self, num_rows):
        self.features = 3 + 2 * torch.randn(num_rows, 4)
        self.targets = (self.features[:, 0] > 3).float()

    def __len__(self):
        return len(self.features)

    def __getitem__(self, i):
        return {"x": self.features[i], "y": self.targets[i]}


class Normaliser(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.register_buffer("mean", features.mean(dim=0))
        self.register_buffer("deviation", features.std(dim=0))

    def forward(self, x):
        return (x - self.mean) / self.deviation


def run(device: torch.device) -> dict[str, object]:
    """Trains a logistic regression; each batch is a dict that moves key by key."""
    torch.manual_seed(0)
    rows = Rows(48)
    model = nn.Sequential(Normaliser(rows.features), nn.Linear(4, 1)).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    criterion = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(2.0, device=device))
    for batch in DataLoader(rows, batch_size=12, shuffle=True):
        on_device = {key: value.to(device) for key, value in batch.items()}
        loss = criterion(model(on_device["x"]).squeeze(1), on_device["y"])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
