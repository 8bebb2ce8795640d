"""Claims about the CSV form."""

import csv as reader
import io

import pytest

from learn.report import csv
from learn.report.texts import HIDDEN_SUMMARY, redact
from learn.results import points_of


def rows_of(report):
    return list(reader.DictReader(io.StringIO(csv.render(report), newline=""), strict=True))


@pytest.mark.parametrize("name", ["everything", "perfect", "faulty", "unparsable", "unstarted", "hostile"])
def test_one_row_a_check(request, name):
    """There is one row a check, in order, each with all columns, and lines end as RFC 4180 wants."""
    report = request.getfixturevalue(name)
    rows = rows_of(report)
    assert [row["outcome"] for row in rows] == [check.outcome.value for check in report.checks]
    assert all(tuple(row) == csv.COLUMNS and None not in row.values() for row in rows)
    text = csv.render(report)
    assert text.count("\n") == text.count("\r\n") == len(rows) + 1


def test_a_row_tells_what_the_terminal_tells(everything):
    """A row has names, outcome, points as numbers, and the feedback in one line."""
    row = next(row for row in rows_of(everything) if row["title"] == "normalises each row")
    summary = row.pop("summary")
    assert row == {
        "submission": "ada_lovelace",
        "chapter": "chapter2_neural_networks",
        "exercise": "softmax",
        "task": "softmax",
        "check": "softmax:softmax/test_rows",
        "title": "normalises each row",
        "outcome": "failed",
        "limit": "",
        "points_earned": "0",
        "points_possible": "2",
        "verdict": "derived",
        "visibility": "visible",
        "device": "cpu",
    }
    assert summary.startswith("softmax(tensor([[1.2000")
    assert "so normalise over dim=1. exercises/chapter2_neural_networks/softmax.py:12" in summary


def test_points_add_up_to_the_score(everything):
    """Our own faults count nowhere, so that the sums are the score."""
    rows = rows_of(everything)
    sums = tuple(sum(int(row[name]) for row in rows) for name in ("points_earned", "points_possible"))
    assert sums == points_of(everything.checks) == (9, 32)


def test_a_pass_needs_no_words(perfect):
    """The summary of a passed check is empty."""
    assert {row["summary"] for row in rows_of(perfect)} == {""}


def test_a_limit_is_named(faulty):
    """A check that went over a limit says over which."""
    assert [row["limit"] for row in rows_of(faulty)] == ["", "", "output", "", ""]


def test_redacted_report_shows_no_hidden_value(mistaken):
    """A redacted report has a fixed sentence for a hidden check."""
    assert "got 3, expected 5" in csv.render(mistaken)
    assert rows_of(redact(mistaken))[2]["summary"] == HIDDEN_SUMMARY
