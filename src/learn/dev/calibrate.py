"""Measure thresholds: between what the reference reaches at its worst, and what mistakes reach at their best.

A threshold is worth having only where there is a clear gap: wide in itself, and against how much the reference's values
differ from seed to seed.  It stands a third of the way up, nearer to the mistakes, since right work may do worse than ours.
"""

from __future__ import annotations

import math
import re
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import torch

from learn.calibration import MEASURED, Calibration, Calibrations, path_of, read
from learn.dev.forks import in_forks
from learn.errors import ContentError
from learn.grade import Grading
from learn.judge import judge
from learn.players import Players
from learn.session import collect
from learn.submission import Submission
from learn.variants import read_variants

if TYPE_CHECKING:
    from pathlib import Path

    from learn.checks import Check
    from learn.course import Exercise
    from learn.variants import Variant

SEEDS = 50
MIN_GAP = 0.05
"""The narrowest gap that is worth a threshold, in the units of what is measured."""
MIN_SPREADS = 4.0
"""The narrowest gap in standard deviations of the reference's values."""
TIMEOUT_S = 600.0


@dataclass(frozen=True)
class Gap:
    """Where a threshold can stand.

    Attributes:
        low: The best value of the mistakes that are caught.
        high: The worst value of the reference, and of mistakes that train as well as it does.
        caught: The names of the mistakes below it.
    """

    low: float
    high: float
    caught: tuple[str, ...]

    @property
    def threshold(self) -> float:
        """A third of the way up, with three digits after the point, rounded towards the mistakes."""
        return math.floor((self.low + (self.high - self.low) / 3) * 1000) / 1000


def gap_of(reference: list[float], mistakes: dict[str, list[float]]) -> Gap | None:
    """Return the highest gap that is wide enough and has the whole reference above it and at least one mistake below it.

    Args:
        reference: The value of the reference on each seed.
        mistakes: Their values.  A mistake that trains as well as the reference stands above the gap; none stands astride it.
    """
    measured = {name: values for name, values in mistakes.items() if values}
    needed = max(MIN_GAP, MIN_SPREADS * statistics.pstdev(reference))
    for low in sorted({max(values) for values in measured.values()}, reverse=True):
        caught = tuple(name for name, values in measured.items() if max(values) <= low)
        above = [min(values) for name, values in measured.items() if name not in caught]
        high = min([*reference, *above])
        if high - low >= needed:
            return Gap(low, high, caught)
    return None


def measure(exercise: Exercise, seeds: int = SEEDS) -> dict[Check, Calibration]:
    """Measure every check of an exercise that is judged by a threshold; where there is no gap, the threshold is NaN.

    Raises:
        ContentError: a check gave no value for the reference, or a version of the task hung.
    """
    grading = Grading(exercise.chapter.course, exercise.tasks, Submission("", {}), device="cpu", warm=False)
    torch.set_num_threads(1)  # a parallel op before a fork would hang the child's first one
    checks = [check for check in collect(grading) if _values(check, None, 1)]
    variants = read_variants(exercise, "mistakes")
    jobs = [(c, v) for c in checks for v in [None, *(v for v in variants if v.task == c.task.name)]]
    values: dict[Check, dict[str, list[float]]] = {check: {} for check in checks}

    def run(number: int) -> list[float]:
        return _values(*jobs[number], seeds)

    for number, found in in_forks(run, range(len(jobs)), timeout_s=TIMEOUT_S):
        check, variant = jobs[number]
        if found is None or (variant is None and len(found) < seeds):
            place = variant.place if variant else check.place
            raise ContentError(f"{place}: {check.name} gave no value on every seed, or did not end.")
        values[check][variant.name if variant else ""] = [round(value, 4) for value in found]
    calibrations = {}
    for check, by_name in values.items():
        reference = by_name.pop("")
        gap = gap_of(reference, by_name)
        calibrations[check] = Calibration(gap.threshold if gap else math.nan, reference, by_name)
    return calibrations


def _values(check: Check, variant: Variant | None, seeds: int) -> list[float]:
    """Return the smallest value that a check asks a threshold for, on each seed on which it comes so far."""
    players = Players()
    reference = players.reference(check.exercise)
    subject = players.variant(variant, check.exercise) if variant else reference
    found = []
    for seed in range(seeds):
        measured: list[float] = []
        token = MEASURED.set(measured)
        try:
            judge(check, subject, reference, seed)
        finally:
            MEASURED.reset(token)
        if measured:
            found.append(min(measured))
    players.close()
    return found


