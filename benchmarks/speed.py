"""Measure what grading costs beyond torch itself, as ratios taken in one run: ``python benchmarks/speed.py``.

Each round measures everything, one thing after the other, so that a busy machine slows all of it alike.  A ratio is taken
within its round, and every figure is a median.  ``README.md`` beside this file says what each figure means.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

import torch  # noqa: E402  the packages below are found only after the line above
from warm import work_and_added  # noqa: E402

from learn.course import Chapter, Course, Exercise, find_course  # noqa: E402
from learn.errors import LearnError  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COLD_RATIO = 1.5
COLD_RATIO_OPTIMIZER = 2.5
"""The first optimizer of a process imports ``torch._dynamo``."""
WORK_FACTOR = 2
CHECK_S = 0.005
EXERCISE_S = 0.040
INSTANT_S = 0.25
PYTHON = (sys.executable, "-c", "pass")
TORCH = (sys.executable, "-c", "import torch")
LEARN = (sys.executable, str(ROOT / "cli.py"))


@dataclass(frozen=True)
class Figure:
    """One measured figure and the bound it must not exceed.

    Attributes:
        what: What was measured.
        value: The median: a ratio, seconds or a count.
        target: The bound.
        unit: ``"x"`` (a ratio), ``"ms"``, ``"s"`` or ``""`` (a count): how both are shown.
        low, high: The smallest and the largest of the values that ``value`` is the median of.
        note: What else is worth knowing.
    """

    what: str
    value: float
    target: float
    unit: str
    low: float
    high: float
    note: str = ""

    @property
    def ok(self) -> bool:
        """Whether the target is met."""
        return self.value <= self.target

    def row(self) -> tuple[str, ...]:
        """Return the cells of the figure's line in the table."""
        spread = f"{self._show(self.low)} .. {self._show(self.high)}"
        return self.what, self._show(self.value), self._show(self.target), "ok" if self.ok else "NOT", spread, self.note

    def _show(self, value: float) -> str:
        if self.unit == "ms":
            return f"{value * 1000:.1f} ms"
        return f"{value:.2f} {self.unit}" if self.unit else f"{value:.0f}"


def figure(what: str, values: Iterable[float], target: float, unit: str, note: str = "") -> Figure:
    """Return the figure of several values."""
    values = list(values)
    return Figure(what, median(values), target, unit, min(values), max(values), note)


# ------------------------------------------------------------------ whole commands


def wall_s(command: Sequence[str]) -> float:
    """Run a command and return its wall-clock time in seconds.

    Raises:
        SystemExit: it failed, so that its time means nothing.
    """
    start = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    took_s = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with exit code {done.returncode}:\n{done.stdout}{done.stderr}")
    return took_s


def num_torch_imports(command: Sequence[str]) -> int:
    """Return how many modules of torch a command imports."""
    done = subprocess.run([command[0], "-X", "importtime", *command[1:]], check=True, capture_output=True, text=True)
    return len(re.findall(r"\|\s+torch(?:\.|$)", done.stderr, re.MULTILINE))


def one_of(chapter: Chapter) -> Exercise:
    """Return the exercise that stands for a chapter: the first that trains nothing, for training is work and no overhead."""
    return next((exercise for exercise in chapter.exercises if not exercise.trains), chapter.exercises[0])


def allowed_ratio(chapter: Chapter) -> float:
    """Return how many imports of torch a cold run of one exercise may take."""
    optimizer = any(name.startswith(("torch._dynamo", "torch.optim")) for name in chapter.spec.preload)
    return COLD_RATIO_OPTIMIZER if optimizer else COLD_RATIO


# ------------------------------------------------------------------ rounds


class Values(dict[str, list[float]]):
    """Measured values by name, one for each round."""

    def add(self, new: dict[str, float]) -> None:
        """Add the values of one round."""
        for name, value in new.items():
            self.setdefault(name, []).append(value)

    def medians(self) -> dict[str, float]:
        """Return the median over rounds of each."""
        return {name: median(values) for name, values in self.items()}


