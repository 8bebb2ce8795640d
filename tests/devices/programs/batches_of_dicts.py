"""A dataset yields dicts; the loop moves the ids and the labels, and forgets the attention mask."""

from __future__ import annotations

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


class Sentences(Dataset):
    def __init__(self, num_sentences, length, num_tokens):
        self.ids = torch.randint(1, num_tokens, (num_sentences, length))
        self.lengths = torch.randint(1, length + 1, (num_sentences,))

    def __len__(self):
        return len(self.ids)

    def __getitem__(self, i):
        mask = (torch.arange(self.ids.shape[1]) < self.lengths[i]).float()
        return {"ids": self.ids[i], "mask": mask, "label": self.ids[i, 0] % 2}


class MeanPool(nn.Module):
    def __init__(self, num_tokens, width):
        super().__init__()
        self.embedding = nn.Embedding(num_tokens, width)
        self.head = nn.Linear(width, 2)

    def forward(self, ids, mask):
        mask = mask.unsqueeze(2)
        return self.head((self.embedding(ids) * mask).sum(dim=1) / mask.sum(dim=1))


def run(device: torch.device) -> dict[str, object]:
    """Trains for two epochs on 40 sentences."""
    torch.manual_seed(0)
    loader = DataLoader(Sentences(40, 7, 15), batch_size=8, shuffle=True)
    model = MeanPool(15, 8).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(2):
        for batch in loader:
            ids, labels = batch["ids"].to(device), batch["label"].to(device)
            loss = nn.functional.cross_entropy(model(ids, batch["mask"]), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return {"loss": loss.detach(), "model": model}
