"""Figures of the lesson: transfer."""

import torch
from matplotlib.figure import Figure
from torch import nn

BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#555555"


def frozen_statistics(figure: Figure) -> None:
    """Draw the running mean of a frozen batch norm over batches of new data, in both modes."""
    figure.set_size_inches(7, 3.5)
    axes = figure.subplots()
    for mode, name, colour, style in [(True, "training mode", ORANGE, "--"), (False, "evaluation mode", BLUE, "-")]:
        generator = torch.Generator().manual_seed(0)
        norm = nn.BatchNorm1d(1).requires_grad_(requires_grad=False).train(mode)
        means = [0.0]
        for _ in range(50):
            norm(2 + torch.randn(32, 1, generator=generator))
            means.append(float(norm.running_mean))
        axes.plot(means, color=colour, linestyle=style, linewidth=2, label=name)
    axes.axhline(2, color=GREY, linewidth=1, linestyle=":", label="mean of the new data")
    axes.set(xlabel="batches of new data", ylabel="running mean")
    axes.grid(alpha=0.3)
    axes.legend()
