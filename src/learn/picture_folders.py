"""Folders of pictures for checks: drawn from a seed as bytes, sent over the wire, and written down in the worker's scratch.

    files = class_folders(rng, {"disc": 6, "square": 3})       {"disc/0.png": b"...", ...}
    submission.observe("listed", files=files)                  whose probe says: with unpacked(files) as root: ...

(``unpacked`` is in :mod:`learn.worker.folders`.)
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from learn.rng import Rng

Files = dict[str, bytes]
_MODES = {1: "L", 3: "RGB", 4: "RGBA"}
_SHAPES: dict[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = {
    "disc": lambda y, x: y**2 + x**2 <= 1,
    "ring": lambda y, x: (y**2 + x**2 <= 1) & (y**2 + x**2 >= 0.4),  # noqa: PLR2004
    "square": lambda y, x: torch.maximum(y.abs(), x.abs()) <= 1,
    "cross": lambda y, x: (torch.maximum(y.abs(), x.abs()) <= 1) & (torch.minimum(y.abs(), x.abs()) <= 0.35),  # noqa: PLR2004
    "bar": lambda y, x: (y.abs() <= 0.35) & (x.abs() <= 1),  # noqa: PLR2004
}
KINDS = tuple(_SHAPES)
"""What can be drawn: no two look alike under flips, and each stays what it is."""


def drawn(rng: Rng, kind: str, height: int = 16, width: int = 16) -> tuple[torch.Tensor, torch.Tensor]:
    """Draw one shape in a random colour, size and place on a darker, noisy ground.

    Args:
        rng: Draws it.
        kind: One of :data:`KINDS`.
        height: Rows, at least 8.
        width: Columns, at least 8.

    Returns:
        The picture, shape (3, height, width), uint8; and where the shape is, shape (height, width), bool.
    """
    radius = rng.uniform(0.22, 0.34) * min(height, width)
    centre = [rng.uniform(radius + 0.5, size - radius - 0.5) for size in (height, width)]
    rows = (torch.arange(height, dtype=torch.float32) - centre[0]) / radius
    columns = (torch.arange(width, dtype=torch.float32) - centre[1]) / radius
    mask = _SHAPES[kind](rows[:, None].expand(height, width), columns[None, :].expand(height, width))
    colour = rng.randint(150, 255, 3, 1, 1)
    ground = rng.randint(0, 90, 3, height, width)
    return torch.where(mask, colour, ground).to(torch.uint8), mask


def encoded(picture: torch.Tensor, kind: str = "png") -> bytes:
    """Return a picture as the bytes of a file.

    Args:
        picture: Shape (H, W) or (C, H, W), uint8, C one of 1 (grey), 3 (RGB) and 4 (RGBA).
        kind: The format, as Pillow calls it: ``"png"`` loses nothing, ``"jpeg"`` does.
    """
    from PIL import Image

    pixels = picture[None] if picture.dim() == 2 else picture  # noqa: PLR2004
    array = pixels.permute(1, 2, 0).squeeze(-1).contiguous().numpy()
    buffer = BytesIO()
    Image.fromarray(array, _MODES[pixels.shape[0]]).save(buffer, kind)
    return buffer.getvalue()


def class_folders(rng: Rng, counts: Mapping[str, int], height: int = 16, width: int = 16) -> Files:
    """Draw a folder for each class, with as many PNG files as ``counts`` says; a class is called like what it shows, or not.

    Args:
        rng: Draws them.
        counts: How many pictures each folder gets, by its name.  The n-th folder shows the n-th of :data:`KINDS`.
        height: Rows.
        width: Columns.

    Returns:
        The bytes of each file by its path: ``{"disc/0.png": ...}``.
    """
    shown = zip(counts.items(), KINDS, strict=False)
    return {
        f"{name}/{number}.png": encoded(drawn(rng, kind, height, width)[0])
        for (name, count), kind in shown
        for number in range(count)
    }


def oddities(rng: Rng, name: str, height: int = 16, width: int = 16) -> Files:
    """Draw what is found in every real folder: a grey picture, one with transparency, a broken one, and what is no picture.

    Args:
        rng: Draws them.
        name: The folder that they lie in.
        height: Rows of the pictures.
        width: Columns.

    Returns:
        ``grey.png`` and ``clear.png`` are pictures of one and of four channels, ``broken.png`` ends in the middle; there are
        a hidden file and a text, too.
    """
    picture, mask = drawn(rng, "disc", height, width)
    whole = encoded(picture)
    return {
        f"{name}/grey.png": encoded(picture.float().mean(0).to(torch.uint8)),
        f"{name}/clear.png": encoded(torch.cat([picture, mask[None].to(torch.uint8) * 255])),
        f"{name}/broken.png": whole[: len(whole) // 2],
        f"{name}/.hidden.png": b"",
        f"{name}/notes.txt": b"These are not the pictures you are looking for.\n",
    }
