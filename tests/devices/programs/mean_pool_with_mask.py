"""Pools embeddings over the tokens that are no padding; the mask comes from the ids, so it is where they are."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "right"

PADDING = 0


class MeanPool(nn.Module):
    def __init__(self, num_tokens, width, num_classes):
        super().__init__()
        self.embedding = nn.Embedding(num_tokens, width, padding_idx=PADDING)
        self.head = nn.Linear(width, num_classes)

    def forward(self, ids):
        mask = (ids != PADDING).unsqueeze(2).float()
        pooled = (self.embedding(ids) * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1)
        return self.head(pooled)


def run(device: torch.device) -> dict[str, object]:
    """Trains on ragged sentences that are padded on the CPU before they move."""
    torch.manual_seed(0)
    sentences = [torch.randint(1, 20, (length,)) for length in (3, 7, 5, 2, 6, 4)]
    ids = nn.utils.rnn.pad_sequence(sentences, batch_first=True, padding_value=PADDING).to(device)
    labels = (ids[:, 0] > 10).long()
    model = MeanPool(20, 8, 2).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.05)
    for _ in range(8):
        loss = nn.functional.cross_entropy(model(ids), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
