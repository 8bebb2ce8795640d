"""Figures of the lesson: batch normalisation."""

import torch
from matplotlib.figure import Figure

BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#999999"


def running_mean(figure: Figure) -> None:
    """Draw batch means, and two running means with different momentum."""
    generator = torch.Generator().manual_seed(0)
    batch_means = 5 + torch.randn(120, 16, generator=generator).mul(3).mean(dim=1)
    axes = figure.subplots()
    steps = range(1, len(batch_means) + 1)
    axes.plot(steps, batch_means, ".", color=GREY, markersize=4, label="mean of each batch")
    for momentum, colour, style in [(0.1, BLUE, "-"), (0.01, ORANGE, "--")]:
        running, path = 0.0, []
        for mean in batch_means.tolist():
            running += momentum * (mean - running)
            path.append(running)
        axes.plot(steps, path, color=colour, linestyle=style, linewidth=2, label=f"running mean, momentum {momentum}")
    axes.axhline(5, color="black", linewidth=0.8, linestyle=":", label="mean of all data")
    axes.set(xlabel="batch", ylabel="mean of a channel", ylim=(0, 10.5))
    axes.grid(alpha=0.3)
    axes.legend(fontsize=9, loc="upper right")