def problems_of(check: Check, found: Calibration) -> list[str]:
    """Return a sentence where a check has no gap to put a threshold into."""
    if not math.isnan(found.threshold):
        return []
    worst, spread = min(found.reference), statistics.pstdev(found.reference)
    value, name = max(((max(v), name) for name, v in found.mistakes.items() if v), default=(math.nan, "none"))
    best = f"{value:.3f} ({name})"
    text = f"no clear gap for a threshold: the reference's worst is {worst:.3f} (spread {spread:.3f}), the best mistake {best}"
    return [
        f"{check.place}: {check.name} has {text}. Make the task easier for right work, or the check's data harder to fake."
    ]


def recheck(exercise: Exercise, seeds: int = SEEDS) -> list[str]:
    """Measure again, and return a sentence for each threshold that no longer stands where it must."""
    kept = read(exercise).checks
    problems = []
    measured = measure(exercise, seeds)
    for check, found in measured.items():
        problems += problems_of(check, found)
        old = kept.get(check.name)
        if old is None:
            problems.append(f"{check.place}: {check.name} has no threshold yet: run `learn dev calibrate {exercise.name}`.")
        elif not math.isnan(found.threshold):
            gap = gap_of(found.reference, found.mistakes)
            if gap is not None and not gap.low < old.threshold < gap.high:
                text = f"its threshold {old.threshold:g} is not between {gap.low:g} and {gap.high:g}, which were measured now"
                problems.append(f"{check.place}: {check.name}: {text}: run `learn dev calibrate {exercise.name}`.")
    stale = set(kept) - {check.name for check in measured}
    return problems + [f"{path_of(exercise)}: there is no check '{name}' with a threshold." for name in sorted(stale)]


def write(exercise: Exercise, measured: dict[Check, Calibration], seeds: int) -> list[Path]:
    """Keep what was measured beside the grader, with a picture; return what was written."""
    path = path_of(exercise)
    path.parent.mkdir(exist_ok=True)
    by_name = {check.name: found for check, found in measured.items()}
    encoded = msgspec.json.format(
        msgspec.json.encode(Calibrations(seeds, torch.__version__.partition("+")[0], by_name)), indent=1
    )
    path.write_bytes(_on_one_line(encoded) + b"\n")
    picture = path.with_suffix(".svg")
    draw(by_name, picture)
    return [path, picture]


def _on_one_line(encoded: bytes) -> bytes:
    """Put each list of numbers on a line of its own."""
    return re.sub(rb"\[[^\[\]{}]*\]", lambda found: re.sub(rb"\s+", b" ", found[0]), encoded)


def draw(measured: dict[str, Calibration], picture: Path) -> None:
    """Draw the range and the median of every version, and the thresholds between them, as an SVG file."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    rows = sum(1 + len(found.mistakes) for found in measured.values())
    figure = Figure(figsize=(8, 1.2 * len(measured) + 0.28 * rows), layout="constrained")
    axes = figure.subplots(
        len(measured), squeeze=False, gridspec_kw={"height_ratios": [1 + len(f.mistakes) for f in measured.values()]}
    )
    for ax, (name, found) in zip(axes[:, 0], measured.items(), strict=True):
        versions = {"reference": found.reference} | {n: v for n, v in sorted(found.mistakes.items()) if v}
        for height, (version, values) in enumerate(reversed(versions.items())):
            colour = "#0072b2" if version == "reference" else "#d55e00"
            ax.plot([min(values), max(values)], [height, height], color=colour, linewidth=3, solid_capstyle="butt")
            ax.plot(statistics.median(values), height, "|", color=colour, markersize=12)
        ax.axvline(found.threshold, color="black", linestyle="--", linewidth=1)
        ax.set_yticks(range(len(versions)), [v.replace("_", " ") for v in reversed(versions)])
        ax.set_title(f"{name}: threshold {found.threshold:g}, {len(found.reference)} seeds", fontsize=10)
    with mpl.rc_context({"svg.hashsalt": "learn", "svg.fonttype": "none"}):
        figure.savefig(picture, format="svg", metadata={"Date": None})
