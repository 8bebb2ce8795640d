"""Figures of the lesson: augmentation."""

import torch
from matplotlib.figure import Figure

BLUE, ORANGE = "#0072b2", "#d55e00"
ROWS = {
    "6": ["..###.", ".#....", "#.....", "####..", "#...#.", "#...#.", ".###.."],
    "8": [".###..", "#...#.", "#...#.", ".###..", "#...#.", "#...#.", ".###.."],
    "F": ["####..", "#.....", "#.....", "###...", "#.....", "#.....", "#....."],
}


def _glyph(name: str, border: int = 1) -> torch.Tensor:
    """Return a character as a picture of noughts and ones, in a border of noughts."""
    pixels = torch.tensor([[float(pixel == "#") for pixel in row[:5]] for row in ROWS[name]])
    return torch.nn.functional.pad(pixels, [border] * 4)


def _show(axes, picture: torch.Tensor, title: str, colours: str = "gray") -> None:
    """Draw a small picture with values from 0 to 1."""
    axes.imshow(picture, cmap=colours, vmin=0, vmax=1, interpolation="nearest")
    axes.set(xticks=[], yticks=[])
    axes.set_title(title, fontsize=9)


def picture_and_mask(figure: Figure) -> None:
    """Draw a picture and its mask, mirrored, cropped, and changed in brightness and contrast."""
    mask = _glyph("F", border=2)
    ground = 0.15 + 0.25 * torch.linspace(0, 1, mask.shape[1]).expand_as(mask)
    picture = torch.where(mask > 0, 0.7, ground)
    mean = picture.mean()
    moved = torch.nn.functional.pad(picture, [2] * 4)[3:14, 0:9], torch.nn.functional.pad(mask, [2] * 4)[3:14, 0:9]
    columns = {
        "as it is": (picture, mask),
        "mirrored": (picture.flip(1), mask.flip(1)),
        "padded, cropped": moved,
        "b = 1.4": ((1.4 * picture).clamp(0, 1), mask),
        "c = 0.4": (mean + 0.4 * (picture - mean), mask),
    }
    figure.set_size_inches(7.4, 3.9)
    axes = figure.subplots(2, len(columns))
    for column, (title, pair) in enumerate(columns.items()):
        _show(axes[0, column], pair[0], title)
        _show(axes[1, column], pair[1], "its mask", "Greys")


def labels_under_flips(figure: Figure) -> None:
    """Draw a 6, an 8 and an F as they are, mirrored, and turned by half a turn; the frame says whether the label is kept."""
    turns = {"as it is": lambda p: p, "mirrored": lambda p: p.flip(1), "half turn": lambda p: p.flip(0, 1)}
    figure.set_size_inches(6.0, 5.6)
    axes = figure.subplots(len(ROWS), len(turns))
    for row, name in enumerate(ROWS):
        for column, (turn, move) in enumerate(turns.items()):
            picture = _glyph(name)
            kept = torch.equal(move(picture), picture)
            becomes = "9" if (name, turn) == ("6", "half turn") else "no character"
            said = name if column == 0 else f"{turn}: still {name}" if kept else f"{turn}: {becomes}"
            _show(axes[row, column], move(picture), said)
            for side in axes[row, column].spines.values():
                side.set(color=BLUE if kept else ORANGE, linewidth=3, linestyle="-" if kept else "--")
