"""Three ways to one-hot rows that all stay where the labels are."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "right"


def run(device: torch.device) -> dict[str, object]:
    """Encodes the same labels by a table, by scatter and by `one_hot`."""
    labels = torch.tensor([2, 0, 1, 1, 3], device=device)
    table = torch.eye(4, device=labels.device)[labels]
    scattered = torch.zeros(5, 4, device=device).scatter_(1, labels.unsqueeze(1), 1.0)
    built_in = nn.functional.one_hot(labels, num_classes=4)
    return {"table": table, "scattered": scattered, "built_in": built_in}
