"""Make text from a submission inert: nothing in it may steer a terminal, a page or a CI log.

Every string of a report may come from a submission (an exception's message, what it printed, even a file's name), so
the renderers clean the whole report and need not remember which string came from whom.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from learn.results import Report

if TYPE_CHECKING:
    from collections.abc import Callable

# Payloads stop at the next escape, so that a flood of unfinished sequences costs linear time.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor movement
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # links, titles, clipboard
    r"|\x1b[ -/]*[0-~]"
)
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
# Bidirectional overrides reorder what is read; U+FFFE and U+FFFF are no characters, and XML forbids them.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return ``text`` without escape sequences and control characters; newlines and tabs stay."""
    text = _LINE_ENDS.sub("\n", _ESCAPES.sub("", text))
    return encodable(_CONTROLS.sub("", text))


def encodable(text: str) -> str:
    """Return ``text`` with lone surrogates replaced, so that it can be written as UTF-8."""
    return _SURROGATES.sub("\ufffd", text)


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
