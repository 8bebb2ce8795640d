"""Pictures for reports, made on the trusted side from what was observed: plain shapes, which the HTML report turns into SVG.

A check shows one with ``submission.show(lines("Loss", {"train": [...]}))``, before it judges.  Every picture has a text
alternative, and colours that can be told apart in both themes; nothing in it comes from a submission but numbers.
"""

from __future__ import annotations

import base64
import math
from typing import TYPE_CHECKING

import torch

from learn.results import Mark, Picture

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NUM_COLOURS = 6
WIDTH, HEIGHT = 320.0, 200.0
_LEFT, _BOTTOM, _TOP = 44.0, 30.0, 10.0
MAX_POINTS = 400
MAX_TILES = 36
MAX_PIXELS = 32
"""Of a side of an image; of a larger one only some are shown."""


def lines(
    title: str,
    series: Mapping[str, Sequence[float]],
    *,
    x_label: str = "epoch",
    y_label: str = "loss",
    x: Sequence[float] | None = None,
    points: Mapping[str, tuple[Sequence[float], Sequence[float]]] | None = None,
) -> Picture:
    """Draw curves, such as losses over epochs, and points beside them, such as data and a fitted line.

    Args:
        title: Its title.
        series: The values of each curve by its name.  What is no number, or no list at all, leaves a gap: a submission may
            return anything.
        x_label: What runs to the right.
        y_label: What runs up.
        x: Where the values are; by default they are counted from 1.
        points: x and y of points, by their name.
    """
    listed = {name: values if isinstance(values, list | tuple) else [] for name, values in series.items()}
    curves = {name: _finite(x or range(1, len(values) + 1), values) for name, values in listed.items()}
    clouds = {name: _finite(*pair)[:MAX_POINTS] for name, pair in (points or {}).items()}
    everything = [point for group in (*curves.values(), *clouds.values()) for point in group]
    frame = _Frame(everything)
    marks = frame.axes(x_label, y_label)
    for colour, group in enumerate(clouds.values(), start=len(curves)):
        marks += [Mark("dot", frame.place(point), colour % NUM_COLOURS, 0.7) for point in group]
    for colour, group in enumerate(curves.values()):
        marks.append(Mark("path", tuple(number for point in group for number in frame.place(point)), colour % NUM_COLOURS))
    marks += _legend([*curves, *clouds])
    told = [f"{name} goes from {group[0][1]:.3g} to {group[-1][1]:.3g}" for name, group in curves.items() if group]
    told += [f"{name}: {len(group)} points" for name, group in clouds.items()]
    return Picture(title, f"{y_label} over {x_label}. {'; '.join(told)}.", WIDTH, HEIGHT, marks)


def regions(title: str, labels: torch.Tensor, box: Sequence[float], x: torch.Tensor, y: torch.Tensor) -> Picture:
    """Draw what a classifier says in every place of a plane, and samples on top.

    Args:
        title: Its title.
        labels: Shape (rows, columns), integers: the predictions on a grid, the first row at the bottom.
        box: The smallest and largest x1, then the smallest and largest x2 of the grid.
        x: Shape (N, 2): the samples.
        y: Shape (N,): their labels.
    """
    frame = _Frame([(box[0], box[2]), (box[1], box[3])], margin=0.0)
    rows, columns = labels.shape
    left, bottom = frame.place((box[0], box[2]))
    right, top = frame.place((box[1], box[3]))
    wide, high = (right - left) / columns, (bottom - top) / rows
    marks = []
    for row in range(rows):
        marks += [
            Mark("box", _rounded(left + start * wide, bottom - (row + 1) * high, length * wide, high), label, 0.25)
            for start, length, label in _runs([int(v) % NUM_COLOURS for v in labels[row]])
        ]
    marks += [
        Mark("dot", frame.place((float(point[0]), float(point[1]))), int(label) % NUM_COLOURS)
        for point, label in list(zip(x, y, strict=True))[:MAX_POINTS]
    ]
    marks += frame.axes("x1", "x2")
    shares = [f"class {k} {float((labels == k).float().mean()):.0%}" for k in sorted({int(v) for v in labels.flatten()})]
    return Picture(title, f"Share of the plane that is given to each class: {', '.join(shares)}.", WIDTH, HEIGHT, marks)


def matrix(title: str, counts: torch.Tensor, names: Sequence[str] | None = None) -> Picture:
    """Draw a confusion matrix: true classes down, predictions to the right.

    Args:
        title: Its title.
        counts: Shape (K, K), integers.
        names: What the classes are called; by default by their number.
    """
    size = len(counts)
    names = list(names or map(str, range(size)))
    cell = min(36.0, 260.0 / size)
    most = max(int(counts.max()), 1)
    marks = []
    for row in range(size):
        marks.append(Mark("text", (38.0, 30.0 + (row + 0.65) * cell), text=names[row][:6], anchor="end"))
        marks.append(Mark("text", (44.0 + (row + 0.5) * cell, 24.0), text=names[row][:6], anchor="middle"))
        for column in range(size):
            count = int(counts[row, column])
            colour = 2 if row == column else 1
            place = _rounded(44.0 + column * cell, 30.0 + row * cell, cell - 1, cell - 1)
            marks.append(Mark("box", place, colour, round(0.08 + 0.6 * count / most, 3)))
            if count:
                where = _rounded(44.0 + (column + 0.5) * cell, 30.0 + (row + 0.65) * cell)
                marks.append(Mark("text", where, text=str(count), anchor="middle"))
    wrong = counts.clone().fill_diagonal_(0)
    alt = f"{int(counts.diagonal().sum())} of {int(counts.sum())} right."
    if int(wrong.max()):
        row, column = divmod(int(wrong.argmax()), size)
        alt += f" Most often confused: {names[row]} taken for {names[column]}, {int(wrong.max())} times."
    return Picture(title, alt, 48 + size * cell, 34 + size * cell, marks)


