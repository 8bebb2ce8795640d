"""Figures of the lesson: optimizers by hand."""

import torch
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#777777"


def optimizer_paths(figure: Figure) -> None:
    """Draw the paths of three optimizers down the valley (x^2 + 25 y^2) / 2."""
    axes = figure.subplots()
    xs, ys = torch.linspace(-11, 2.5, 200), torch.linspace(-2.2, 2.2, 200)
    height = (xs**2 + 25 * ys[:, None] ** 2) / 2
    axes.contour(xs, ys, height, levels=[0.5, 3, 10, 25, 45, 70], colors=GREY, linewidths=0.6)
    runs = [
        ("gradient descent", BLUE, "o", lambda params: torch.optim.SGD(params, lr=0.075)),
        ("momentum 0.8", ORANGE, "s", lambda params: torch.optim.SGD(params, lr=0.02, momentum=0.8)),
        ("Adam", GREEN, "^", lambda params: torch.optim.Adam(params, lr=0.5)),
    ]
    for name, color, marker, make in runs:
        point = torch.tensor([-10.0, 1.8], requires_grad=True)
        optimizer = make([point])
        path = [point.tolist()]
        for _ in range(25):
            optimizer.zero_grad()
            ((point[0] ** 2 + 25 * point[1] ** 2) / 2).backward()
            optimizer.step()
            path.append(point.tolist())
        axes.plot(*zip(*path, strict=True), color=color, marker=marker, markersize=3.5, linewidth=1.2, label=name)
    axes.plot(0, 0, color="black", marker="*", markersize=11)
    axes.set_xlabel("x", fontsize=10)
    axes.set_ylabel("y", fontsize=10)
    axes.set_title("25 steps down a narrow valley", fontsize=11)
    axes.legend(fontsize=9, loc="lower right")
