"""The report as one HTML file that needs nothing else: no script, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learn.report.inert import barred, shown
from learn.report.texts import (
    FAULT_CAUSE,
    SIGNS,
    next_step,
    num_passed,
    overall,
    place_of,
    seed_words,
    shared_error,
    words_of,
)
from learn.results import CheckResult, Outcome, Report, points_of
from learn.scaffolds import environment

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS = {
    Outcome.PASSED: "passed",
    Outcome.NOT_STARTED: "untried",
    Outcome.SKIPPED: "untried",
    Outcome.GRADER_FAULT: "fault",
}


def render(report: Report) -> str:
    """Return a report as a whole HTML page."""
    report = shown(report)
    page = (
        environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            step=next_step(report),
            signs=SIGNS,
            fault_cause=FAULT_CAUSE,
            kind_of=kind_of,
            counts_of=counts_of,
            segments_of=segments_of,
            num_passed=num_passed,
            overall=overall,
            place_of=place_of,
            points_of=points_of,
            seed_words=seed_words,
            shared_error=shared_error,
            words_of=words_of,
        )
    )
    return barred(page)


def kind_of(outcome: Outcome) -> str:
    """Return the colour group of an outcome."""
    return _KINDS.get(outcome, "failed")


def counts_of(checks: Sequence[CheckResult]) -> list[tuple[Outcome, int]]:
    """Return how often each outcome occurs, in the order of :class:`Outcome`."""
    outcomes = [check.outcome for check in checks]
    return [(outcome, outcomes.count(outcome)) for outcome in Outcome if outcome in outcomes]


def segments_of(checks: Sequence[CheckResult]) -> list[tuple[str, int]]:
    """Return the points in each colour group, for a bar; what our own fault or a gap of the device stopped counts nowhere."""
    points = dict.fromkeys(("passed", "failed", "untried"), 0)
    for check in checks:
        if check.counts and check.outcome is not Outcome.GRADER_FAULT:
            points[kind_of(check.outcome)] += check.points
    return [(kind, num) for kind, num in points.items() if num]
