"""Run one check on one subject: the single place where a check's function is called and its end is interpreted."""

from __future__ import annotations

import time
import traceback
from typing import TYPE_CHECKING, Any

from learn import fashion
from learn.checks import FIXTURES, Check
from learn.errors import LearnError, WorkerError
from learn.expect import UNDER_CHECK
from learn.results import CheckResult, Feedback, Outcome
from learn.rng import Rng, derive
from learn.verdict import Verdict

if TYPE_CHECKING:
    from learn.observe import Subject


def judge(check: Check, submission: Subject, reference: Subject, seed: int) -> CheckResult:
    """Run ``check`` on ``submission`` and return how it ended.

    A time-out by the wall clock is repeated once, in a new worker, before it counts.  Whatever is our own fault becomes
    :attr:`Outcome.GRADER_FAULT`; nothing but an interruption (Ctrl-C, pytest-timeout) leaves this function.
    """
    start = time.perf_counter()
    feedback: Feedback | None = None
    limit, counts = "", True
    for attempt in (1, 2):
        try:
            _run(check, submission, reference, derive(seed, check.id), fresh=check.spec.fresh or attempt == 2)  # noqa: PLR2004
        except Verdict as verdict:
            outcome, feedback, limit, counts = verdict.outcome, verdict.feedback, verdict.limit, verdict.counts
            if verdict.by_wall_clock and attempt == 1:
                continue
        except Exception as error:  # noqa: BLE001  whatever else it is, it is our fault, or met a very odd submission
            outcome, feedback = _blame(error, check, submission, reference, seed)
        else:
            outcome, feedback = Outcome.PASSED, None
        break
    printed = "" if outcome is Outcome.PASSED else submission.output()
    duration_s = time.perf_counter() - start
    reported = submission.took_its_word
    result = result_of(check, outcome, feedback, limit=limit, output=printed, duration_s=duration_s, reported=reported)
    result.counts, result.pictures, result.data_set = counts, submission.pictures, fashion.USED.get()
    return result


def result_of(
    check: Check,
    outcome: Outcome,
    feedback: Feedback | None = None,
    *,
    limit: str = "",
    output: str = "",
    duration_s: float = 0.0,
    reported: bool = False,
) -> CheckResult:
    """Return the result of a check that ended in this way."""
    return CheckResult(
        check.id,
        check.spec.title,
        check.spec.points,
        outcome,
        "reported" if reported or check.spec.reported else "derived",
        check.visibility,
        check.device,
        feedback=feedback,
        limit=limit,
        output=output,
        duration_s=round(duration_s, 6),
    )


def _run(check: Check, submission: Subject, reference: Subject, seed: int, *, fresh: bool) -> None:
    given: dict[str, Any] = {"submission": submission, "reference": reference, "rng": Rng(seed)}
    arguments = {name: given[name] for name in FIXTURES if name in check.arguments}
    known = derive(seed, "known to the worker")  # with the check's own seed it could compute labels that only we have
    submission.begin(check.task.name, known, fresh=fresh)
    reference.begin(check.task.name, known)
    token = UNDER_CHECK.set((check, submission))
    fashion.USED.set("")
    try:
        check.function(**arguments, **check.params)
    finally:
        UNDER_CHECK.reset(token)


def _blame(error: Exception, check: Check, submission: Subject, reference: Subject, seed: int) -> tuple[Outcome, Feedback]:
    """Tell our own fault from a result so odd that the check stumbles over it: our faults show on the reference too.

    Without this, odd results would turn failed checks into grader faults, which cost nothing.
    """
    if submission is not reference and not isinstance(error, WorkerError):
        try:
            _run(check, reference, reference, derive(seed, check.id), fresh=False)
        except Exception:  # noqa: BLE001  it fails on the reference too, whatever it is
            return Outcome.GRADER_FAULT, _fault(error, check)
        summary = f"The result has a form that this check cannot judge ({type(error).__name__}: {error})."
        return Outcome.FAILED, Feedback(summary, **submission.where())
    return Outcome.GRADER_FAULT, _fault(error, check)


def _fault(error: Exception, check: Check) -> Feedback:
    """Name the author's file and line."""
    if isinstance(error, LearnError):
        return Feedback(str(error), file=str(check.path), line=check.line)
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename == str(check.path)]
    line = ours[-1].lineno if ours else check.line
    source = (ours[-1].line or "") if ours else ""
    return Feedback(f"{type(error).__name__}: {error}", file=str(check.path), line=line or 0, source=source)
