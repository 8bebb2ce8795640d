"""Figures of the lesson: straight line."""

import torch
from matplotlib.figure import Figure

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#777777"


def two_cuts(figure: Figure) -> None:
    """Fit a line to a training part that was cut in order, and to one that was cut at random."""
    generator = torch.Generator().manual_seed(3)
    x = torch.linspace(0, 1, 40, dtype=torch.float64).unsqueeze(1)  # float64, or rounding would show in the file
    y = 2 * x**2 + 0.08 * torch.randn(40, 1, generator=generator)
    figure.set_size_inches(7.5, 3)
    axes = figure.subplots(1, 2, sharex=True, sharey=True)
    orders = {"cut in order": torch.arange(40), "cut at random": torch.randperm(40, generator=generator)}
    for ax, (title, order) in zip(axes, orders.items(), strict=True):
        train, test = order[:28], order[28:]
        ones = torch.ones_like(x)
        fitted = torch.linalg.lstsq(torch.cat([x, ones], dim=1)[train], y[train]).solution
        line = torch.cat([x, ones], dim=1) @ fitted
        errors = [float(((line - y)[part] ** 2).mean()) for part in (train, test)]
        ax.plot(x[train], y[train], "o", color=BLUE, markersize=5, label=f"train, mean squared error {errors[0]:.2f}")
        ax.plot(x[test], y[test], "^", color=ORANGE, markersize=6, label=f"test, mean squared error {errors[1]:.2f}")
        ax.plot(x, line, color=GREY, label="line fitted to train")
        ax.set_title(title, fontsize=11)
        ax.set_xlabel("x", fontsize=10)
        ax.tick_params(labelsize=9)
        ax.legend(fontsize=9, frameon=False, loc="upper left")
    axes[0].set_ylabel("y", fontsize=10)
    axes[0].set_ylim(-0.3, 3.2)
