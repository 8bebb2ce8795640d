"""Figures of the lesson: activations."""

import torch
from matplotlib.figure import Figure
from torch.nn import functional

BLUE, ORANGE, GREEN, PINK = "#0072b2", "#d55e00", "#009e73", "#cc79a7"


def activation_functions(figure: Figure) -> None:
    """Draw four non-linearities, and their derivatives by autograd."""
    x = (torch.arange(-200, 201) / 50).requires_grad_()
    curves = [
        ("sigmoid", torch.sigmoid, BLUE, "-"),
        ("tanh", torch.tanh, ORANGE, "--"),
        ("ReLU", torch.relu, GREEN, "-."),
        ("GELU", functional.gelu, PINK, ":"),
    ]
    figure.set_size_inches(7, 5.5)
    top, bottom = figure.subplots(2, 1, sharex=True)
    for name, function, colour, style in curves:
        y = function(x)
        (slope,) = torch.autograd.grad(y.sum(), x)
        if name == "ReLU":
            slope[x == 0] = torch.nan  # the line shall jump, not climb
        look = {"color": colour, "linestyle": style, "linewidth": 2, "label": name}
        top.plot(x.detach(), y.detach(), **look)
        bottom.plot(x.detach(), slope, **look)
    bottom.plot([0], [0], "o", color=GREEN, label="ReLU at 0")
    top.set(ylim=(-1.2, 2.5), ylabel="value")
    bottom.set(ylim=(-0.25, 1.25), ylabel="derivative", xlabel="z")
    for axes in (top, bottom):
        axes.grid(alpha=0.3)
        axes.legend(fontsize=9, loc="upper left")
