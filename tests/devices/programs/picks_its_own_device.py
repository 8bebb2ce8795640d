"""The usual first line of a script: it picks CUDA where there is one and never looks at the argument."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "hard-coded"
VERDICT_WITHOUT_CUDA = "elsewhere"

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def run(device: torch.device) -> dict[str, object]:
    """Trains an embedding classifier on the device that it picked."""
    torch.manual_seed(0)
    ids = torch.randint(0, 30, (24, 6)).to(DEVICE)
    labels = (ids[:, 0] > 14).long()
    embedding, head = nn.Embedding(30, 8).to(DEVICE), nn.Linear(8, 2).to(DEVICE)
    optimizer = torch.optim.Adam([*embedding.parameters(), *head.parameters()], lr=0.02)
    for _ in range(5):
        loss = nn.functional.cross_entropy(head(embedding(ids).mean(dim=1)), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "embedding": embedding, "head": head}
