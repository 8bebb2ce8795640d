"""An exponential moving average clones the weights before the model moves to its device."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


class EMA:
    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: p.detach().clone() for name, p in model.named_parameters()}

    @torch.no_grad()
    def update(self, model):
        for name, p in model.named_parameters():
            self.shadow[name].mul_(self.decay).add_(p, alpha=1 - self.decay)


def run(device: torch.device) -> dict[str, object]:
    """Trains a linear model and averages its weights."""
    torch.manual_seed(0)
    x, w = torch.randn(64, 3), torch.tensor([1.0, -2.0, 0.5])
    y = (x @ w).unsqueeze(1).to(device)
    x = x.to(device)
    model = nn.Linear(3, 1)
    ema = EMA(model, decay=0.9)
    model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(20):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        ema.update(model)
    return {"shadow": list(ema.shadow.values()), "model": model}
