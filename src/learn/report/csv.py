"""The report as CSV, one row a check, for spreadsheets and scripts; ``docs/results.md`` describes the columns."""

from __future__ import annotations

import csv
import io

from learn.report.inert import barred, cell, shown
from learn.report.texts import explain, one_line
from learn.results import CheckResult, Outcome, Report, points_of

COLUMNS = (
    "submission",
    "chapter",
    "exercise",
    "task",
    "check",
    "title",
    "outcome",
    "limit",
    "points_earned",
    "points_possible",
    "verdict",
    "visibility",
    "device",
    "summary",
)


def render(report: Report) -> str:
    r"""Return a report as CSV (RFC 4180: commas, lines that end in ``\r\n``), with a header."""
    report = shown(report)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for chapter in report.chapters:
        for exercise in chapter.exercises:
            for task in exercise.tasks:
                for check in task.checks:
                    writer.writerow([*_texts(report.submission, chapter.name, exercise.name, task.name), *_row(check)])
    return barred(file.getvalue())


def _row(check: CheckResult) -> list[str | int]:
    told = () if check.outcome is Outcome.PASSED else explain(check)
    ended = _texts(check.id, check.title, check.outcome.value, check.limit)
    marks = _texts(check.verdict, check.visibility, check.device)
    return [*ended, *points_of([check]), *marks, cell(" ".join(line for line in told if line))]


def _texts(*texts: str) -> list[str]:
    return [cell(one_line(text)) for text in texts]
