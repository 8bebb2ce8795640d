"""A critic's gradient penalty draws its epsilon on the device of the real samples."""

from __future__ import annotations

import torch
from torch import nn

VERDICT = "right"


def gradient_penalty(critic, real, fake):
    epsilon = torch.rand(real.shape[0], 1, device=real.device)
    mixed = torch.lerp(fake, real, epsilon).requires_grad_()
    (gradient,) = torch.autograd.grad(critic(mixed).sum(), mixed, create_graph=True)
    return (gradient.norm(dim=1) - 1).square().mean()


def run(device: torch.device) -> dict[str, object]:
    """Trains critic and generator by turns."""
    torch.manual_seed(0)
    critic = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 1)).to(device)
    generator = nn.Linear(3, 2).to(device)
    critic_optimizer = torch.optim.Adam(critic.parameters(), lr=1e-3)
    generator_optimizer = torch.optim.Adam(generator.parameters(), lr=1e-3)
    for _ in range(4):
        real = (torch.randn(20, 2) + 3).to(device)
        fake = generator(torch.randn(20, 3, device=device))
        penalty = gradient_penalty(critic, real, fake.detach())
        critic_loss = critic(fake.detach()).mean() - critic(real).mean() + 10 * penalty
        critic_optimizer.zero_grad()
        critic_loss.backward()
        critic_optimizer.step()
        generator_loss = -critic(fake).mean()
        generator_optimizer.zero_grad()
        generator_loss.backward()
        generator_optimizer.step()
    return {"losses": [critic_loss.detach(), generator_loss.detach()], "models": [critic, generator]}
