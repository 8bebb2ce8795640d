"""Figures of the lesson: signal flow."""

import torch
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, PINK, GREY = "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#777777"


def variance_by_layer(figure: Figure) -> None:
    """Send a signal through 30 ReLU layers of 256 units, and a gradient back; draw the variance of both in each layer."""
    width, depth = 256, 30
    generator = torch.Generator().manual_seed(0)
    starts = [
        ("twice Kaiming", 4 / width, PINK, ":"),
        ("Kaiming", 2 / width, BLUE, "-"),
        ("Xavier", 1 / width, ORANGE, "--"),
        ("nn.Linear's own", 1 / (3 * width), GREEN, "-."),
    ]
    figure.set_size_inches(8, 3.6)
    forward, backward = figure.subplots(1, 2, sharex=True)
    for name, variance, colour, style in starts:
        h = torch.randn(512, width, generator=generator, dtype=torch.float64)
        signals = []
        for _ in range(depth):
            weight = variance**0.5 * torch.randn(width, width, generator=generator, dtype=torch.float64)
            z = (h @ weight.T).requires_grad_()
            signals.append(z)
            h = z.relu()
        upstream = torch.randn(h.shape, generator=generator, dtype=torch.float64)
        gradients = torch.autograd.grad(h, signals, upstream)
        looks = {"color": colour, "linestyle": style, "linewidth": 2, "label": name}
        layers = range(1, depth + 1)
        forward.semilogy(layers, [float(z.detach().var()) for z in signals], **looks)
        backward.semilogy(layers, [float(gradient.var()) for gradient in gradients], **looks)
    forward.set_title("signal", fontsize=11)
    backward.set_title("gradient, from the last layer back", fontsize=11)
    forward.set_ylabel("variance", fontsize=10)
    for axes in (forward, backward):
        axes.set_xlabel("layer", fontsize=10)
        axes.tick_params(labelsize=9)
        axes.grid(alpha=0.3)
    backward.legend(fontsize=9, loc="lower right")
