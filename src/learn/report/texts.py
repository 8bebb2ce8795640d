"""What several renderers say alike: signs of outcomes, feedback in a few lines, redaction, what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from learn.results import CheckResult, ExerciseResult, Feedback, Outcome, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_SEEN = 300
"""The longest line of feedback, in characters; an exception's message can be pages long."""
_MIN_CALL = 40
HIDDEN_SUMMARY = "A hidden check: its inputs and values are not shown."
FAULT_CAUSE = "This is a fault of the grader, not of your code: it costs no points."
WITHHELD_SEED = -1
"""What stands in a redacted report in place of a secret seed."""


class Sign(NamedTuple):
    """How an outcome is shown: a symbol, one that ASCII has, and a word or two."""

    symbol: str
    plain: str
    words: str


SIGNS = {
    Outcome.PASSED: Sign("✓", "+", "passed"),
    Outcome.FAILED: Sign("✗", "x", "failed"),
    Outcome.NOT_STARTED: Sign("○", "o", "not started"),
    Outcome.ERRORED: Sign("✗", "x", "raised an error"),
    Outcome.TIMED_OUT: Sign("✗", "x", "timed out"),
    Outcome.OUT_OF_MEMORY: Sign("✗", "x", "out of memory"),
    Outcome.LIMIT_EXCEEDED: Sign("✗", "x", "over a limit"),
    Outcome.CRASHED: Sign("✗", "x", "crashed"),
    Outcome.SKIPPED: Sign("–", "-", "skipped"),  # noqa: RUF001  a dash as wide as the other symbols
    Outcome.GRADER_FAULT: Sign("!", "!", "grader fault"),
}
_UNTRIED = {Outcome.NOT_STARTED, Outcome.SKIPPED}
_LEARNERS = frozenset(Outcome) - {Outcome.PASSED, Outcome.SKIPPED, Outcome.GRADER_FAULT}


class Explanation(NamedTuple):
    """A check's feedback below its title: what was seen, the likely cause, and where to look.  Each may be empty."""

    seen: str
    cause: str
    place: str


def words_of(check: CheckResult) -> str:
    """Return an outcome in a word or two, and which limit was exceeded."""
    words = SIGNS[check.outcome].words
    return f"{words}: {one_line(check.limit)}" if check.limit else words


def explain(check: CheckResult) -> Explanation:
    """Return the lines that go below the title of a check that did not pass."""
    feedback = check.feedback or Feedback("")
    seen = _seen(feedback)
    if check.limit or not seen:
        ended = words_of(check)
        seen = f"{ended[0].upper()}{ended[1:]}. {seen}".rstrip()
    cause = feedback.diagnosis or feedback.hint
    if check.outcome is Outcome.GRADER_FAULT:
        cause = FAULT_CAUSE
    return Explanation(seen, one_line(cause), place_of(feedback))


def _seen(feedback: Feedback) -> str:
    """Join call and summary; where both are too long for a line, the call is cut, since the summary tells more."""
    summary = one_line(feedback.summary)
    if not feedback.call:
        return summary
    call = one_line(feedback.call, max(_MIN_CALL, MAX_SEEN - len(summary)))
    return f"{call}: {summary}"


def one_line(text: str, limit: int = MAX_SEEN) -> str:
    """Return ``text`` with its whitespace collapsed, cut at ``limit`` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 3]}..."


def place_of(feedback: Feedback) -> str:
    """Return ``file:line``, ``file`` where no line is known, or nothing."""
    name = one_line(feedback.file)
    return one_line(f"{name}:{feedback.line}") if name and feedback.line else name


def overall(checks: Sequence[CheckResult]) -> Outcome:
    """Return the outcome that stands for a task or an exercise as a whole."""
    outcomes = {check.outcome for check in [check for check in checks if check.counts] or checks}
    if Outcome.NOT_STARTED in outcomes and outcomes <= _UNTRIED:
        return Outcome.NOT_STARTED
    if outcomes <= {Outcome.SKIPPED}:
        return Outcome.SKIPPED
    if outcomes == {Outcome.PASSED}:
        return Outcome.PASSED
    return Outcome.GRADER_FAULT if outcomes <= {Outcome.PASSED, Outcome.GRADER_FAULT} else Outcome.FAILED


def shared_error(exercise: ExerciseResult) -> CheckResult | None:
    """Return the first of an exercise's checks where all tell of the same error, as after a syntax error.

    Skipped checks, which wait for another one, do not count; feedback that names a call is about that call alone.
    """
    told = [check for check in exercise.checks if check.outcome is not Outcome.SKIPPED]
    first = next(iter(told), None)
    if first is None or first.feedback is None or first.feedback.call or len(told) == 1:
        return None
    if first.outcome in {Outcome.PASSED, Outcome.NOT_STARTED}:
        return None
    same = all(check.outcome is first.outcome and check.feedback == first.feedback for check in told)
    return first if same else None


class NextStep(NamedTuple):
    """The one thing to do next: a check, the task and the exercise it belongs to, and where to look."""

    exercise: ExerciseResult
    task: str
    check: CheckResult
    place: str


def next_step(report: Report) -> NextStep | None:
    """Return the first check that did not pass and that the learner can do something about."""
    for chapter in report.chapters:
        for exercise in chapter.exercises:
            for task in exercise.tasks:
                for check in task.checks:
                    if check.outcome in _LEARNERS:
                        place = place_of(check.feedback) if check.feedback else ""
                        return NextStep(exercise, task.name, check, place or one_line(exercise.file))
    return None


def num_passed(checks: Sequence[CheckResult]) -> int:
    """Return how many checks passed."""
    return sum(check.outcome is Outcome.PASSED for check in checks)


def seed_words(seed: int) -> str:
    """Return the seed as text."""
    return "withheld" if seed == WITHHELD_SEED else str(seed)


def redact(report: Report, *, secret_seed: bool = False) -> Report:
    """Return a copy for the learner: of a hidden check only title, outcome and diagnosis are kept.

    Under a secret seed every check counts as hidden, and the seed itself is withheld.
    """
    chapters = [
        msgspec.structs.replace(
            chapter,
            exercises=[
                msgspec.structs.replace(
                    exercise,
                    tasks=[
                        msgspec.structs.replace(task, checks=[_redacted(c, hide=secret_seed) for c in task.checks])
                        for task in exercise.tasks
                    ],
                )
                for exercise in chapter.exercises
            ],
        )
        for chapter in report.chapters
    ]
    if secret_seed:
        report = msgspec.structs.replace(report, seed=WITHHELD_SEED, duration_s=float(round(report.duration_s)))
    return msgspec.structs.replace(report, chapters=chapters)


def _redacted(check: CheckResult, *, hide: bool) -> CheckResult:
    if check.visibility == "visible" and not hide:
        return check
    told = None
    if check.feedback is not None:
        told = Feedback(HIDDEN_SUMMARY, diagnosis=check.feedback.diagnosis)
    # A submission could take as many milliseconds as its input says.
    return msgspec.structs.replace(check, visibility="hidden", feedback=told, output="", duration_s=0.0, pictures=[])
