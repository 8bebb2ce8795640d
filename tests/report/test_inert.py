"""Claims about hostile text: whatever a submission says, no report steers or deceives where it is shown."""

import csv as reader
import io
import re
import time
import unicodedata
from collections import Counter
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from learn.report import csv, html, json, junit, terminal
from learn.report.inert import (
    CUT,
    MAX_CHARS,
    MAX_LINES,
    barred,
    cell,
    clean,
    encodable,
    excerpt,
    github_stop,
    with_strings,
)
from learn.results import Feedback, Outcome

KIB = 1024
FORMULA_STARTS = "=+-@\u2212\uff0b\uff0d\uff1d\uff20\ufe62\ufe63\ufe66\ufe6b"
NUMBER_SIGNS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""What Unicode calls format characters although they are seen."""
PIECES = [
    "\x1b[2J\x1b[31m",
    "\x9b1A",
    "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x9d0;title\x9c",
    "\x1b]0;unfinished",
    "\x1bPq#0\x1b\\",
    "\x1bc\x1b(0",
    "100%\rpassed",
    "failed\b\b\b\b\b\bpassed",
    "\x00\x07\x0b\x0c\x1f\x7f\x85\u2028\u2029",
    "\u202etxt.exe\u202c \u2066\u2067\u2068\u2069\u200e\u200f\u061c",
    "in\u200bvis\u200di\u2060ble\ufeff\u00ad\u3164\u115f\u034f\ufe0f",
    "\U000e0001\U000e0041\U000e0100",
    "Z" + "\u0336\u0351" * 20,
    "\ufff9base\ufffaruby\ufffb",
    "\ufffe\uffff\ufdd0\U0001fffe",
    "\ud800\udfff",
    "##[error]forged",
    "#\u200b#[group]",
    "##vso[task.setvariable variable=x]y",
    "\n::set-output name=x::y",
    "\n \u00a0\u200b::error::forged",
    "\n\u0301::stop-commands::x",
    "]]>",
    "<script>alert(1)</script>",
    '"><img src=x onerror="alert(1)">',
    "' onmouseover='alert(1)",
    '<a href="javascript:alert(1)">',
    "</pre></details><!-- ",
    "&lt;&#0;&amp;",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}{#",
    "[red]markup[/red][link=https://evil.example]",
    "=cmd|' /C calc'!A0",
    '";=1+1;"',
    ",=1",
    "\t@SUM(A1)",
    "\n\uff1d1",
    "-1",
    " ",
    "\n",
    "x" * 500,
]
hostile_text = st.lists(st.one_of(st.sampled_from(PIECES), st.text(st.characters(exclude_categories=()))), max_size=6).map(
    "".join
)
several = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
KEPT = {*Outcome, "derived", "reported", "visible", "hidden"}


def filled(report, text):
    """Return a copy of a report in which every string, wherever it came from, is this one."""
    return with_strings(report, lambda old: old if old in KEPT else text)


def live(text):
    """Return the characters that steer, reorder or hide text."""
    unseen = "\u034f\u115f\u3164\ufe0f\U000e0100\ufdd0\ufffe\uffff\U0001fffe"
    return {
        char
        for char in set(text) - {"\n", "\t", *NUMBER_SIGNS}
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} or char in unseen
    }


def commands(text):
    """Return what a CI system would obey in a log."""
    return re.findall(r"##\w*\[", text) + [line for line in text.split("\n") if re.match(r"[^!-~]*::", line)]


def on_terminal(report, *, width=80, encoding="utf-8", color=False, verbose=False):
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    console = Console(file=file, width=width, force_terminal=color, color_system="truecolor" if color else None)
    terminal.render(report, console, quiet=False, verbose=verbose)
    file.flush()
    return file.buffer.getvalue().decode(encoding)


class Elements(HTMLParser):
    """Count a page's elements with their attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = Counter()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found[tag, *((name, value) for name, value in attrs if name != "datetime"), len(attrs)] += 1

    def handle_comment(self, data):
        self.found["comment"] += 1

    def handle_pi(self, data):
        self.found["instruction"] += 1

    def unknown_decl(self, data):
        self.found["declaration"] += 1


@several
@given(hostile_text, st.sampled_from([30, 80, 100]), st.booleans(), st.sampled_from(["utf-8", "utf-8", "ascii", "cp1252"]))
def test_terminal_is_inert(everything, text, width, verbose, encoding):
    """With or without colour there is no control character but the newline and rich's own colours, and no command."""
    report = filled(everything, text)
    for color in (False, True):
        shown = on_terminal(report, width=width, verbose=verbose, color=color, encoding=encoding)
        plain = re.sub(r"\x1b\[[\d;]*m", "", shown) if color else shown
        assert not live(plain)
        assert "\t" not in plain
        assert not commands(plain)