def counts_of(truth: torch.Tensor, predicted: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Count how often each class was taken for each, to be drawn by :func:`matrix`.

    Args:
        truth: Shape (N,), integers from 0 to K - 1.
        predicted: Shape (N,); what is no such number counts nowhere.
        num_classes: K.
    """
    known = (predicted >= 0) & (predicted < num_classes)
    pairs = truth[known].long() * num_classes + predicted[known].long()
    return torch.bincount(pairs, minlength=num_classes**2).reshape(num_classes, num_classes)


def tiles(title: str, images: Sequence[torch.Tensor], captions: Sequence[str], alt: str) -> Picture:
    """Draw small pictures side by side, each with a caption.

    Args:
        title: Its title.
        images: Each of shape (H, W), or (3, H, W); uint8, or floats that are spread over their own range.
        captions: As many.
        alt: What they show, in words.
    """
    images, captions = images[:MAX_TILES], captions[:MAX_TILES]
    columns = min(6, max(len(images), 1))
    marks = []
    for number, (image, caption) in enumerate(zip(images, captions, strict=True)):
        row, column = divmod(number, columns)
        x, y = 8.0 + column * 64, 6.0 + row * 76
        marks.append(Mark("image", (x, y, 56.0, 56.0), text=_png(image)))
        marks.append(Mark("text", (x + 28, y + 67), text=caption[:12], anchor="middle"))
    return Picture(title, alt, 8.0 + columns * 64, 6.0 + math.ceil(len(images) / columns) * 76, marks)


# ------------------------------------------------------------------ inner parts


class _Frame:
    """Axes around points: from their units to those of the picture."""

    def __init__(self, points: Sequence[tuple[float, float]], margin: float = 0.04) -> None:
        xs, ys = zip(*points, strict=True) if points else ((0.0, 1.0), (0.0, 1.0))
        self.bounds = [(min(values), max(values)) for values in (xs, ys)]
        self.low, self.high = zip(*(_widened(*pair, margin) for pair in self.bounds), strict=True)

    def place(self, point: tuple[float, float]) -> tuple[float, ...]:
        x, y = ((v - low) / (high - low) for v, low, high in zip(point, self.low, self.high, strict=True))
        return _rounded(_LEFT + x * (WIDTH - _LEFT - 8), HEIGHT - _BOTTOM - y * (HEIGHT - _BOTTOM - _TOP))

    def axes(self, x_label: str, y_label: str) -> list[Mark]:
        bottom, right = HEIGHT - _BOTTOM, WIDTH - 8
        marks = [
            Mark("path", (_LEFT, _TOP, _LEFT, bottom, right, bottom), strength=0.5),
            Mark("text", ((_LEFT + right) / 2, bottom + 24), text=x_label, anchor="middle"),
            Mark("text", (_LEFT - 4, (_TOP + bottom) / 2), text=y_label, anchor="end"),
        ]
        for x, y in zip(*self.bounds, strict=True):
            across, up = self.place((x, y))
            marks.append(Mark("text", (across, bottom + 13), text=f"{x:.3g}", anchor="middle"))
            marks.append(Mark("text", (_LEFT - 4, up + 3), text=f"{y:.3g}", anchor="end"))
        return marks


def _widened(low: float, high: float, margin: float) -> tuple[float, float]:
    pad = (high - low) * margin or (0.5 if low == high else 0.0)
    return low - pad, high + pad


def _finite(x: Sequence[float], y: Sequence[float]) -> list[tuple[float, float]]:
    pairs = ((float(a), float(b)) for a, b in zip(x, y, strict=False) if isinstance(b, int | float))
    return [pair for pair in pairs if all(math.isfinite(v) and abs(v) < 1e30 for v in pair)]  # noqa: PLR2004


def _legend(names: Sequence[str]) -> list[Mark]:
    marks = []
    for number, name in enumerate(names):
        y = _TOP + 8 + 13 * number
        marks.append(Mark("dot", (WIDTH - 16, y - 3), number % NUM_COLOURS))
        marks.append(Mark("text", (WIDTH - 22, y), text=name[:24], anchor="end"))
    return marks


def _runs(values: list[int]) -> list[tuple[int, int, int]]:
    """Return ``(start, length, value)`` of each run of equal values."""
    starts = [i for i, value in enumerate(values) if i == 0 or value != values[i - 1]]
    return [(a, b - a, values[a]) for a, b in zip(starts, [*starts[1:], len(values)], strict=True)]


def _rounded(*numbers: float) -> tuple[float, ...]:
    return tuple(round(number, 1) for number in numbers)


def _png(image: torch.Tensor) -> str:
    """Return an image as a PNG in base64."""
    from learn.picture_folders import encoded

    step = math.ceil(max(image.shape[-2:]) / MAX_PIXELS)
    image = image[..., ::step, ::step]
    if image.dtype != torch.uint8:
        image = torch.nan_to_num(image.float(), nan=0.0, posinf=0.0, neginf=0.0)
        low, high = float(image.min()), float(image.max())
        image = ((image - low) / ((high - low) or 1.0) * 255).to(torch.uint8)
    return base64.b64encode(encoded(image)).decode("ascii")
