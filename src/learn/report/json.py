"""The report as JSON, and back; ``docs/results.md`` describes it."""

from __future__ import annotations

import json

import msgspec

from learn.errors import UsageError
from learn.report.inert import encodable, with_strings
from learn.results import FORMAT_VERSION, Report


class _Versioned(msgspec.Struct):
    format_version: int


def render(report: Report) -> str:
    r"""Return a report as indented JSON in ASCII; strings stay as they are, but for lone surrogates, which UTF-8 cannot hold.

    With every other character as a ``\u`` escape, nothing in the file can steer or deceive where it is shown, not even
    ``##[command]``, for which CI systems look anywhere in a line of their log.
    """
    text = json.dumps(msgspec.to_builtins(with_strings(report, encodable)), indent=2)
    return text.replace("##", "#\\u0023") + "\n"


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
