"""Figures of the lesson: classifiers."""

import math

import torch
from matplotlib.figure import Figure
from torch import nn
from training import trained

BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#555555"


def bent_borders(figure: Figure) -> None:
    """Two circles: a linear model, a linear model with squares and products, and a network."""
    torch.manual_seed(0)
    y = torch.arange(160) % 2
    angle, radius = 2 * math.pi * torch.rand(160), torch.where(y == 0, 1.0, 0.5)
    x = torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1) + 0.08 * torch.randn(160, 2)
    line = torch.linspace(-1.4, 1.4, 150)
    grid = torch.cartesian_prod(line, line)

    def bent(points):
        return torch.cat([points, points**2, points[:, :1] * points[:, 1:]], dim=1)

    versions = [
        ("linear", nn.Linear(2, 2), lambda points: points),
        ("linear, with squares", nn.Linear(5, 2), bent),
        ("16 hidden units", nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 2)), lambda points: points),
    ]
    figure.set_size_inches(9, 3.3)
    for ax, (name, model, features) in zip(figure.subplots(1, 3), versions, strict=True):
        trained(model, features(x), y, steps=400, lr=0.05)
        with torch.no_grad():
            right = (model(features(x)).argmax(dim=1) == y).double().mean().item()
            scores = model(features(grid))
        regions = (scores[:, 1] > scores[:, 0]).double().reshape(150, 150).T
        ax.contourf(line, line, regions, levels=[-0.5, 0.5, 1.5], colors=[BLUE, ORANGE], alpha=0.18)
        for label, colour, marker in [(0, BLUE, "o"), (1, ORANGE, "^")]:
            ax.scatter(*x[y == label].T, s=12, color=colour, marker=marker)
        ax.set_title(f"{name}: {right:.0%} right", fontsize=11)
        ax.set_aspect("equal")
        ax.set_xticks([])
        ax.set_yticks([])
