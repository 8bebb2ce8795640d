"""Make text from a submission inert: nothing in it may steer a terminal, a page, a CI log or a spreadsheet.

Every string of a report may come from a submission (an exception's message, what it printed, even a file's name), so
the renderers clean the whole report and need not remember which string came from whom.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import TYPE_CHECKING, Any

import msgspec

from learn.results import Report

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_CHARS = 6_000
MAX_LINES = 120
"""More of one text than this helps nobody in a report; what is beyond stands in the JSON alone."""
CUT = "[... left out ...]"
_HEAD_CHARS = MAX_CHARS // 4
_HEAD_LINES = MAX_LINES // 4

# Payloads stop where the next sequence begins, so that a flood of unfinished sequences costs linear time.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor movement
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)"  # links, titles, clipboard
    r"|\x1b[ -/]*[0-~]"
)
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
# Control characters; what reorders the text; what is not seen, and so can carry a hidden message and does not count for
# the width of a line; what is no character.
_LIVE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\ufdd0-\ufdef" + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)) + "]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
# Marks are neither letters nor spaces; what else is neither, and common, is left out, since each match costs time.
_PILES = re.compile("[^\\w\\s\x00-\u02ff\u2000-\u20cf\u2100-\u2bff\u3000-\u3029\U0001f000-\U0001faff]{5,}")
_MAX_MARKS = 4
_COMMANDS = re.compile(r"##(?=\w*\[)")
# The runner skips spaces, and .NET's comparison of strings skips some other characters, but none that ASCII prints.
_LINE_COMMANDS = re.compile(r"(^|\n)(?=[^!-~\n]*::)")
_FORMULAS = re.compile('(^|[;\t\n])((?:[^\\S\t\n]|")*)(?=[-=+@\u2212\uff0b\uff0d\uff1d\uff20\ufe62\ufe63\ufe66\ufe6b])')


def clean(text: str) -> str:
    """Return ``text`` without what could steer a terminal or hide something; newlines and tabs stay.

    Escape sequences, control characters and characters that are not seen go.  Of accents piled up on one letter four stay:
    no language needs more, and a pile covers the lines above.  CI systems look for ``##[command]`` anywhere in a line, some
    with a name before the bracket, so a space takes it apart.
    """
    text = _LINE_ENDS.sub("\n", _ESCAPES.sub("", text))
    text = encodable(_LIVE.sub("", text))
    return _COMMANDS.sub("## ", _PILES.sub(_flatten, text))


def encodable(text: str) -> str:
    """Return ``text`` with lone surrogates replaced, so that it can be written as UTF-8."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def excerpt(text: str) -> str:
    """Return ``text`` cleaned, and of a very long one the beginning and the end."""
    if len(text) > MAX_CHARS:
        # Each part is cleaned alone, or a sequence begun in one and ended in the other would take the notice with it.
        text = f"{clean(text[:_HEAD_CHARS])}\n{CUT}\n{clean(text[_HEAD_CHARS - MAX_CHARS :])}"
    else:
        text = clean(text)
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        lines[_HEAD_LINES : _HEAD_LINES - MAX_LINES] = [CUT]
    return "\n".join(lines)


def barred(text: str) -> str:
    """Return ``text`` with a bar before each line that GitHub Actions would take for a workflow command."""
    return _LINE_COMMANDS.sub(r"\1|", text)


def github_stop(text: str) -> str:
    """Return ``text`` for the log of a GitHub Actions step, framed so that the runner obeys no command in it."""
    token = secrets.token_hex(16)
    return f"::stop-commands::{token}\n{text.rstrip()}\n::{token}::\n"


def cell(text: str) -> str:
    """Return ``text`` for a cell of a CSV file, which no spreadsheet takes for a formula.

    An apostrophe goes before ``= + - @`` and their wide and small forms, as OWASP advises: where they begin the cell, and
    where they follow a semicolon, a tab or a newline, at which some spreadsheets begin another cell.  Whitespace at both ends
    goes.  Quotes and commas inside are left to the :mod:`csv` module.  Numbers of our own need none of this.
    """
    return _FORMULAS.sub(r"\1\2'", clean(text).strip())


def shown(report: Report) -> Report:
    """Return a copy of ``report`` in which every string is inert and of bounded length."""
    return with_strings(report, excerpt)


def with_strings(report: Report, change: Callable[[str], str]) -> Report:
    """Return a copy of ``report`` in which every string went through ``change``."""
    return msgspec.convert(_changed(msgspec.to_builtins(report), change), Report)


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_changed(item, change) for item in value]
    if isinstance(value, dict):
        return {key: _changed(item, change) for key, item in value.items()}
    return value


def _flatten(found: re.Match[str]) -> str:
    kept, marks = [], 0
    for char in found[0]:
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)
