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

from learn import fashion
from learn.calibration import MEASURED, Calibration, Calibrations, key_of, path_of, read
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


@dataclass(frozen=True)
class Measured:
    """A check that is judged by a threshold, and the data set of pictures that it drew from in this run, if any."""

    check: Check
    data_set: str

    @property
    def key(self) -> str:
        """What its calibration is kept under."""
        return key_of(self.check.name, self.data_set)


def measure(exercise: Exercise, seeds: int = SEEDS) -> dict[Measured, Calibration]:
    """Measure every check of an exercise that is judged by a threshold; where there is no gap, the threshold is NaN.

    Where the run uses FashionMNIST, only the checks that draw from it are measured.

    Raises:
        ContentError: a check gave no value for the reference, or a version of the task hung.
    """
    grading = Grading(exercise.chapter.course, exercise.tasks, Submission("", {}), device="cpu", warm=False)
    torch.set_num_threads(1)  # a parallel op before a fork would hang the child's first one
    checks = [Measured(check, fashion.USED.get()) for check in collect(grading) if _values(check, None, 1)]
    if fashion.ROOT.get() is not None:
        checks = [measured for measured in checks if measured.data_set]
    variants = read_variants(exercise, "mistakes")
    jobs = [(m, v) for m in checks for v in [None, *(v for v in variants if v.task == m.check.task.name)]]
    values: dict[Measured, dict[str, list[float]]] = {measured: {} for measured in checks}

    def run(number: int) -> list[float]:
        measured, variant = jobs[number]
        return _values(measured.check, variant, seeds)

    for number, found in in_forks(run, range(len(jobs)), timeout_s=TIMEOUT_S):
        measured, variant = jobs[number]
        if found is None or (variant is None and len(found) < seeds):
            place = variant.place if variant else measured.check.place
            raise ContentError(f"{place}: {measured.key} gave no value on every seed, or did not end.")
        values[measured][variant.name if variant else ""] = [round(value, 4) for value in found]
    calibrations = {}
    for measured, by_name in values.items():
        reference = by_name.pop("")
        gap = gap_of(reference, by_name)
        calibrations[measured] = Calibration(gap.threshold if gap else math.nan, reference, by_name)
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


def problems_of(measured: Measured, found: Calibration) -> list[str]:
    """Return a sentence where a check has no gap to put a threshold into."""
    if not math.isnan(found.threshold):
        return []
    worst, spread = min(found.reference), statistics.pstdev(found.reference)
    value, name = max(((max(v), name) for name, v in found.mistakes.items() if v), default=(math.nan, "none"))
    best = f"{value:.3f} ({name})"
    text = f"no clear gap for a threshold: the reference's worst is {worst:.3f} (spread {spread:.3f}), the best mistake {best}"
    cure = "Make the task easier for right work, or the check's data harder to fake."
    return [f"{measured.check.place}: {measured.key} has {text}. {cure}"]


def recheck(exercise: Exercise, seeds: int = SEEDS) -> list[str]:
    """Measure again, and return a sentence for each threshold that no longer stands where it must."""
    kept, places = read(exercise).checks, {}
    problems = []
    for measured, found in measure(exercise, seeds).items():
        key, place = measured.key, measured.check.place
        places[key] = place
        problems += problems_of(measured, found)
        old = kept.get(key)
        if old is None:
            problems.append(f"{place}: {key} has no threshold yet: run `learn dev calibrate {exercise.name}`.")
        elif not math.isnan(found.threshold):
            gap = gap_of(found.reference, found.mistakes)
            if gap is not None and not gap.low < old.threshold < gap.high:
                text = f"its threshold {old.threshold:g} is not between {gap.low:g} and {gap.high:g}, which were measured now"
                problems.append(f"{place}: {key}: {text}: run `learn dev calibrate {exercise.name}`.")
    stale = {key for key in kept if _measured_here(key)} - set(places)
    return problems + [f"{path_of(exercise)}: there is no check '{key}' with a threshold." for key in sorted(stale)]


def _measured_here(key: str) -> bool:
    """Tell whether a kept calibration is of a data set that this run measures."""
    return key.endswith(f"({fashion.NAME})") == (fashion.ROOT.get() is not None)


def write(exercise: Exercise, measured: dict[Measured, Calibration], seeds: int) -> list[Path]:
    """Keep what was measured beside the grader, with a picture; return what was written.

    What was measured on another data set stays.
    """
    path = path_of(exercise)
    path.parent.mkdir(exist_ok=True)
    found = {key: old for key, old in read(exercise).checks.items() if not _measured_here(key)}
    found = dict(sorted((found | {m.key: calibration for m, calibration in measured.items()}).items()))
    kept = Calibrations(seeds, torch.__version__.partition("+")[0], found)
    path.write_bytes(_on_one_line(msgspec.json.format(msgspec.json.encode(kept), indent=1)) + b"\n")
    picture = path.with_suffix(".svg")
    draw(found, picture)
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
