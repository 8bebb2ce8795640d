"""Figures of the lesson: conv_arithmetic."""

from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, PINK = "#0072b2", "#d55e00", "#009e73", "#cc79a7"

LAYERS = [("kernel 3, stride 1", 3, 1), ("kernel 3, stride 2", 3, 2), ("kernel 4, stride 1", 4, 1)]


def field_of_one_element(figure: Figure) -> None:
    """Draw three layers in one direction, and how one element of the last depends on eleven pixels of the image."""
    figure.set_size_inches(8, 3.6)
    axes = figure.subplots()
    rows = [[float(pixel) for pixel in range(15)]]
    for _, kernel, stride in LAYERS:
        below = rows[-1]
        starts = range(0, len(below) - kernel + 1, stride)
        rows.append([(below[start] + below[start + kernel - 1]) / 2 for start in starts])
    seen = [{1}]
    for _, kernel, stride in reversed(LAYERS):
        seen.insert(0, {element * stride + a for element in seen[0] for a in range(kernel)})
    for level, ((name, kernel, stride), colour) in enumerate(zip(LAYERS, (GREEN, PINK, ORANGE), strict=True)):
        for element in seen[level + 1]:
            for a in range(kernel):
                ends = rows[level + 1][element], rows[level][element * stride + a]
                axes.plot(ends, [level + 1, level], color=colour, linewidth=1)
        axes.text(-0.7, level + 1, name, ha="right", va="center", fontsize=10)
    axes.text(-0.7, 0, "image", ha="right", va="center", fontsize=10)
    for level, (places, known) in enumerate(zip(rows, seen, strict=True)):
        for number, place in enumerate(places):
            axes.plot(place, level, "o", color=BLUE if number in known else "#bbbbbb", markersize=8)
    axes.set(xlim=(-4.6, 14.6), ylim=(-0.4, 3.4))
    axes.set_axis_off()
