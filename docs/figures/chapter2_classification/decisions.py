"""Figures of the lesson: decisions."""

import torch
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, BLACK = "#0072B2", "#E69F00", "#009E73", "#000000"
"""Colours that most people with colour blindness tell apart (Okabe and Ito)."""


def threshold_tradeoff(figure: Figure) -> None:
    """Draw accuracy, precision, recall and F1 of a rare class against the threshold."""
    generator = torch.Generator().manual_seed(0)
    labels = torch.rand(20000, generator=generator) < 0.03
    logits = torch.randn(len(labels), generator=generator) * 1.3 + torch.where(labels, 0.5, -3.5)
    thresholds = torch.linspace(0.02, 0.9, 89)
    predicted = logits.sigmoid() >= thresholds.unsqueeze(1)
    right = (predicted & labels).sum(dim=1)
    precision, recall = right / predicted.sum(dim=1), right / labels.sum()
    accuracy = (predicted == labels).float().mean(dim=1)
    axes = figure.subplots()
    curves = [
        ("accuracy", accuracy, BLACK, "-"),
        ("precision", precision, BLUE, "--"),
        ("recall", recall, ORANGE, "-."),
        ("F1", 2 * precision * recall / (precision + recall), GREEN, ":"),
    ]
    for name, values, colour, style in curves:
        axes.plot(thresholds.numpy(), values.numpy(), color=colour, linestyle=style, linewidth=2, label=name)
    axes.axhline(1 - labels.float().mean().item(), color="grey", linewidth=1, label="majority baseline")
    axes.set(xlabel="threshold on the probability", ylabel="score, with 3 % of the samples in class 1")
    axes.set(ylim=(0, 1.4), yticks=[0, 0.2, 0.4, 0.6, 0.8, 1])
    axes.legend(loc="upper center", ncols=3, fontsize=9)
