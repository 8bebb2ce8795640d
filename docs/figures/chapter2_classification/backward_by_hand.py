"""Figures of the lesson: backward by hand."""

import torch
from matplotlib.figure import Figure
from torch.nn import functional

BLUE, ORANGE, GREEN, PINK, GREY = "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#777777"


def softmax_minus_one_hot(figure: Figure) -> None:
    """Draw the probabilities of four classes, and the gradient of the loss, by formula and by central differences."""
    logits, label, h = torch.tensor([1.0, 2.0, 0.5, -0.5], dtype=torch.float64), torch.tensor(0), 1e-5
    p = logits.softmax(dim=0)
    y = functional.one_hot(label, 4)
    steps = h * torch.eye(4, dtype=torch.float64)
    pairs = [[functional.cross_entropy(logits + sign * step, label) for sign in (1, -1)] for step in steps]
    measured = [float((high - low) / (2 * h)) for high, low in pairs]
    figure.set_size_inches(7, 3)
    left, right = figure.subplots(1, 2, sharex=True)
    left.bar(range(4), p, color=BLUE, width=0.6)
    left.bar([0], [1], width=0.6, fill=False, edgecolor=GREY, linestyle="--", label="y, the label")
    left.set_title("p, the softmax", fontsize=11)
    left.legend(fontsize=9, loc="upper right")
    right.bar(range(4), p - y, color=ORANGE, width=0.6)
    right.plot(range(4), measured, "o", color="black", markersize=6, label="central differences")
    right.axhline(0, color=GREY, linewidth=0.8)
    right.set_title("p - y, the gradient", fontsize=11)
    right.legend(fontsize=9, loc="lower right")
    for axes in (left, right):
        axes.set_xticks(range(4))
        axes.set_xlabel("class", fontsize=10)
        axes.tick_params(labelsize=9)
