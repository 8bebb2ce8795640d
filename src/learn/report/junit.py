"""The report as JUnit XML, for whatever CI shows test results.

A test suite is an exercise, a test case a check.  A check that was not started is a *failure*: most viewers show a
skipped test as harmless, and unwritten work must not look done.  *Skipped* is what waits for another check, which is
itself shown as not passed.  *Errors* are checks that did not get as far as a verdict.  Points stand in the suite's
properties, since many readers know none below a test case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from learn.report.inert import barred, shown
from learn.report.texts import explain, seed_words
from learn.results import CheckResult, ExerciseResult, Outcome, Report, points_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_ELEMENTS = {
    Outcome.FAILED: "failure",
    Outcome.NOT_STARTED: "failure",
    Outcome.SKIPPED: "skipped",
}


def render(report: Report) -> str:
    """Return a report as JUnit XML."""
    report = shown(report)
    root = ET.Element("testsuites", _counts(report.checks) | {"name": "learn", "time": f"{report.duration_s:.3f}"})
    for chapter in report.chapters:
        for exercise in chapter.exercises:
            root.append(_suite(report, chapter.name, exercise))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{barred(ET.tostring(root, encoding="unicode"))}\n'


def _suite(report: Report, chapter: str, exercise: ExerciseResult) -> ET.Element:
    named = {"name": f"{chapter}/{exercise.name}"}
    when = {"time": _seconds(exercise.checks), "timestamp": report.started_at, "hostname": "localhost"}
    suite = ET.Element("testsuite", named | _counts(exercise.checks) | when)
    earned, possible = points_of(exercise.checks)
    facts = {
        "points.earned": str(earned),
        "points.possible": str(possible),
        **{f"points.{check.id}": f"{check.earned}/{check.points}" for check in exercise.checks},
        "submission": report.submission,
        "sha256": report.sha256,
        "seed": seed_words(report.seed),
        "isolation": ", ".join(report.environment.isolation),
    }
    properties = ET.SubElement(suite, "properties")
    for name, value in facts.items():
        ET.SubElement(properties, "property", name=name, value=value)
    for task in exercise.tasks:
        for check in task.checks:
            suite.append(_case(f"{chapter}.{exercise.name}.{task.name}", check))
    return suite


def _case(classname: str, check: CheckResult) -> ET.Element:
    parameters = check.id.partition("[")[2]
    name = f"{check.title} [{parameters}" if parameters else check.title
    case = ET.Element("testcase", name=name, classname=classname, time=_seconds([check]))
    element = element_of(check.outcome)
    if element:
        lines = [line for line in explain(check) if line]
        ended = ET.SubElement(case, element, message=lines[0])
        if element != "skipped":
            ended.set("type", check.outcome.value)
        ended.text = "\n".join(lines)
    if check.output:
        ET.SubElement(case, "system-out").text = check.output
    return case


def element_of(outcome: Outcome) -> str:
    """Return the element below a test case that tells of an outcome: failure, error, skipped, or nothing for a pass."""
    return "" if outcome is Outcome.PASSED else _ELEMENTS.get(outcome, "error")


def _counts(checks: Sequence[CheckResult]) -> dict[str, str]:
    elements = [element_of(check.outcome) for check in checks]
    counted = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    return {"tests": str(len(checks))} | {name: str(elements.count(element)) for name, element in counted.items()}


def _seconds(checks: Sequence[CheckResult]) -> str:
    return f"{sum(check.duration_s for check in checks):.3f}"
