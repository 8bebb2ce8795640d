"""Claims about the JSON form, and about the page that documents it."""

import json
import re
from pathlib import Path

import pytest

from learn import results
from learn.errors import UsageError
from learn.report import csv as report_csv
from learn.report import json as report_json
from learn.report import junit
from learn.report.inert import encodable, with_strings

PAGE = (Path(__file__).parents[2] / "docs" / "results.md").read_text(encoding="utf-8")
STRUCTS = ["Report", "Environment", "ChapterResult", "ExerciseResult", "TaskResult", "CheckResult", "Feedback"]


def first_cells(heading):
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)[1]
    return re.findall(r"^\| `?([\w ]+)`? \|", section, re.MULTILINE)[1:]


def test_round_trip(everything):
    """What was written is read back as the same report."""
    assert report_json.parse(report_json.render(everything)) == everything


def test_hostile_text_comes_back_but_is_inert_in_the_file(hostile):
    """Strings are kept, except for lone surrogates; the file is ASCII without control characters but the newline."""
    text = report_json.render(hostile)
    assert text.isascii()
    assert not {char for char in text if char != "\n" and not char.isprintable()}
    assert "\n::" not in text
    assert "##" not in text
    assert report_json.parse(text) == with_strings(hostile, encodable)


def test_defaults_are_left_out(perfect):
    """A passed check is as short as can be."""
    check = json.loads(report_json.render(perfect))["chapters"][0]["exercises"][0]["tasks"][0]["checks"][0]
    assert check.keys() == {"id", "title", "points", "outcome"}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format_version": 1}', '{"format_version": 99}', '"\ud800"'])
def test_what_is_no_report_is_refused_in_one_sentence(text):
    """Other JSON, broken JSON and another version are the user's error."""
    with pytest.raises(UsageError, match="report"):
        report_json.parse(text)


@pytest.mark.parametrize("name", STRUCTS)
def test_page_documents_every_field(name):
    """docs/results.md has every field of the result model, in order, and no other."""
    assert first_cells(name) == list(getattr(results, name).__struct_fields__)


def test_page_documents_every_column_of_the_csv():
    """docs/results.md has every column, in order."""
    assert tuple(first_cells("CSV")) == report_csv.COLUMNS


def test_page_documents_every_outcome_and_exit_code():
    """docs/results.md has every outcome with its JUnit element, the exit codes and the version."""
    assert first_cells("Outcomes") == [outcome.value for outcome in results.Outcome]
    for outcome in results.Outcome:
        element = junit.element_of(outcome)
        assert re.search(rf"^\| `{outcome}` \| .* \| {f'`{element}`' if element else '.nothing.'} \|$", PAGE, re.MULTILINE)
    assert first_cells("Exit codes") == ["0", "1", "2", "3"]
    assert f"now **{results.FORMAT_VERSION}**" in PAGE
