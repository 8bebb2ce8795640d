"""The mask helper has `device="cpu"` as its default; this call forgot to pass a device, and returns the mask too."""

from __future__ import annotations

import torch

VERDICT = "elsewhere"


def lengths_to_mask(lengths, longest, device="cpu"):
    return torch.arange(longest, device=device) < torch.tensor(lengths, device=device).unsqueeze(1)


def run(device: torch.device) -> dict[str, object]:
    """Makes a padding mask and a batch of random sequences that it belongs to."""
    torch.manual_seed(0)
    lengths = [3, 5, 2]
    batch = torch.randn(3, 5, 4).to(device)
    mask = lengths_to_mask(lengths, 5)
    return {"batch": batch, "mask": mask}
