"""A critic's gradient penalty mixes real and fake samples with an epsilon that was drawn on the CPU."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "raises"
SAYS = "Expected all tensors to be on the same device"


def gradient_penalty(critic, real, fake):
    epsilon = torch.rand(real.shape[0], 1)
    mixed = (epsilon * real + (1 - epsilon) * fake).requires_grad_()
    (gradient,) = torch.autograd.grad(critic(mixed).sum(), mixed, create_graph=True)
    return (gradient.norm(dim=1) - 1).square().mean()


def run(device: torch.device) -> dict[str, object]:
    """Trains the critic for five steps against a fixed generator."""
    torch.manual_seed(0)
    critic = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 1)).to(device)
    optimizer = torch.optim.Adam(critic.parameters(), lr=1e-3)
    for _ in range(5):
        real = (torch.randn(20, 2) + 3).to(device)
        fake = torch.randn(20, 2).to(device)
        loss = critic(fake).mean() - critic(real).mean() + 10 * gradient_penalty(critic, real, fake)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"loss": loss.detach(), "critic": critic}
