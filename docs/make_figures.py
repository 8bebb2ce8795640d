"""Draw the figures of the lessons: ``python docs/make_figures.py [FOLDER]`` (needs matplotlib).

``docs/figures/<chapter>/<exercise>.py`` has a function for each figure, which computes what it shows and draws it into a
:class:`matplotlib.figure.Figure`.  The pictures go to ``exercises/<chapter>/figures/``, or to ``FOLDER/<chapter>/``.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from types import FunctionType

import matplotlib as mpl
import torch
from matplotlib.figure import Figure

ROOT = Path(__file__).resolve().parent.parent
SIZE = 6.4, 3.6
STYLE = {
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.size": 10,
    "legend.frameon": False,
    "svg.fonttype": "path",  # the same letters on every machine
    "svg.hashsalt": "learn",  # and the same bytes
}


def figures_of(script: Path) -> dict[str, FunctionType]:
    """Return a lesson's functions by the name of their figure."""
    names = runpy.run_path(str(script))
    own = {name: value for name, value in names.items() if isinstance(value, FunctionType) and not name.startswith("_")}
    return {name: value for name, value in own.items() if value.__code__.co_filename == str(script)}


def draw(script: Path, folder: Path) -> list[Path]:
    """Draw every figure of a lesson into a folder; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with mpl.rc_context(STYLE):
        for name, function in figures_of(script).items():
            figure = Figure(figsize=SIZE, layout="constrained", facecolor="white")  # white in dark mode, too
            function(figure)
            path = folder / f"{name}.svg"
            figure.savefig(path, metadata={"Date": None})
            written.append(path)
    return written


def main() -> None:
    """Draw the figures of all chapters."""
    torch.set_num_threads(1)  # the same figures on every machine, and no threads that wait for each other
    for script in sorted((ROOT / "docs" / "figures").glob("*/*.py")):
        chapter = script.parent.name
        folder = Path(sys.argv[1]) / chapter if len(sys.argv) > 1 else ROOT / "exercises" / chapter / "figures"
        for path in draw(script, folder):
            print(path)  # noqa: T201  a script says what it wrote


if __name__ == "__main__":
    main()
