"""Figures of the lesson: schedules."""

import math

import torch
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#777777"


def schedule_curves(figure: Figure) -> None:
    """Draw two schedules over 60 steps."""
    axes = figure.subplots()
    steps = list(range(60))
    falling = [0.05 + 0.95 * (1 + math.cos(math.pi * i / 50)) / 2 for i in range(51)]
    shape = [(i + 1) / 10 for i in range(10)] + falling
    schedulers = {
        "StepLR: half after every 15": lambda optimizer: torch.optim.lr_scheduler.StepLR(optimizer, 15, gamma=0.5),
        "warm-up of 10 steps, then a cosine": lambda optimizer: torch.optim.lr_scheduler.LambdaLR(
            optimizer, shape.__getitem__
        ),
    }
    rates = {}
    for name, make in schedulers.items():
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
        scheduler = make(optimizer)
        rates[name] = []
        for _ in steps:
            rates[name].append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step()
    for (name, values), color, marker in zip(rates.items(), (BLUE, ORANGE), ("o", "s"), strict=True):
        axes.plot(steps, values, color=color, marker=marker, markersize=3, linewidth=0.8, label=name)
    axes.axhline(0.05, color=GREY, linewidth=0.8, linestyle="--")
    axes.text(20, 0.07, "floor", fontsize=9, color=GREY)
    axes.set_xlabel("step", fontsize=10)
    axes.set_ylabel("learning rate", fontsize=10)
    axes.set_ylim(0, 1.25)
    axes.legend(fontsize=9, loc="upper right")


def clipping_direction(figure: Figure) -> None:
    """Draw a gradient of two parameters, clipped by its norm and part by part."""
    axes = figure.subplots()
    params = [torch.zeros(1, requires_grad=True) for _ in range(2)]
    arrows = []
    clip = torch.nn.utils.clip_grad_norm_
    for name, color, clipped_together in [
        ("gradient, norm 4.27", GREY, []),
        ("clipped part by part", ORANGE, [[param] for param in params]),
        ("clipped by the norm of all", BLUE, [params]),
    ]:
        for param, value in zip(params, (4.0, 1.5), strict=True):
            param.grad = torch.tensor([value])
        for some in clipped_together:
            clip(some, max_norm=1.0)
        arrows.append((name, color, [param.grad.item() for param in params]))
    for name, color, (x, y) in arrows:
        axes.annotate(
            "", (x, y), (0, 0), arrowprops={"arrowstyle": "-|>", "color": color, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
        )
        axes.plot([], [], color=color, linewidth=2, label=name)
    angle = torch.linspace(0, math.pi / 2, 50)
    axes.plot(angle.cos(), angle.sin(), color="black", linewidth=0.8, linestyle="--", label="norm 1 = the largest allowed")
    axes.set_xlim(0, 4.4)
    axes.set_ylim(0, 2.4)
    axes.set_aspect("equal")
    axes.set_xlabel("gradient of the first parameter", fontsize=10)
    axes.set_ylabel("of the second", fontsize=10)
    axes.legend(fontsize=9, loc="upper left")
