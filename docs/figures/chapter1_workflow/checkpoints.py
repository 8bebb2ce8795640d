"""Figures of the lesson: checkpoints."""

import copy

import torch
from matplotlib.figure import Figure
from torch import nn

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#777777"
PATIENCE = 40


def resumed(figure: Figure) -> None:
    """Interrupt a run of Adam, and go on with the optimizer's state and without it."""
    torch.manual_seed(0)
    x = torch.randn(128, 8, dtype=torch.float64) * torch.logspace(-1, 0.5, 8, dtype=torch.float64)
    y = x @ torch.randn(8, 1, dtype=torch.float64)
    model = nn.Linear(8, 1).double()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)

    def run(model: nn.Module, optimizer: torch.optim.Optimizer, steps: int) -> list[float]:
        losses = []
        for _ in range(steps):
            loss = nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        return losses

    before = run(model, optimizer, 150)
    other = copy.deepcopy(model)
    with_state = run(model, optimizer, 100)
    without = run(other, torch.optim.Adam(other.parameters(), lr=0.05), 100)
    figure.set_size_inches(7, 3.2)
    ax = figure.subplots()
    ax.semilogy(range(150), before, color=GREY, label="before the interruption")
    ax.semilogy(range(150, 250), with_state, color=BLUE, label="resumed with the optimizer's state")
    ax.semilogy(range(150, 250), without, color=ORANGE, linestyle="--", label="resumed with the weights alone")
    ax.set_xlabel("step", fontsize=10)
    ax.set_ylabel("mean squared error", fontsize=10)
    ax.tick_params(labelsize=9)
    ax.legend(fontsize=9, frameon=False)