@several
@given(hostile_text)
def test_page_is_inert(everything, text):
    """A page has no element, attribute or comment that a harmless report's page lacks, and nothing live."""
    page = html.render(filled(everything, text))
    assert not Elements(page).found - Elements(html.render(filled(everything, "x"))).found
    assert not live(page)
    assert not commands(page)
    assert page.encode()


@several
@given(hostile_text)
def test_junit_is_inert(everything, text):
    """The XML has the same elements and attributes as a harmless report's, and nothing live."""
    xml = junit.render(filled(everything, text))
    tree, harmless = (ET.fromstring(junit.render(filled(everything, words))) for words in (text, "x"))  # noqa: S314  our own
    have, known = (Counter((at.tag, *sorted(at.attrib)) for at in found.iter()) for found in (tree, harmless))
    assert not have - known
    assert not live("".join(tree.itertext()))
    assert not live(xml)
    assert not commands(xml)
    assert xml.encode()


@several
@given(hostile_text)
def test_json_is_inert_and_whole(everything, text):
    """The file is printable ASCII, and what is read back is what was written."""
    report = filled(everything, text)
    written = json.render(report)
    assert written.replace("\n", "").isascii()
    assert written.replace("\n", "").isprintable()
    assert not commands(written)
    assert json.parse(written) == with_strings(report, encodable)


@several
@given(hostile_text)
def test_csv_is_inert(everything, text):
    """The file can be read, no cell begins as a formula, whichever separator a spreadsheet expects, and nothing is live."""
    report = filled(everything, text)
    written = csv.render(report)
    rows = list(reader.reader(io.StringIO(written, newline=""), strict=True))
    assert {len(row) for row in rows} == {len(csv.COLUMNS)}
    assert [int(row[9]) for row in rows[1:]] == [check.points * (check.outcome != "grader_fault") for check in report.checks]
    for separator in ",;\t":
        for row in reader.reader(io.StringIO(written, newline=""), delimiter=separator):
            assert not any(field.lstrip().startswith(tuple(FORMULA_STARTS)) for field in row)
    assert not live(written.replace("\r\n", ""))
    assert not commands(written.replace("\r\n", "\n"))
    assert written.encode()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x07", "link"),
        ("\x1b]52;c;ZXZpbA==\x07\x9d0;title\x9ctext", "text"),
        ("\x1b]0;unfinished title", "0;unfinished title"),
        ("\x1b\x1b[0m[2J", "[2J"),
        ("\x1bPpayload\x1b\\after\x1bc", "after"),
        ("a\x00b\x08c\x7fd", "abcd"),
        ("50%\r100%\r\ndone\u2028end", "50%\n100%\ndone\nend"),
        ("\ud800 \u202etxt.exe\ufffe", "\ufffd txt.exe"),
        ("in\u200bvis\ufeffi\U000e0041ble\u2067", "invisible"),
        ("Z\u0336\u0351" + "\u0336" * 500 + "a\u0301", "Z\u0336\u0351\u0336\u0336a\u0301"),
        ("##[error] ##vso[x] ###[y] ## [z] # ##", "## [error] ## vso[x] ### [y] ## [z] # ##"),
        ("#\u200b#\x1b[0m[error]", "## [error]"),
        ("tab\tand\nnewline, ✓ é 漢 ✗✗✗✗✗✗ ──────", "tab\tand\nnewline, ✓ é 漢 ✗✗✗✗✗✗ ──────"),
        ("Tie\u0302\u0301ng Vie\u0323\u0302t, שּׁ֑ ก็้, हिन्दी, ကျွှော့်", "Tie\u0302\u0301ng Vie\u0323\u0302t, שּׁ֑ ก็้, हिन्दी, ကျွှော့်"),
    ],
)
def test_clean_leaves_only_text(text, left):
    """Escape sequences, control characters and what is not seen go; newlines, tabs, every letter and its accents stay."""
    assert clean(text) == left


def test_clean_leaves_nothing_live():
    """No character of Unicode that steers, reorders or hides text is left, nor a pile of any accent."""
    every = "".join(map(chr, range(0x110000)))
    assert not live(clean(every))
    marks = [char for char in every if unicodedata.category(char) in {"Mn", "Me"}]
    assert max(len(clean(f"a{mark * 50}")) for mark in marks) == 5


