"""Figures of the lesson: vision capstone."""

import torch
from matplotlib.figure import Figure
from torch import nn
from torch.nn import functional

BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#555555"


def sorted_or_shuffled(figure: Figure) -> None:
    """Handwritten digits: test accuracy by epoch, with training pictures sorted by class and shuffled in each epoch."""
    from sklearn.datasets import load_digits

    torch.manual_seed(0)
    table = load_digits()
    x, y = torch.from_numpy(table.images).float()[:, None], torch.from_numpy(table.target)
    chosen = torch.randperm(len(x))
    train, test = chosen[:600], chosen[600:1200]
    train = train[y[train].argsort()]
    x = (x - x[train].mean()) / x[train].std()
    figure.set_size_inches(6, 3.2)
    ax = figure.subplots()
    for name, colour, style in [("shuffled", BLUE, "-"), ("sorted", ORANGE, "--")]:
        torch.manual_seed(1)
        first = nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)
        model = nn.Sequential(*first, nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(256, 10))
        optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
        reached = []
        for _ in range(8):
            rows_in_order = train[torch.randperm(len(train))] if name == "shuffled" else train
            for rows in rows_in_order.split(32):
                loss = functional.cross_entropy(model(x[rows]), y[rows])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            with torch.no_grad():
                reached.append((model(x[test]).argmax(dim=1) == y[test]).double().mean().item())
        ax.plot(range(1, 9), reached, color=colour, linestyle=style, marker="o", markersize=4, label=name)
    ax.axhline(0.1, color=GREY, linewidth=1, linestyle=":", label="guessing")
    ax.set_xlabel("epoch", fontsize=10)
    ax.set_ylabel("accuracy on test pictures", fontsize=10)
    ax.set_ylim(0, 1.02)
    ax.tick_params(labelsize=9)
    ax.legend(fontsize=9, loc="center right")
    figure.tight_layout()
