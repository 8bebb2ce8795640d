"""Makes one-hot rows in a table on the CPU: the labels go there, the rows come back."""

from __future__ import annotations

import torch

VERDICT = "round trip"


def one_hot(labels, num_classes):
    return torch.eye(num_classes)[labels.cpu()].to(labels.device)


def run(device: torch.device) -> dict[str, object]:
    """Encodes eight labels and counts them."""
    labels = torch.tensor([0, 2, 1, 1, 0, 3, 2, 2]).to(device)
    rows = one_hot(labels, 4)
    return {"rows": rows, "counts": rows.sum(dim=0)}
