"""Figures of the lesson: pooling."""

from matplotlib.figure import Figure

BLUE, ORANGE, GREEN = "#0072b2", "#d55e00", "#009e73"


def adaptive_bins(figure: Figure) -> None:
    """Draw which of seven pixels each of three bins averages, and the exact thirds."""
    size, bins = 7, 3
    figure.set_size_inches(6.4, 2.6)
    axes = figure.subplots()
    for pixel in range(size):
        axes.barh(0, 1, left=pixel, height=0.7, color="#dddddd", edgecolor="black", linewidth=0.8)
        axes.text(pixel + 0.5, 0, str(pixel), ha="center", va="center")
    for i, colour in enumerate([BLUE, ORANGE, GREEN]):
        start, end = i * size // bins, -(-(i + 1) * size // bins)
        axes.barh(-1 - i * 0.8, end - start, left=start, height=0.6, color=colour)
        words = f"bin {i}: mean of {start} to {end - 1}"
        axes.text((start + end) / 2, -1 - i * 0.8, words, ha="center", va="center", color="white")
    for i in range(bins + 1):
        axes.plot([i * size / bins] * 2, [0.55, -3.0], color="black", linestyle=":", linewidth=1)
        axes.text(i * size / bins, 0.62, f"{i}·7/3" if i else "0", ha="center", va="bottom", fontsize=9)
    axes.set(xlim=(-0.2, size + 0.2), ylim=(-3.1, 1.1))
    axes.axis("off")