@pytest.mark.parametrize(
    "flood",
    [
        "\x1b]",
        "\x1b[",
        "\x1b[1",
        "\x1bP1;",
        "\x1b[ ",
        "\x9d",
        "\x90q",
        "\x9b0",
        "\u0301",
        "─",
        "##",
        "##a",
        "\n ",
        '; "',
        "\n\t",
    ],
)
def test_hostile_text_takes_linear_time(flood):
    """A flood of anything, longer than the longest output, is made inert at once."""
    start = time.process_time()
    clean(flood * 100_000)
    barred(flood * 100_000)
    cell(flood * 100_000)
    assert time.process_time() - start < 6


def test_of_a_long_text_the_ends_are_shown():
    """Beginning and end stay, one line says that something is missing, and short texts stay whole."""
    long = "a" * 50_000 + "z" * 50_000
    start, notice, end = excerpt(long).split("\n")
    assert (set(start), notice, set(end)) == ({"a"}, CUT, {"z"})
    assert len(start) + len(end) == MAX_CHARS
    lines = excerpt("\r".join(map(str, range(1000)))).split("\n")
    assert (lines[0], lines[-1], len(lines), lines.count(CUT)) == ("0", "999", MAX_LINES + 1, 1)
    assert excerpt("x" * MAX_CHARS) == "x" * MAX_CHARS


def test_the_notice_of_a_cut_cannot_be_swallowed():
    """A sequence that begins before the cut and ends after it takes nothing away."""
    assert CUT in excerpt("\x1b]0;" + "x" * 100_000 + "\x07").split("\n")


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("::error::x", "|::error::x"),
        ("a\n  ::error::x\nb", "a\n|  ::error::x\nb"),
        ("a\n\n\u3000\u0301::x", "a\n\n|\u3000\u0301::x"),
        ("x[::2]\n:one: ::", "x[::2]\n:one: ::"),
    ],
)
def test_no_line_begins_like_a_command(text, safe):
    """A bar stands before a line that GitHub's runner would obey, and before no other."""
    assert barred(text) == safe


def test_commands_are_stopped_until_a_token_that_nobody_can_guess():
    """The text stands whole between the stop command and a line with its token, which is another one each time."""
    framed = github_stop("text\n::error::x\n")
    token = re.fullmatch(r"::stop-commands::([0-9a-f]{32})\ntext\n::error::x\n::\1::\n", framed)[1]
    assert token not in github_stop("")


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t\r\n \u200b\x00\ufeff\u3000=1", "'=1"),
        ("\uff1d1", "'\uff1d1"),
        ("\ttext ", "text"),
        ("a;=1", "a;'=1"),
        ('a; "=1', "a; \"'=1"),
        ("a\n-1\n\n@b", "a\n'-1\n\n'@b"),
        ('tensor([-1.5, 2]), "x" = y', 'tensor([-1.5, 2]), "x" = y'),
        ("'=1", "'=1"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(text, safe):
    """An apostrophe stands before what a spreadsheet would compute, and other text stays as it is."""
    assert cell(text) == safe


@pytest.mark.parametrize("kind", ["brief", "verbose", "html", "junit", "csv", "json"])
def test_much_output_takes_little_time_and_space(mistaken, kind):
    """500 checks with 64 KiB of output each are rendered within 2 s, and but for JSON, which is whole, into a few MB."""
    [first, *_] = mistaken.chapters[0].exercises[0].tasks
    failed = first.checks[1]
    failed.output = ("epoch 3: loss 0.1234, accuracy 0.56\n" * 2000)[: 64 * KIB]
    first.checks[:] = [failed] * 500
    renderers = {"html": html.render, "junit": junit.render, "csv": csv.render, "json": json.render}
    render = renderers.get(kind, lambda report: on_terminal(report, verbose=kind == "verbose"))
    start = time.process_time()
    written = render(mistaken)
    assert time.process_time() - start < 6
    assert len(written) < (40 << 20 if kind == "json" else 6 << 20)


def test_every_field_of_a_long_report_is_bounded(mistaken):
    """However long a submission's strings are, a report of a check stays short."""
    check = mistaken.checks[1]
    check.output, check.feedback = "x" * (1 << 20), Feedback(*["\n".join(["x"] * 100_000)] * 7, source="x" * (1 << 20))
    for render in (html.render, junit.render, csv.render, lambda report: on_terminal(report, verbose=True)):
        assert len(render(mistaken)) < 120_000
