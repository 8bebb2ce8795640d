"""Figures of the lesson: loops."""

import torch
from matplotlib.figure import Figure
from torch import nn

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#777777"
PATIENCE = 40


def early_stopping(figure: Figure) -> None:
    """Train a network on a few noisy points, and mark the best epoch and the one at which patience ends."""
    torch.manual_seed(1)
    x = torch.randn(160, 6)
    y = x[:, :1] + 0.5 * torch.sin(2 * x[:, 1:2]) + 0.5 * torch.randn(160, 1)
    model = nn.Sequential(nn.Linear(6, 64), nn.Tanh(), nn.Linear(64, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.004)
    losses = []
    for _ in range(200):
        loss = nn.functional.mse_loss(model(x[:40]), y[:40])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            losses.append([nn.functional.mse_loss(model(x[rows]), y[rows]).item() for rows in (slice(40), slice(40, 160))])
    train, val = torch.tensor(losses).T
    best = next(i for i in range(len(val)) if val[i] < val[i + 1 : i + 1 + PATIENCE].min())
    figure.set_size_inches(7, 3.2)
    ax = figure.subplots()
    ax.plot(train, color=BLUE, label="training loss")
    ax.plot(val, color=ORANGE, linestyle="--", label="validation loss")
    ax.plot(best, val[best], "o", color=ORANGE, markersize=8, label="best so far: a copy is kept")
    ax.axvline(best + PATIENCE, color=GREY, linestyle=":", label=f"{PATIENCE} epochs without a better one: stop")
    ax.set_xlabel("epoch", fontsize=10)
    ax.set_ylabel("mean squared error", fontsize=10)
    ax.set_ylim(0, 1.2)
    ax.tick_params(labelsize=9)
    ax.legend(fontsize=9, frameon=False)
