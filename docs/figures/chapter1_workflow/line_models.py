"""Figures of the lesson: line models."""

import torch
from matplotlib.figure import Figure
from torch import nn

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#777777"


def corners(figure: Figure) -> None:
    """Draw a stack of two layers with five hidden units, with its ReLU and without it, and mark where units switch."""
    first, last = nn.Linear(1, 5), nn.Linear(5, 1)
    with torch.no_grad():
        first.weight.copy_(torch.tensor([[1.0], [-1.5], [2.0], [1.0], [-1.0]]))
        first.bias.copy_(-first.weight[:, 0] * torch.tensor([-1.4, -0.7, 0.1, 0.8, 1.5]))
        last.weight.copy_(torch.tensor([[2.0, 0.5, -1.5, 2.5, -1.0]]))
        last.bias.zero_()
        x = torch.linspace(-2, 2, 401).unsqueeze(1)
        switches = (-first.bias / first.weight[:, 0]).unsqueeze(1)
        straight, broken = last(first(x)), last(first(x).relu())
        marks = last(first(switches).relu())
    figure.set_size_inches(6.5, 3.2)
    ax = figure.subplots()
    ax.plot(x, straight, "--", color=ORANGE, label="without ReLU")
    ax.plot(x, broken, color=BLUE, label="with ReLU")
    ax.plot(switches, marks, "o", color=BLUE, label="a hidden unit switches")
    ax.set_xlabel("x", fontsize=10)
    ax.set_ylabel("output of the stack", fontsize=10)
    ax.tick_params(labelsize=9)
    ax.legend(fontsize=9, frameon=False)
