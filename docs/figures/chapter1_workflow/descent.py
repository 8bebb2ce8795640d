"""Figures of the lesson: descent."""

import torch
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, PINK = "#0072B2", "#D55E00", "#009E73", "#CC79A7"


def descent_paths(figure: Figure) -> None:
    """Draw gradient descent on the MSE of a line, for learning rates below and above the bound."""
    x = torch.tensor([-1.0, 0.0, 1.0, 2.5, 3.5], dtype=torch.float64)
    columns = torch.stack([x, torch.ones_like(x)], dim=1)
    y = 0.8 * x + 1 + torch.tensor([0.2, -0.3, 0.1, 0.3, -0.2], dtype=torch.float64)
    best = torch.linalg.lstsq(columns, y[:, None]).solution[:, 0]
    bound = 2 / torch.linalg.eigvalsh(2 * columns.T @ columns / len(x))[-1].item()
    start = torch.tensor([-0.4, -1.2], dtype=torch.float64)

    def loss(weights: torch.Tensor) -> torch.Tensor:
        return ((weights @ columns.T - y) ** 2).mean(dim=-1)

    def path(rate: float, steps: int) -> torch.Tensor:
        points = [start]
        for _ in range(steps):
            points.append(points[-1] - rate * 2 * columns.T @ (columns @ points[-1] - y) / len(x))
        return torch.stack(points)

    figure.set_size_inches(8, 3.6)
    left, right = figure.subplots(1, 2)
    w, b = torch.meshgrid(
        torch.linspace(-0.8, 2.8, 120, dtype=torch.float64),
        torch.linspace(-1.6, 2.6, 120, dtype=torch.float64),
        indexing="xy",
    )
    left.contour(w, b, loss(torch.stack([w, b], dim=-1)), levels=[0.1, 0.4, 1, 2, 4, 7, 11], colors="0.75", linewidths=1)
    shares = ((0.15, BLUE, "-", "o"), (0.9, ORANGE, "--", "s"))
    for share, colour, style, marker in shares:
        points = path(share * bound, 25)
        label = f"{share} of the bound"
        left.plot(points[:, 0], points[:, 1], color=colour, linestyle=style, marker=marker, markersize=4, label=label)
    left.plot(*best, color="black", marker="*", markersize=13, linestyle="none", label="closed form")
    left.set(title="paths across the loss", xlabel="weight $w$", ylabel="bias $b$")
    for share, colour, style, marker in (*shares, (1.05, PINK, ":", "^")):
        excess = loss(path(share * bound, 40)) - loss(best)
        label = f"{share} of the bound"
        right.semilogy(excess, color=colour, linestyle=style, marker=marker, markersize=4, markevery=5, label=label)
    right.set(title="loss above the minimum", xlabel="step")
    for axes in (left, right):
        axes.legend(fontsize=9)
        axes.grid(alpha=0.3)
