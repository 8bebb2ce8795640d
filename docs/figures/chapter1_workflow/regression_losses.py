"""Figures of the lesson: regression losses."""

import torch
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, PINK = "#0072B2", "#D55E00", "#009E73", "#CC79A7"


def loss_shapes(figure: Figure) -> None:
    """Draw three losses of a single error, and their slopes, which autograd finds."""
    losses = {
        "MSE: $e^2$": (lambda e: e**2, BLUE, "-"),
        "L1: $|e|$": (torch.abs, ORANGE, "--"),
        "Huber, $\\delta = 1$": (lambda e: torch.where(e.abs() <= 1, e**2 / 2, e.abs() - 0.5), GREEN, "-."),
    }
    figure.set_size_inches(8, 3.2)
    left, right = figure.subplots(1, 2)
    error = torch.linspace(-3, 3, 602, requires_grad=True)  # an even number of points has none at the corner of L1
    for name, (loss, colour, style) in losses.items():
        value = loss(error)
        (slope,) = torch.autograd.grad(value.sum(), error)
        left.plot(error.detach(), value.detach(), color=colour, linestyle=style, linewidth=2, label=name)
        half = len(error) // 2
        for piece in (slice(None, half), slice(half, None)):  # L1 jumps at 0: leave the gap open
            right.plot(error.detach()[piece], slope[piece], color=colour, linestyle=style, linewidth=2)
    left.set(title="loss of one error", xlabel="error $e$", ylim=(0, 5))
    right.set(title="its slope", xlabel="error $e$", ylim=(-4, 4))
    left.legend(fontsize=10)
    for axes in (left, right):
        axes.grid(alpha=0.3)
