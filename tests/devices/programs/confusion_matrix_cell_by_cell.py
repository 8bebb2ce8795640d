"""Rank-0 integer tensors of the device index a CPU tensor like Python integers; the matrix leaves as a list."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "right"


def run(device: torch.device) -> dict[str, object]:
    """Counts what an untrained classifier says about twelve points."""
    torch.manual_seed(0)
    points, labels = torch.randn(12, 5).to(device), torch.randint(0, 3, (12,)).to(device)
    model = nn.Linear(5, 3).to(device)
    predictions = model(points).argmax(dim=1)
    matrix = torch.zeros(3, 3, dtype=torch.long)
    for label, prediction in zip(labels, predictions, strict=True):
        matrix[label, prediction] += 1
    return {"matrix": matrix.tolist(), "predictions": predictions}