class Benchmark:
    """Everything that is measured of one course."""

    def __init__(self, course: Course) -> None:
        self.chapters = course.chapters
        self.first = course.chapters[0]
        self.grade = (*LEARN, "grade", "--quiet", "--course", str(course.root), "--submission", str(course.root / "solutions"))
        self.instant = {"learn --help": (*LEARN, "--help"), "learn list": (*LEARN, "list", "--course", str(course.root))}
        self.forget()

    def forget(self) -> None:
        """Drop what was measured so far."""
        self.seconds, self.ratios, self.checks, self.exercises = Values(), Values(), Values(), Values()

    def measure(self) -> None:
        """Measure everything once."""
        seconds = {name: wall_s(command) for name, command in {"python": PYTHON, **self.instant}.items()}
        ratios = {}
        for chapter in self.chapters:
            torch_s = wall_s(TORCH)
            seconds[chapter.name] = wall_s([*self.grade, one_of(chapter).id])
            ratios[chapter.name] = seconds[chapter.name] / torch_s
        seconds["torch"] = wall_s(TORCH)
        seconds["all"] = wall_s([*self.grade, self.first.name])
        work, checks, exercises = work_and_added(self.first)
        seconds["work"] = sum(work.values())
        allowance_s = allowed_ratio(self.first) * seconds["torch"] + WORK_FACTOR * seconds["work"]
        ratios["all"] = seconds["all"] / allowance_s
        self.seconds.add(seconds)
        self.ratios.add(ratios)
        self.checks.add(checks)
        self.exercises.add(exercises)

    def figures(self) -> list[Figure]:
        """Return every figure."""
        mid = self.seconds.medians()
        found = []
        for chapter in self.chapters:
            what, note = f"cold grade of {one_of(chapter).id} / import torch", f"{mid[chapter.name]:.2f} s"
            found.append(figure(what, self.ratios[chapter.name], allowed_ratio(chapter), "x", note))
        ratio = allowed_ratio(self.first)
        note = f"{mid['all']:.2f} s of {ratio} x {mid['torch']:.2f} s + {WORK_FACTOR} x {mid['work']:.3f} s"
        found.append(figure(f"cold grade of {self.first.name} / its allowance", self.ratios["all"], 1.0, "x", note))
        for what, values, target in (("check", self.checks, CHECK_S), ("exercise", self.exercises, EXERCISE_S)):
            each = values.medians()
            if each:
                note = f"{len(each)} measured, the dearest {max(each, key=each.__getitem__)}"
                found.append(figure(f"added to one {what}, warm", each.values(), target, "ms", note))
        for name, command in self.instant.items():
            found.append(figure(name, self.seconds[name], INSTANT_S, "s"))
            found.append(figure(f"{name}: modules of torch imported", [num_torch_imports(command)], 0, ""))
        return found


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as aligned text."""
    rows = [("what", "figure", "target", "", "lowest .. highest", "note"), *(one.row() for one in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def main() -> None:
    """Measure, print the table, and end with exit code 1 where a target is missed."""
    parser = argparse.ArgumentParser(description="Measure what grading costs beyond torch itself.")
    parser.add_argument("--rounds", type=int, default=5, help="how often everything is measured, after one round to warm up")
    parser.add_argument("--course", type=Path, default=ROOT, help="the folder above exercises/")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error(f"--rounds must be >= 1: {options.rounds}")
    try:
        benchmark = Benchmark(find_course(options.course))
    except LearnError as error:
        parser.error(str(error))
    torch.set_num_threads(1)  # as in a worker; a parallel op before a fork would hang the child's first one
    machine: dict[str, Any] = {
        "cpus": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else "unknown",
        "platform": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "torch": torch.__version__,
    }
    print(", ".join(f"{name} {value}" for name, value in machine.items()), flush=True)
    benchmark.measure()
    benchmark.forget()  # the first round only warms caches up
    for _ in range(options.rounds):
        benchmark.measure()
    mid = benchmark.seconds.medians()
    print(f"{options.rounds} rounds, python starts in {mid['python']:.2f} s, import torch takes {mid['torch']:.2f} s\n")
    figures = benchmark.figures()
    print(table(figures))
    if options.json:
        content = {
            "machine": machine,
            "rounds": options.rounds,
            "seconds": mid,
            "figures": [asdict(one) | {"ok": one.ok} for one in figures],
        }
        options.json.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    sys.exit(0 if all(one.ok for one in figures) else 1)


if __name__ == "__main__":
    main()
