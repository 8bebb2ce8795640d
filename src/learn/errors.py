"""Every error that this package raises on purpose.

::

    LearnError                   one sentence for the person at the keyboard
    ├── UsageError               wrong usage or unreadable input: exit code 2
    │   ├── CourseError          a course's own files are wrong (names the file)
    │   ├── SubmissionError      a submission cannot be read
    │   └── SandboxError         marks need a sandbox, and this machine has no whole one
    ├── WireError                bytes that are no legal message
    ├── ContentError             a fault in a check, probe or solution: ours, exit code 3
    └── WorkerError              no worker can be started: ours, exit code 3
    Verdict(AssertionError)      the end of a check that did not pass (see learn.verdict)
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class LearnError(Exception):
    """The base of every deliberate error; its text is one sentence with the cure."""


class UsageError(LearnError):
    """The user asked for something that cannot be done (exit code 2)."""


class CourseError(UsageError):
    """A course's own files are wrong; the text names the file."""


class SubmissionError(UsageError):
    """A submission cannot be read."""


class SandboxError(UsageError):
    """Marks need a sandbox, and this machine has none that holds."""


class WireError(LearnError):
    """Bytes from a worker that are no legal message."""


class ContentError(LearnError):
    """A check, probe, mistake or solution is at fault; never the learner (exit code 3)."""


class WorkerError(LearnError):
    """A worker process cannot be started (exit code 3)."""


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return `` Did you mean 'x'?`` for a near miss, or an empty string."""
    close = get_close_matches(word, list(candidates), n=1, cutoff=0.5)
    return f" Did you mean '{close[0]}'?" if close else ""
