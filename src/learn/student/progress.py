"""What a learner has done: lines of JSON that are only ever added to, so that two copies are merged by joining their lines.

::

    {"at": "2026-03-01T18:20:05+00:00", "kind": "graded", "task": "shapes:add_batch", "passed": 3, "checks": 5,
     "file": "1f0c...", "grader": "93be..."}
    {"at": "2026-03-01T18:21:40+00:00", "kind": "hint", "task": "shapes:add_batch", "number": 1}

A line that cannot be read is skipped: half of one is all that a full disk or a merge can leave behind.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from learn.errors import UsageError
from learn.results import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from learn.course import Exercise, Task
    from learn.results import Report
    from learn.student.workspace import Workspace
    from learn.submission import Submission

PAUSE_S = 600.0
"""A longer time between two events is a break, and no work."""
SESSION_S = 4 * 3600.0
"""A longer time between two events is between two sessions."""


class Event(msgspec.Struct, omit_defaults=True, frozen=True):
    """One thing that happened to one task.

    Attributes:
        at: When, ISO 8601 with the offset from UTC.
        kind: ``graded``, ``hint`` or ``solution`` (the solution was shown).
        task: ``exercise:task``.
        passed, checks: For ``graded``: how many checks passed, of how many.
        file, grader: For ``graded``: hashes of the exercise's file and of its grader.
        number: For ``hint``: which of the three.
    """

    at: str
    kind: Literal["graded", "hint", "solution"]
    task: str
    passed: int = 0
    checks: int = 0
    file: str = ""
    grader: str = ""
    number: int = 0

    @property
    def time(self) -> datetime:
        """When it happened."""
        return datetime.fromisoformat(self.at)


@dataclass
class TaskProgress:
    """How far a learner is with one task.

    Attributes:
        passed, checks: Of the last time that it was graded.
        attempts: With how many versions of the file it was graded until it passed.
        hints: How many hints were shown.
        grader: The hash of the grader that judged it last.
        solved: Whether the solution was shown.
    """

    passed: int = 0
    checks: int = 0
    attempts: int = 0
    hints: int = 0
    grader: str = ""
    solved: bool = False

    @property
    def done(self) -> bool:
        """Whether every check passed."""
        return 0 < self.checks == self.passed


@dataclass
class Progress:
    """Everything that is known from a progress file, oldest event first."""

    events: list[Event] = field(default_factory=list)

    def tasks(self) -> dict[str, TaskProgress]:
        """Return how far each task is, by its id; tasks that nothing happened to are missing."""
        found: dict[str, TaskProgress] = defaultdict(TaskProgress)
        last_file: dict[str, str] = {}
        for event in self.events:
            task = found[event.task]
            if event.kind == "hint":
                task.hints = max(task.hints, event.number)
            elif event.kind == "solution":
                task.solved = True
            else:
                task.attempts += not task.done and last_file.get(event.task) != event.file
                last_file[event.task] = event.file
                task.passed, task.checks, task.grader = event.passed, event.checks, event.grader
        return dict(found)

    def seconds(self) -> dict[str, float]:
        """Return the working time by task id: from one event to the next, without breaks."""
        found: dict[str, float] = defaultdict(float)
        for before, event in zip(self.events, self.events[1:], strict=False):
            gap = (event.time - before.time).total_seconds()
            if gap <= PAUSE_S:
                found[event.task] += gap
        return dict(found)

    def last_session(self) -> list[Event]:
        """Return the events of the last time that the learner worked."""
        start = len(self.events)
        while start > 1 and (self.events[start - 1].time - self.events[start - 2].time).total_seconds() <= SESSION_S:
            start -= 1
        return self.events[max(start - 1, 0) :]


def path_of(workspace: Workspace) -> Path:
    """Return where progress is kept."""
    return workspace.state / "progress.jsonl"


def read(workspace: Workspace) -> Progress:
    """Read a workspace's progress; there may be none, and lines that are no events are skipped.

    Raises:
        UsageError: the file is there and cannot be read.
    """
    path = path_of(workspace)
    try:
        lines = path.read_bytes().splitlines() if path.exists() else []
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    events = []
    for line in dict.fromkeys(lines):
        try:
            event = msgspec.json.decode(line, type=Event)
            aware = event.time.tzinfo is not None
        except (msgspec.DecodeError, ValueError):
            continue
        if aware:
            events.append(event)
    return Progress(sorted(events, key=lambda event: event.time))


def add(workspace: Workspace, events: Iterable[Event]) -> None:
    """Add events to a workspace's progress.

    Raises:
        UsageError: the file cannot be written.
    """
    lines = b"".join(msgspec.json.encode(event) + b"\n" for event in events)
    path = path_of(workspace)
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("a+b") as file:
            file.seek(max(file.seek(0, 2) - 1, 0))
            file.write((b"\n" if file.read(1) not in {b"", b"\n"} else b"") + lines)  # after half a line, on a new one
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error}") from error


def now() -> str:
    """Return the time for an event."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def record(workspace: Workspace, report: Report, submission: Submission, before: Progress) -> None:
    """Note what a grading run found out: each task that was tried, unless nothing is new about it.

    Raises:
        UsageError: the file cannot be written.
    """
    known = {event.task: event for event in before.events if event.kind == "graded"}
    at, events = now(), []
    for chapter in report.chapters:
        for exercise in chapter.exercises:
            source = submission.files.get(exercise.name)
            digest = hashlib.sha256(source).hexdigest()[:16] if source is not None else ""
            grader = grader_hash(workspace.course.exercise(exercise.name))
            for task in exercise.tasks:
                outcomes = [check.outcome for check in task.checks if check.counts]
                passed = outcomes.count(Outcome.PASSED)
                if not passed and set(outcomes) <= {Outcome.NOT_STARTED, Outcome.SKIPPED, Outcome.GRADER_FAULT}:
                    continue
                name = f"{exercise.name}:{task.name}"
                event = Event(at, "graded", name, passed, len(outcomes), digest, grader)
                old = known.get(name)
                if old is None or msgspec.structs.replace(old, at=at) != event:
                    events.append(event)
    if events:
        add(workspace, events)


def grader_hash(exercise: Exercise) -> str:
    """Return a hash of what judges an exercise: its checks and probes, and the solution."""
    digest = hashlib.sha256()
    for path in (exercise.grader_path("checks"), exercise.grader_path("probes"), exercise.solution_path):
        content = path.read_bytes() if path.is_file() else b""
        digest.update(len(content).to_bytes(8, "little") + content)
    return digest.hexdigest()[:16]


def passed(tasks: Iterable[Task], known: dict[str, TaskProgress]) -> list[Task]:
    """Return those of these tasks that are done."""
    return [task for task in tasks if task.id in known and known[task.id].done]


def next_task(tasks: Sequence[Task], known: dict[str, TaskProgress]) -> Task | None:
    """Return the first task that is not done: of the core where one is left, else of all; ``None`` at the end."""
    done = passed(tasks, known)
    left = [task for task in tasks if task not in done]
    return next((task for task in left if task.core), next(iter(left), None))
