"""Grade one submission: collect the checks with pytest, run each once, and put the results together."""

from __future__ import annotations

import platform
import time
from datetime import UTC, datetime
from functools import cached_property, partial
from importlib import metadata
from typing import TYPE_CHECKING

import msgspec

from learn import __version__
from learn.checks import Check, unmet_need
from learn.errors import CourseError
from learn.players import Players, in_child
from learn.results import (
    ChapterResult,
    CheckResult,
    Environment,
    ExerciseResult,
    Feedback,
    Outcome,
    Report,
    TaskResult,
)
from learn.sandbox.hosts import can_fork, layers_here
from learn.sandbox.layers import held
from learn.variants import read_variants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from learn.course import Course, Exercise, Task
    from learn.observe import Exchange, Subject
    from learn.submission import Submission

DEFAULT_SEED = 0
NAMING_TIMEOUT_S = 20.0
"""How long it may take to find out which known mistakes an exercise holds."""


class Grading:
    """One grading run: what pytest's plugin calls for each check."""

    def __init__(
        self,
        course: Course,
        tasks: Iterable[Task],
        submission: Submission,
        seed: int = DEFAULT_SEED,
        *,
        device: str = "auto",
        warm: bool = True,
    ) -> None:
        self.course = course
        self.tasks = tuple(tasks)
        self.submission = submission
        self.seed = seed
        self.device = device
        self.players = Players(submission)
        self.results: dict[str, CheckResult] = {}
        self.done: dict[Check, bool] = {}
        self.exchanges: dict[str, list[Exchange]] = {}
        self.checks: list[Check] = []
        self.faults: list[str] = []
        self.broken = ""
        self.on_result: Callable[[CheckResult, int, int], None] = lambda *_: None
        self.on_abandoned: Callable[[], None] = lambda: None
        self.started = time.perf_counter()
        self.started_at = datetime.now(UTC).isoformat(timespec="seconds")
        for exercise in self.exercises[:1] if warm else ():
            self.players.host(exercise)

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises that are graded, in course order."""
        return tuple(dict.fromkeys(task.exercise for task in self.tasks))

    @cached_property
    def accelerators(self) -> tuple[str, ...]:
        """The kinds of device that device checks run on.

        Raises:
            UsageError: the one that was asked for is not here.
        """
        from learn.accelerators import accelerators  # imports torch

        return accelerators(self.device)

    def require_sandbox(self) -> None:
        """Make sure that every worker of this run will be confined, or end the run.

        Raises:
            SandboxError: the sandbox is not whole, or does not hold.
        """
        from learn.sandbox.canary import require_sandbox  # imports torch

        try:
            for exercise in self.exercises:
                self.players.host(exercise)
            for host in self.players.hosts.values():
                require_sandbox(host)
        except BaseException:
            self.close()
            raise

    def files(self) -> list[Path]:
        """Return the graders' files to collect.

        Raises:
            CourseError: an exercise has no checks.
        """
        found = []
        for exercise in self.exercises:
            path = exercise.grader_path("checks")
            if not path.is_file():
                raise CourseError(f"{path} is missing: exercise '{exercise.name}' has no checks.")
            found.append(path)
            hidden = exercise.grader_path("hidden")
            if hidden.is_file():
                found.append(hidden)
        return found

    def run(self, check: Check) -> CheckResult:
        """Run one check, unless what it needs has not passed."""
        from learn.judge import judge, result_of  # imports torch

        missing = unmet_need(check, self.done)
        if missing and self._is_unwritten(check.task):
            result = result_of(check, Outcome.NOT_STARTED, Feedback("Not written yet."))
        elif missing:
            result = result_of(check, Outcome.SKIPPED, Feedback(f"Needs '{missing}' first."))
        else:
            submission = self.players.submitted(check.exercise, check.device)
            self._prepare_next(check.exercise)
            result = judge(check, submission, self.players.reference(check.exercise), self.seed)
            self.exchanges[check.id] = submission.exchanges
        self.record(check, result)
        return result

    def _is_unwritten(self, task: Task) -> bool:
        results = [self.results[check.id] for check in self.done if check.task is task]
        return any(result.outcome is Outcome.NOT_STARTED for result in results)

    def _prepare_next(self, exercise: Exercise) -> None:
        """Let the next exercise's worker load while this one is graded."""
        following = self.exercises.index(exercise) + 1
        if following < len(self.exercises):
            self.players.submitted(self.exercises[following]).prepare()

    def record(self, check: Check, result: CheckResult) -> None:
        """Keep a result and tell who is listening."""
        self.results[check.id] = result
        self.done[check] = result.outcome in _SETTLED
        self.on_result(result, len(self.results), len(self.checks))

    def finish_exercise(self, exercise: Exercise) -> None:
        """Name the mistakes of an exercise that is done, and end its workers."""
        wrong = [check for check in self.checks if check.exercise is exercise and self._may_be_named(check)]
        if wrong:
            for name, sentence in in_child(partial(self._names, wrong), NAMING_TIMEOUT_S).items():
                result = self.results[name]
                assert result.feedback is not None
                result.feedback = msgspec.structs.replace(result.feedback, diagnosis=sentence)
        self.players.leave(exercise)
        for check in self.checks:
            if check.exercise is exercise:
                self.exchanges.pop(check.id, None)  # they may hold hundreds of megabytes

    def _may_be_named(self, check: Check) -> bool:
        result = self.results.get(check.id)
        named = result is not None and result.outcome in _NAMED and result.feedback is not None
        # The simulated device must not enter this process, and a mistake may leave a real one in a broken state.
        here = check.device == "cpu" or (check.device == "sim" and can_fork())
        return named and here and check.id in self.exchanges

    def _names(self, wrong: list[Check]) -> dict[str, str]:
        """Return the sentence of the mistake that explains a failed check, by the check's id, where there is one."""
        from learn.diagnose import name_mistake  # imports torch

        known = read_variants(wrong[0].exercise, "mistakes")
        found = {}
        for check in wrong:
            alike = [other for other in self.checks if other.task is check.task and other.device == check.device]
            checks = [other for other in alike if other.id in self.exchanges]
            others = [e for other in checks if other is not check for e in self.exchanges[other.id]]
            variants = [variant for variant in known if variant.task == check.task.name]
            mistakes = [(variant, self.players.variant(variant, check.exercise, check.device)) for variant in variants]
            named = name_mistake(self.exchanges[check.id], others, mistakes, partial(self._explains, check, checks))
            if named:
                found[check.id] = named.sentence
        return found

    def _explains(self, check: Check, checks: list[Check], mistake: Subject) -> bool:
        """Tell whether a mistake fails a check, and none of those that the submission passed."""
        passed = [other for other in checks if self.results[other.id].outcome is Outcome.PASSED]
        return self._fails(check, mistake) and not any(self._fails(other, mistake) for other in passed)

    def _fails(self, check: Check, mistake: Subject) -> bool:
        from learn.judge import judge

        return judge(check, mistake, self.players.reference(check.exercise), self.seed).outcome is not Outcome.PASSED

    def abandon(self, sentence: str) -> None:
        """Give every check that has no result yet a grader fault: the run cannot go on."""
        from learn.judge import result_of

        self.faults.append(sentence)
        for check in self.checks:
            if check.id not in self.results:
                self.record(check, result_of(check, Outcome.GRADER_FAULT, Feedback(sentence)))

    def report(self) -> Report:
        """Put the results together."""
        chapters: dict[str, ChapterResult] = {}
        for exercise in self.exercises:
            chapter = chapters.setdefault(
                exercise.chapter.name, ChapterResult(exercise.chapter.name, exercise.chapter.title, [])
            )
            tasks = [
                TaskResult(
                    task.name,
                    task.core,
                    [self.results[c.id] for c in self.checks if c.task == task and c.id in self.results],
                )
                for task in exercise.tasks
                if task in self.tasks
            ]
            path = self.submission.path_of(exercise)
            chapter.exercises.append(ExerciseResult(exercise.name, exercise.title, path, tasks))
        return Report(
            self.submission.label,
            self.submission.sha256,
            self.seed,
            self.started_at,
            round(time.perf_counter() - self.started, 3),
            environment(tuple(dict.fromkeys(check.device for check in self.checks))),
            list(chapters.values()),
            self.faults,
        )

    def close(self) -> None:
        """End every process of the run."""
        self.players.close()


_SETTLED = {Outcome.PASSED, Outcome.GRADER_FAULT}
"""What a check that needs another one waits for: our fault in the other one must not cost its points."""
_NAMED = {Outcome.FAILED, Outcome.ERRORED}


def environment(devices: tuple[str, ...] = ("cpu",)) -> Environment:
    """Describe what this run works with, without importing anything heavy."""
    return Environment(
        __version__,
        platform.python_version(),
        _version("torch"),
        _version("torchvision"),
        f"{platform.system()} {platform.machine()}",
        ", ".join(devices),
        held(layers_here()),
    )


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
