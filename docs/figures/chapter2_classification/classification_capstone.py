"""Figures of the lesson: classification capstone."""

import torch
from matplotlib.figure import Figure
from torch import nn
from training import trained

BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#555555"


def scaling_matters(figure: Figure) -> None:
    """The wine table: accuracy on test rows while the same network trains on raw and on standardised columns."""
    from sklearn.datasets import load_wine

    torch.manual_seed(0)
    table = load_wine()
    x, y = torch.from_numpy(table.data).float(), torch.from_numpy(table.target)
    order = torch.randperm(len(x))
    train, test = order[:89], order[89:]
    mean, deviation = x[train].mean(dim=0), x[train].std(dim=0)
    figure.set_size_inches(6, 3.2)
    ax = figure.subplots()
    versions = [("standardised", (x - mean) / deviation, BLUE, "-"), ("raw", x, ORANGE, "--")]
    for name, columns, colour, style in versions:
        torch.manual_seed(1)
        reached = []

        def note(model, columns=columns, reached=reached):
            with torch.no_grad():
                reached.append((model(columns[test]).argmax(dim=1) == y[test]).double().mean().item())

        network = nn.Sequential(nn.Linear(13, 16), nn.ReLU(), nn.Linear(16, 3))
        trained(network, columns[train], y[train], steps=100, lr=0.01, watch=note)
        ax.plot(range(1, 101), reached, color=colour, linestyle=style, label=name)
    ax.axhline(y[test].bincount().max().item() / len(test), color=GREY, linewidth=1, linestyle=":", label="largest class")
    ax.set_xlabel("step", fontsize=10)
    ax.set_ylabel("accuracy on test rows", fontsize=10)
    ax.set_ylim(0, 1.02)
    ax.tick_params(labelsize=9)
    ax.legend(fontsize=9, loc="lower right")
