"""The one result model.  Graders fill it, every report renders it, ``docs/results.md`` documents its JSON form."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

FORMAT_VERSION = 1


class Outcome(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_STARTED = "not_started"
    ERRORED = "errored"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    LIMIT_EXCEEDED = "limit_exceeded"
    CRASHED = "crashed"
    SKIPPED = "skipped"
    GRADER_FAULT = "grader_fault"


class Feedback(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a learner is told about a check that did not pass.

    Attributes:
        summary: One sentence: what was seen and what was expected.
        call: The call that was made, for example ``softmax(tensor([[1., 2.]]), dim=1)``.
        got, expected: The two values as text, where they are short enough to help.
        hint: The likely cause, where the kind of difference gives it away.
        diagnosis: The sentence of a known mistake whose behaviour this one equals.
        file, line: Where to look.
        source: The source line there, or for a syntax error the line and a caret.
    """

    summary: str
    call: str = ""
    got: str = ""
    expected: str = ""
    hint: str = ""
    diagnosis: str = ""
    file: str = ""
    line: int = 0
    source: str = ""


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """One shape of a picture, in its own units, x to the right and y down.

    Attributes:
        kind: ``path`` joins points, ``dot`` is one, ``box`` is a filled rectangle, ``text`` is written, ``image`` is a PNG.
        at: x and y of each point; for a box or an image x, y, width and height.
        colour: Which of the colours of the theme; -1 is that of text.
        strength: Opacity, from 0 to 1.
        text: What is written, or a PNG in base64.
        anchor: For text: whether it starts at the point, is in its middle, or ends there.
    """

    kind: Literal["path", "dot", "box", "text", "image"]
    at: tuple[float, ...]
    colour: int = -1
    strength: float = 1.0
    text: str = ""
    anchor: Literal["start", "middle", "end"] = "start"


class Picture(msgspec.Struct, frozen=True):
    """A picture: what it is called, what it shows in words, its size, and its shapes."""

    title: str
    alt: str
    width: float
    height: float
    marks: list[Mark]


class CheckResult(msgspec.Struct, omit_defaults=True):
    """One check.

    ``verdict`` is ``derived`` where it follows from values that the grader computed with, ``reported`` where it rests on
    the word of the process that also ran the submission.  ``limit`` names what a check had too much of, where its outcome is
    ``limit_exceeded``.  ``counts`` is false where the device lacks what the submission does: its points count nowhere.
    ``pictures`` show what the submission did (see :mod:`learn.pictures`).  ``data_set`` is what the check drew pictures from,
    where it did: ``digits`` or ``FashionMNIST``.
    """

    id: str
    title: str
    points: int
    outcome: Outcome
    verdict: Literal["derived", "reported"] = "derived"
    visibility: Literal["visible", "hidden"] = "visible"
    device: str = "cpu"
    feedback: Feedback | None = None
    limit: str = ""
    output: str = ""
    duration_s: float = 0.0
    counts: bool = True
    pictures: list[Picture] = []
    data_set: str = ""

    @property
    def earned(self) -> int:
        """The points that this check gives."""
        return self.points if self.outcome is Outcome.PASSED else 0


class TaskResult(msgspec.Struct):
    """One task and its checks, in the order of the grader's file."""

    name: str
    core: bool
    checks: list[CheckResult]

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(check.outcome is Outcome.PASSED or not check.counts for check in self.checks)


class ExerciseResult(msgspec.Struct):
    """One exercise's file."""

    name: str
    title: str
    file: str
    tasks: list[TaskResult]

    @property
    def checks(self) -> list[CheckResult]:
        """All checks of all tasks."""
        return [check for task in self.tasks for check in task.checks]


class ChapterResult(msgspec.Struct):
    """One chapter, as far as it was graded."""

    name: str
    title: str
    exercises: list[ExerciseResult]

    @property
    def checks(self) -> list[CheckResult]:
        """All checks of all exercises."""
        return [check for exercise in self.exercises for check in exercise.checks]


class Environment(msgspec.Struct):
    """What the grading ran on."""

    learn: str
    python: str
    torch: str
    torchvision: str
    platform: str
    device: str
    isolation: list[str]


class Report(msgspec.Struct):
    """A whole grading run: what :mod:`learn.report` renders and ``--json`` writes."""

    submission: str
    sha256: str
    seed: int
    started_at: str
    duration_s: float
    environment: Environment
    chapters: list[ChapterResult]
    faults: list[str] = []
    format_version: int = FORMAT_VERSION

    @property
    def checks(self) -> list[CheckResult]:
        """All checks of all chapters."""
        return [check for chapter in self.chapters for check in chapter.checks]

    @property
    def exit_code(self) -> int:
        """0 all passed, 1 some check did not pass, 3 our fault."""
        if self.faults or any(check.outcome is Outcome.GRADER_FAULT for check in self.checks):
            return 3
        return 0 if all(check.outcome is Outcome.PASSED or not check.counts for check in self.checks) else 1


def points_of(checks: list[CheckResult]) -> tuple[int, int]:
    """Return ``(earned, possible)``; a check that our own fault or a gap of the device stopped counts nowhere."""
    counted = [check for check in checks if check.counts and check.outcome is not Outcome.GRADER_FAULT]
    return sum(check.earned for check in counted), sum(check.points for check in counted)
