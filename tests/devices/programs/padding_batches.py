"""Pads ragged rows with `torch.zeros` on the CPU and concatenates it to rows on the device."""

from __future__ import annotations

import torch

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


def pad(rows):
    longest = max(len(row) for row in rows)
    return torch.stack([torch.cat([row, torch.zeros(longest - len(row))]) for row in rows])


def run(device: torch.device) -> dict[str, object]:
    """Pads three rows of different lengths and takes their means."""
    rows = [torch.ones(length).to(device) for length in (2, 5, 3)]
    batch = pad(rows)
    return {"batch": batch, "means": batch.sum(dim=1) / batch.ne(0).sum(dim=1)}
