"""Figures of the lesson: workflow capstone."""

import torch
from matplotlib.figure import Figure
from torch import nn

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#777777"
PATIENCE = 40


def scales(figure: Figure) -> None:
    """Train the same network on columns as they are, and on standardised ones; draw R^2 on other rows after each epoch."""
    torch.manual_seed(2)
    z = torch.randn(512, 3)
    f = torch.sin(2 * z[:, 0]) + z[:, 1] * z[:, 2]
    y = f + 0.5 * torch.randn(512)
    raw = z * torch.tensor([0.01, 1.0, 100.0]) + torch.tensor([0.05, 3.0, 500.0])
    standardised = (raw - raw[:256].mean(dim=0)) / raw[:256].std(dim=0)
    figure.set_size_inches(7, 3.2)
    ax = figure.subplots()
    for x, colour, style, label in [(standardised, BLUE, "-", "standardised"), (raw, ORANGE, "--", "as they are")]:
        torch.manual_seed(0)
        model = nn.Sequential(nn.Linear(3, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh(), nn.Linear(32, 1), nn.Flatten(0))
        optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
        scores = []
        for _ in range(60):
            for rows in torch.randperm(256).split(32):
                loss = nn.functional.mse_loss(model(x[rows]), y[rows])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            with torch.no_grad():
                errors = (model(x[256:]) - y[256:]) ** 2
            scores.append(1 - errors.mean() / y[256:].var(correction=0))
        ax.plot(scores, color=colour, linestyle=style, label=f"columns {label}")
    ceiling = 1 - 0.25 / (0.25 + f.var())
    ax.axhline(ceiling, color=GREY, linestyle=":", label="what the noise allows")
    ax.set_xlabel("epoch", fontsize=10)
    ax.set_ylabel("$R^2$ on unseen rows", fontsize=10)
    ax.set_ylim(-0.25, 1.3)
    ax.tick_params(labelsize=9)
    ax.legend(fontsize=9, frameon=False, ncols=3, loc="upper left")
