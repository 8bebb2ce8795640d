"""The data is on the device as a whole; each epoch takes its batches by a permutation and a mask on the CPU."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "right"


def run(device: torch.device) -> dict[str, object]:
    """Trains on three quarters of the rows and tests on the rest."""
    torch.manual_seed(0)
    features = torch.randn(40, 3)
    held_out = torch.arange(40) % 4 == 0
    features = features.to(device)
    targets = (features[:, 0] > features[:, 1]).float()
    train_x, train_y = features[~held_out], targets[~held_out]
    test_x, test_y = features[held_out], targets[held_out]
    model = nn.Linear(3, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    for _ in range(4):
        for batch in torch.randperm(len(train_x)).split(10):
            logits = model(train_x[batch]).squeeze(1)
            loss = nn.functional.binary_cross_entropy_with_logits(logits, train_y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        hits = (model(test_x).squeeze(1) > 0) == (test_y > 0.5)
    return {"accuracy": hits.float().mean(), "loss": loss.detach(), "model": model}
