"""The report as JSON, and back; ``docs/results.md`` describes it."""

from __future__ import annotations

import re

import msgspec

from learn.errors import UsageError
from learn.report.inert import encodable, with_strings
from learn.results import FORMAT_VERSION, Report

# JSON escapes what is below a space; these too would steer a terminal that shows the file.
_LIVE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class _Versioned(msgspec.Struct):
    format_version: int


def render(report: Report) -> str:
    """Return a report as indented JSON; strings stay as they are, but for lone surrogates, which UTF-8 cannot hold."""
    text = msgspec.json.format(msgspec.json.encode(with_strings(report, encodable)), indent=2).decode()
    return _LIVE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def parse(text: str) -> Report:
    """Return the report that :func:`render` wrote.

    Raises:
        UsageError: the text is no report, or has another format version.
    """
    try:
        version = msgspec.json.decode(text, type=_Versioned).format_version
        if version != FORMAT_VERSION:
            raise UsageError(f"This report has format version {version}, but this learn reads {FORMAT_VERSION}: grade again.")
        return msgspec.json.decode(text, type=Report)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise UsageError(f"This is no report of `learn grade --json`: {error}.") from error
