"""Figures of the lesson: convolution."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

BLUE, ORANGE, GREEN, PINK = "#0072b2", "#d55e00", "#009e73", "#cc79a7"


def kernel_places(figure: Figure) -> None:
    """Draw which pixels a kernel of 3 by 3 meets: plain, with a stride of 2 and padding, and with a dilation of 2."""
    figure.set_size_inches(8, 3.2)
    panels = [
        ("one place of a 3 by 3 kernel", 0, 1, [(1, 1)]),
        ("stride 2, padding 1: all places", 1, 1, [(i, j) for i in (-1, 1, 3) for j in (-1, 1, 3)]),
        ("dilation 2: one place", 0, 2, [(0, 0)]),
    ]
    for axes, (title, padding, dilation, places) in zip(figure.subplots(1, 3), panels, strict=True):
        for row in range(-padding, 5 + padding):
            for column in range(-padding, 5 + padding):
                outside = not (0 <= row < 5 and 0 <= column < 5)
                look = {"facecolor": "white", "linestyle": ":"} if outside else {"facecolor": "#e6e6e6"}
                axes.add_patch(Rectangle((column, row), 1, 1, edgecolor="#888888", linewidth=0.6, **look))
        if len(places) == 1:
            for row, column in (
                (places[0][0] + dilation * a, places[0][1] + dilation * b) for a in range(3) for b in range(3)
            ):
                axes.add_patch(Rectangle((column, row), 1, 1, facecolor=BLUE, edgecolor="white", linewidth=0.6))
        else:
            for number, (row, column) in enumerate(places):
                first = number == 0
                axes.plot(column + 1.5, row + 1.5, "o", color=ORANGE if first else BLUE, markersize=7 if first else 5)
            axes.add_patch(Rectangle((-1, -1), 3, 3, fill=False, edgecolor=ORANGE, linewidth=2))
        axes.set(xlim=(-1.2, 6.2), ylim=(6.2, -1.2), aspect="equal")
        axes.set_title(title, fontsize=10)
        axes.set_axis_off()
