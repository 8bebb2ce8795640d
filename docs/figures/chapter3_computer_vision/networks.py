"""Figures of the lesson: networks."""

import torch
from matplotlib.figure import Figure
from torch import nn

BLUE, ORANGE = "#0072b2", "#d55e00"


def gradient_through_depth(figure: Figure) -> None:
    """Draw how much of a gradient comes through stacks of convolutions, plain and residual."""
    torch.manual_seed(0)
    depth, channels = 20, 16
    layers = [nn.Sequential(nn.Conv2d(channels, channels, 3, padding=1), nn.ReLU()) for _ in range(depth)]
    figure.set_size_inches(7, 3.5)
    axes = figure.subplots()
    for name, residual, colour, style in [("plain", 0, BLUE, "-"), ("residual", 1, ORANGE, "--")]:
        norms = []
        for count in range(depth + 1):
            x = torch.randn(4, channels, 12, 12, generator=torch.Generator().manual_seed(1)).requires_grad_()
            y = x
            for layer in layers[:count]:
                y = layer(y) + residual * y
            upstream = torch.randn(y.shape, generator=torch.Generator().manual_seed(2))
            (gradient,) = torch.autograd.grad(y, x, upstream)
            norms.append(float(gradient.norm() / upstream.norm()))
        axes.plot(range(depth + 1), norms, color=colour, linestyle=style, linewidth=2, label=name)
    axes.set(yscale="log", xlabel="number of layers", ylabel="gradient at the input\nover gradient at the output")
    axes.set_xticks(range(0, depth + 1, 5))
    axes.grid(alpha=0.3)
    axes.legend()
