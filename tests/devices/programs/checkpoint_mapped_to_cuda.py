"""Loads a checkpoint with `map_location="cuda"`, which a machine without CUDA refuses."""

from __future__ import annotations

import io

import torch
from torch import nn

VERDICT = "hard-coded"


def run(device: torch.device) -> dict[str, object]:
    """Stores a table of class means and classifies by the nearest of them."""
    torch.manual_seed(0)
    file = io.BytesIO()
    torch.save({"means": torch.randn(3, 4)}, file)
    file.seek(0)
    means = torch.load(file, map_location="cuda")["means"]
    points = torch.randn(10, 4).to(device)
    distances = nn.functional.pairwise_distance(points.unsqueeze(1), means)
    return {"nearest": distances.argmin(dim=1)}
