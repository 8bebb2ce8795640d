"""Figures of the lesson: a linear baseline."""

import torch
from matplotlib.figure import Figure
from torch import nn

from learn.images import digits


def templates(figure: Figure) -> None:
    """Train a linear classifier on the digits, and draw the weights of each class as a picture."""
    pictures, labels = digits()
    x = pictures.flatten(1) / 255
    model = nn.Linear(64, 10)
    nn.init.zeros_(model.weight)
    nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    for _ in range(100):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), labels).backward()
        optimizer.step()
    weights = model.weight.detach().reshape(10, 8, 8)
    limit = float(weights.abs().max())
    figure.set_size_inches(7, 3)
    for k, axes in enumerate(figure.subplots(2, 5).flat):
        drawn = axes.imshow(weights[k].numpy(), cmap="gray", vmin=-limit, vmax=limit, interpolation="nearest")
        axes.set(title=str(k), xticks=[], yticks=[])
    figure.colorbar(drawn, ax=figure.axes, label="weight", shrink=0.8)
