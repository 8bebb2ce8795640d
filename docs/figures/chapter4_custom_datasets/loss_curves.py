"""Figures of the lesson: loss curves."""

import math

import torch
from matplotlib.figure import Figure
from torch import nn
from torch.nn import functional

BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#555555"


def three_pairs_of_curves(figure: Figure) -> None:
    """Handwritten digits: training and test loss of a model that underfits, of a good one, and of one that overfits."""
    from sklearn.datasets import load_digits

    table = load_digits()
    torch.manual_seed(0)
    order = torch.randperm(len(table.target))
    x = (torch.from_numpy(table.data).float() / 8 - 1)[order]
    y = torch.from_numpy(table.target)[order]
    wrong = y.clone()
    wrong[:150:5] = (wrong[:150:5] + 3) % 10
    settings = [
        ("underfitting: tiny steps", 600, y, torch.optim.SGD, 2e-4),
        ("good: 600 pictures", 600, y, torch.optim.AdamW, 1e-3),
        ("overfitting: 150 pictures,\na fifth of the labels wrong", 150, wrong, torch.optim.AdamW, 1.5e-2),
    ]
    figure.set_size_inches(8, 3)
    for ax, (title, count, labels, kind, lr) in zip(figure.subplots(1, 3, sharey=True), settings, strict=True):
        torch.manual_seed(1)
        model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))
        optimizer = kind(model.parameters(), lr=lr)
        curves = {"training": [], "test": []}
        for _ in range(20):
            for rows in torch.randperm(count).split(25):
                loss = functional.cross_entropy(model(x[rows]), labels[rows])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            with torch.no_grad():
                curves["training"].append(functional.cross_entropy(model(x[:count]), labels[:count]).item())
                curves["test"].append(functional.cross_entropy(model(x[1000:]), y[1000:]).item())
        for (name, values), colour, style in zip(curves.items(), (BLUE, ORANGE), ("-", "--"), strict=True):
            ax.plot(range(1, 21), values, color=colour, linestyle=style, label=name)
        ax.axhline(math.log(10), color=GREY, linewidth=1, linestyle=":", label="ln 10")
        ax.set_title(title, fontsize=9)
        ax.set_xlabel("epoch", fontsize=9)
        ax.tick_params(labelsize=8)
    figure.axes[0].set_ylabel("loss", fontsize=9)
    figure.axes[0].set_ylim(0, 2.6)
    figure.axes[1].legend(fontsize=8)
