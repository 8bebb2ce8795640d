"""Figures of the lesson: tabular."""

import torch
from matplotlib.figure import Figure
from torch import nn

BLUE, ORANGE, GREEN, BLACK = "#0072B2", "#E69F00", "#009E73", "#000000"
"""Colours that most people with colour blindness tell apart (Okabe and Ito)."""


def decision_regions(figure: Figure) -> None:
    """Draw three classes of points, and the regions that a small network has learned."""
    generator = torch.Generator().manual_seed(0)
    y = torch.arange(150) % 3
    radius = 0.1 + 0.9 * torch.rand(len(y), generator=generator)
    angle = 2 * torch.pi * (y / 3 + radius / 2)
    x = radius.unsqueeze(1) * torch.stack([angle.cos(), angle.sin()], dim=1)
    x += 0.05 * torch.randn(x.shape, generator=generator)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        model = nn.Sequential(nn.Linear(2, 32), nn.Tanh(), nn.Linear(32, 3))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    for _ in range(200):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
    line = torch.linspace(-1.2, 1.2, 200)
    points = torch.cartesian_prod(line, line).flip(1)
    with torch.no_grad():
        regions = model(points).argmax(dim=1).reshape(len(line), len(line))
    axes = figure.subplots()
    axes.contourf(line.numpy(), line.numpy(), regions.numpy(), [-0.5, 0.5, 1.5, 2.5], colors=[BLUE, ORANGE, GREEN], alpha=0.3)
    for k, (colour, marker) in enumerate([(BLUE, "o"), (ORANGE, "s"), (GREEN, "^")]):
        axes.scatter(*x[y == k].T.numpy(), color=colour, marker=marker, s=20, edgecolors="black", linewidths=0.5)
    axes.set(xlabel="first feature", ylabel="second feature", aspect="equal")
