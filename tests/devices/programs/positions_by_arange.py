"""A language model looks up learned positions with `torch.arange(length)`, indices on the CPU."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


class TinyLM(nn.Module):
    def __init__(self, num_tokens, width, max_length):
        super().__init__()
        self.tokens = nn.Embedding(num_tokens, width)
        self.positions = nn.Embedding(max_length, width)
        self.mlp = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.head = nn.Linear(width, num_tokens, bias=False)

    def forward(self, ids):
        x = self.tokens(ids) + self.positions(torch.arange(ids.shape[1]))
        return self.head(x + self.mlp(x))


def run(device: torch.device) -> dict[str, object]:
    """Learns to predict the next token of four counting sequences."""
    torch.manual_seed(0)
    sequences = (torch.arange(9) + torch.arange(4).unsqueeze(1)) % 12
    inputs, targets = sequences[:, :-1].to(device), sequences[:, 1:].to(device)
    model = TinyLM(12, 16, 8).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    for _ in range(10):
        logits = model(inputs)
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "model": model}
