"""Make the pictures of the README from a real grading: ``python docs/make_pictures.py`` (needs Chromium)."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console

from learn.course import find_course
from learn.grade import Grading
from learn.report import html, terminal
from learn.session import grade
from learn.submission import read_submission

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
BROWSER = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")

DEMO = """
import torch


def row_means(x):
    print("x is", tuple(x.shape))
    return x.float().mean(dim=0, keepdim=True).T


def argmax_2d(x):
    flat = int(x.argmax())
    return flat // x.shape[1], flat % x.shape[1]


def weighted_mean(x, weights):
    raise NotImplementedError
"""


def screenshot(page: str, picture: Path, width: int, height: int) -> None:
    """Let Chromium draw a page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf-8")
        size = f"--window-size={width},{height}"
        command = [*BROWSER, *QUIET, f"--user-data-dir={folder}/profile", size, f"--screenshot={picture}", path.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def main() -> None:
    """Grade a piece of half-finished work and draw both reports."""
    course = find_course(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "exercises" / "chapter0_fundamentals"
        work.mkdir(parents=True)
        (work / "aggregation.py").write_text(DEMO, encoding="utf-8")
        shutil.copy(ROOT / "solutions" / work.name / "broadcasting.py", work)
        shutil.copy(ROOT / "exercises" / work.name / "randomness.py", work)
        targets = ("row_means", "argmax_2d", "weighted_mean", "broadcasting", "randomness")
        with_path = read_submission(work.parent, course)
        shown = {name: f"exercises/{work.name}/{name}.py" for name in with_path.files}
        submission = type(with_path)("exercises", with_path.files, shown)
        report = grade(Grading(course, course.resolve(targets), submission))
    console = Console(record=True, width=88, file=StringIO(), force_terminal=True, color_system="truecolor")
    terminal.render(report, console, quiet=False, verbose=False)
    IMAGES.mkdir(exist_ok=True)
    svg = console.export_svg(title="learn grade chapter0")
    width, height = (float(number) for number in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    page = f"<body style='margin:0'><div style='width:1000px'>{svg}</div></body>"
    screenshot(page, IMAGES / "terminal.png", 1000, math.ceil(1000 * height / width) + 6)
    screenshot(html.render(report), IMAGES / "report.png", 1000, 1150)


if __name__ == "__main__":
    main()
