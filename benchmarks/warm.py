"""Time the same checks twice: as bare calls and comparisons in this process, and graded with everything warm."""

from __future__ import annotations

import sys
import time
from itertools import groupby
from typing import TYPE_CHECKING, Any

from learn.grade import Grading
from learn.judge import judge
from learn.observe import Subject
from learn.results import CheckResult, Outcome
from learn.sandbox.workers import InProcessWorker, ProcessWorker
from learn.session import grade
from learn.submission import read_submission
from learn.variants import load_submission, load_trusted
from learn.worker.runner import Runner

if TYPE_CHECKING:
    from learn.checks import Check
    from learn.course import Chapter, Exercise


def work_and_added(chapter: Chapter) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Grade a chapter's solutions warm, then run the same checks bare.

    Returns the seconds of each check's bare work, by its id, and what grading added to each check and to each exercise.  An
    exercise's first check appears only in the exercise's time.

    Raises:
        SystemExit: a solution does not pass, so that its time means nothing.
    """
    graded = WarmGrading(chapter)
    grade(graded)
    work = _bare_work(graded)
    return work, *_added(graded, work)


# ------------------------------------------------------------------ graded


class WarmGrading(Grading):
    """A grading whose worker host is ready before it starts, and that notes when each check began and ended."""

    def __init__(self, chapter: Chapter) -> None:
        course = chapter.course
        submission = read_submission(course.root / "solutions", course)
        super().__init__(course, course.resolve([chapter.name]), submission)
        self.spans: dict[str, tuple[float, float]] = {}
        self.finish_s: dict[str, float] = {}
        host = self.players.hosts[chapter.spec.preload]
        ProcessWorker(host, chapter.exercises[0].limits).close()  # starts only when torch is imported there

    def run(self, check: Check) -> CheckResult:
        """Run one check."""
        start = time.perf_counter()
        result = super().run(check)
        self.spans[check.id] = start, time.perf_counter()
        _require_passed(result)
        return result

    def finish_exercise(self, exercise: Exercise) -> None:
        """End an exercise."""
        start = time.perf_counter()
        super().finish_exercise(exercise)
        self.finish_s[exercise.id] = time.perf_counter() - start


def _added(graded: WarmGrading, work: dict[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """Return what grading added to each check and each exercise, in seconds.

    A check's time runs from the end of the one before it to its own end, with all that pytest does between them.  An
    exercise's is that of its first check, which starts and loads its worker and its reference, and of ending them.
    """
    checks, exercises = {}, {}
    for exercise, own in groupby(graded.checks, lambda check: check.exercise):
        first, *others = own
        start, end = graded.spans[first.id]
        exercises[exercise.id] = end - start - work[first.id] + graded.finish_s[exercise.id]
        for check in others:
            before, end = end, graded.spans[check.id][1]
            checks[check.id] = end - before - work[check.id]
    return checks, exercises


# ------------------------------------------------------------------ bare


class Clock:
    """Where a subject's time went, in seconds: answering questions, and within that running the observed code."""

    asked_s = ran_s = 0.0


class TimedRunner(Runner):
    """Runs code in this process and times it, without its loading."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock

    def handle(self, request: dict[str, Any]) -> Any:
        """Carry out one request."""
        start = time.perf_counter()
        try:
            return super().handle(request)
        finally:
            if request["op"] != "load":
                self.clock.ran_s += time.perf_counter() - start


class BareSubject(Subject):
    """A subject in this process that knows which part of its time is no more than calling the observed code."""

    def __init__(self, exercise: Exercise, load: dict[str, Any] | None, *, trusted: bool) -> None:
        super().__init__(exercise, load, self._start, trusted=trusted, cache={} if trusted else None)
        self.clock = Clock()

    def _start(self) -> InProcessWorker:
        worker = InProcessWorker()
        worker.runner = TimedRunner(self.clock)
        return worker

    def _ask(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        start = time.perf_counter()
        try:
            return super()._ask(*args, **kwargs)
        finally:
            self.clock.asked_s += time.perf_counter() - start


def _bare_work(graded: Grading) -> dict[str, float]:
    """Return the seconds of each check's calls and comparisons in this process.

    Copies, encoding and loading are left out: they are the grader's cost, and not part of the work.
    """
    work = {}
    for exercise, own in groupby(graded.checks, lambda check: check.exercise):
        submission = BareSubject(exercise, load_submission(exercise, graded.submission), trusted=False)
        reference = BareSubject(exercise, load_trusted(exercise), trusted=True)
        clocks = submission.clock, reference.clock
        for check in own:
            before_s = sum(clock.asked_s - clock.ran_s for clock in clocks)
            result = judge(check, submission, reference, graded.seed)
            _require_passed(result)
            work[check.id] = result.duration_s - (sum(clock.asked_s - clock.ran_s for clock in clocks) - before_s)
    return work


def _require_passed(result: CheckResult) -> None:
    if result.outcome is not Outcome.PASSED:
        sys.exit(f"{result.id}: a solution did not pass ({result.outcome}): {result.feedback}")
