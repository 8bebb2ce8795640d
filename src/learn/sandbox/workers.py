"""One worker, with a budget for each check, and how its end is told apart."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from typing import TYPE_CHECKING, Any, Protocol

from learn.errors import WireError
from learn.files import remove_tree, size_of_tree
from learn.results import Outcome
from learn.sandbox.channel import TICK_S, ClosedError
from learn.sandbox.hosts import NEVER_NS
from learn.values import MAX_LINES, Raised
from learn.worker.zygote import NO_MEMORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from learn.course import Limits
    from learn.sandbox.hosts import Host, Usage

KIB, MIB = 1 << 10, 1 << 20
BARE_BYTES = {"cuda": 4096 * MIB}
"""What a bare worker may hold with a device's driver and libraries, where only its resident memory can be watched."""
BARE_CPU_BYTES = 512 * MIB
"""The same with torch alone."""
SHOWN_OUTPUT_BYTES = 64 * KIB
CLOCK_SLACK_S = 0.25
"""How old the last reading of a worker's CPU time may be to count as what it was when a check began."""
_EXIT_PATIENCE_S = 0.2
_SIGNALS: dict[int, str] = {
    signal.SIGSEGV: "a segmentation fault",
    signal.SIGABRT: "an abort",
    signal.SIGFPE: "an arithmetic fault",
    signal.SIGILL: "an illegal instruction",
    signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM: "being killed from outside",
}


class StoppedError(Exception):
    """The worker ended, or had to be ended, before it answered.

    Attributes:
        outcome: What that means for the check.
        reason: One sentence for the learner.
        limit: What there was too much of, where the outcome is ``limit_exceeded``.
        by_wall_clock: The check should be repeated alone before it counts.
    """

    def __init__(self, outcome: Outcome, reason: str, *, limit: str = "", by_wall_clock: bool = False) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.limit = limit
        self.by_wall_clock = by_wall_clock


class Worker(Protocol):
    """Anything that answers requests: a confined process, or trusted code in this one."""

    def begin_check(self) -> None:
        """Start a new budget."""

    def post(self, frame: bytes) -> None:
        """Send an encoded request, or raise :class:`StoppedError`."""

    def collect(self) -> Any:
        """Return the reply to what was posted, or raise :class:`StoppedError`."""

    def output(self) -> str:
        """Return what was printed since :meth:`begin_check`, capped."""

    def close(self) -> None:
        """End the worker."""


class ProcessWorker:
    """A worker in a process of its own."""

    def __init__(self, host: Host, limits: Limits, device: str = "cpu") -> None:
        self.limits = limits
        self.most_memory = limits.memory_mib * MIB + BARE_BYTES.get(device, BARE_CPU_BYTES)
        started = host.start(limits, device)
        self.channel, self.process, self.file = started.channel, started.process, started.output
        self.scratch = started.scratch
        self.offset = 0
        self.wall_start = time.monotonic()
        self.cpu_start = self.cpu_last = started.spent_s
        self.cpu_read_at = self.wall_start
        self.last_tick = 0.0
        self.exit_code: int | None = None

    def begin_check(self) -> None:
        """Start a new budget of CPU time, wall-clock time and output."""
        self.wall_start = self.last_tick = time.monotonic()
        self.offset = os.fstat(self.file.fileno()).st_size
        if self.wall_start - self.cpu_read_at > CLOCK_SLACK_S:
            self._read_usage()
        self.cpu_start = self.cpu_last

    def _read_usage(self) -> Usage:
        """Return what is used now."""
        used = self.process.usage(deleted=self._touched())
        self.cpu_read_at, self.cpu_last = time.monotonic(), max(used.cpu_s, self.cpu_last)
        return used

    def post(self, frame: bytes) -> None:
        """Send an encoded request, or raise :class:`StoppedError`."""
        with self._explained():
            self.channel.post(frame, self._tick)

    def collect(self) -> Any:
        """Return the reply to what was posted, or raise :class:`StoppedError`."""
        with self._explained():
            reply = self.channel.collect(self._tick)
            _require_reply(reply)
        self._require_within_limits()
        return reply

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what can happen on the channel into a :class:`StoppedError`."""
        try:
            yield
        except ClosedError:
            raise self._explain(self._end(_EXIT_PATIENCE_S)) from None
        except WireError as error:
            reason = f"Your code wrote to the grader's own connection: {error}."
            raise StoppedError(Outcome.CRASHED, reason) from error

    def _end(self, patience_s: float) -> int:
        """End the process, once."""
        if self.exit_code is None:
            self.exit_code = self.process.end(patience_s)
        return self.exit_code

    def _require_within_limits(self, deleted: int = 0) -> None:
        """Stop where more was printed or written than is allowed.

        Args:
            deleted: The bytes of files that were deleted and are still in use.
        """
        if self._printed() > self.limits.output_kib * KIB:
            raise self._too_much_printed()
        if not self._touched():
            return
        written, entries = size_of_tree(self.scratch, self.limits.scratch_entries + 1)
        written += deleted
        if written > self.limits.scratch_mib * MIB:
            raise self._exceeded("scratch", f"Your code wrote more than {self.limits.scratch_mib} MiB of files.")
        if entries > self.limits.scratch_entries:
            reason = (
                f"Your code made more than {self.limits.scratch_entries} files and folders, or some that cannot be counted."
            )
            raise self._exceeded("scratch", reason)

    def _touched(self) -> bool:
        """Tell whether anything was ever made in the scratch folder: most workers write nothing, and asking is cheap."""
        return os.stat(self.scratch).st_mtime_ns != NEVER_NS  # noqa: PTH116

    def _too_much_printed(self) -> StoppedError:
        return self._exceeded("output", f"Your code printed more than {self.limits.output_kib} KiB.")

    @staticmethod
    def _exceeded(limit: str, reason: str) -> StoppedError:
        return StoppedError(Outcome.LIMIT_EXCEEDED, reason, limit=limit)

    def _tick(self) -> None:
        now = time.monotonic()
        if now - self.last_tick < TICK_S:
            return
        self.last_tick = now
        used = self._read_usage()
        self._require_within_limits(used.deleted_bytes + used.deleted_maps * self.limits.file_mib * MIB)
        if used.threads > self.limits.threads:
            raise self._exceeded("threads", f"Your code started more than {self.limits.threads} threads.")
        if used.memory_bytes > self.most_memory:
            reason = f"Your code needed more than {self.limits.memory_mib} MiB of memory."
            raise StoppedError(Outcome.OUT_OF_MEMORY, reason)
        if used.cpu_s - self.cpu_start > self.limits.cpu_s:
            reason = f"Your code used more than {self.limits.cpu_s:g} s of computing time: is there a loop that never ends?"
            raise StoppedError(Outcome.TIMED_OUT, reason)
        if now - self.wall_start > self.limits.wall_s:
            waited = used.cpu_s - self.cpu_start < self.limits.wall_s / 2
            reason = f"Your code took more than {self.limits.wall_s:g} s{', most of them waiting' if waited else ''}."
            raise StoppedError(Outcome.TIMED_OUT, reason, by_wall_clock=True)

    def _explain(self, code: int) -> StoppedError:
        if code == NO_MEMORY:
            return StoppedError(
                Outcome.OUT_OF_MEMORY, f"Your code asked for more than {self.limits.memory_mib} MiB of memory."
            )
        if code >= 0:
            return StoppedError(Outcome.CRASHED, f"Your code ended the whole process (exit code {code}).")
        if -code == getattr(signal, "SIGXCPU", None):
            return StoppedError(Outcome.TIMED_OUT, f"Your code used more than {self.limits.cpu_s:g} s of computing time.")
        if self._printed() > self.limits.output_kib * KIB:
            return self._too_much_printed()
        if -code == getattr(signal, "SIGXFSZ", None):
            return self._exceeded("file size", f"Your code wrote a file of more than {self.limits.file_mib} MiB.")
        cause = _SIGNALS.get(-code, f"signal {-code}")
        return StoppedError(Outcome.CRASHED, f"Your code ended the whole process by {cause}.")

    def _printed(self) -> int:
        return os.fstat(self.file.fileno()).st_size - self.offset

    def output(self) -> str:
        """Return what was printed since :meth:`begin_check`: the first 64 KiB of it."""
        size = self._printed()
        if size <= 0:
            return ""
        self.file.seek(self.offset)
        text = self.file.read(SHOWN_OUTPUT_BYTES).decode("utf-8", "replace")
        self.file.seek(0, os.SEEK_END)
        return text if size <= SHOWN_OUTPUT_BYTES else f"{text}\n... ({size - SHOWN_OUTPUT_BYTES} more bytes)"

    def close(self) -> None:
        """End the process and remove its scratch folder."""
        self.channel.close()
        if self.exit_code is None:
            self.process.discard()
        try:
            os.rmdir(self.scratch)  # noqa: PTH106  nothing was written, so nobody need wait for the process's end
        except OSError:
            self._end(0.0)
            remove_tree(self.scratch)
        self.file.close()


def _require_reply(reply: Any) -> None:
    """Make sure that an answer has one of the forms that :mod:`learn.worker.runner` gives it: a submission may give it, too.

    Raises:
        WireError: it has not.
    """
    if isinstance(reply, Raised):
        legal = 0 <= reply.line < MAX_LINES
    elif not isinstance(reply, dict):
        legal = False
    elif reply.keys() == {"value", "calls"}:
        legal = type(reply["calls"]) is list and all(type(name) is str for name in reply["calls"])
    elif reply.keys() == {"lines"}:
        lines = reply["lines"]
        legal = type(lines) is dict and all(type(n) is str and type(i) is int and 0 <= i < MAX_LINES for n, i in lines.items())
    else:
        legal = reply.keys() == {"unsendable"} and type(reply["unsendable"]) is str
    if not legal:
        raise WireError("the answer has no form that an answer has")


class InProcessWorker:
    """Code of ours in the grader's own process."""

    def __init__(self) -> None:
        from learn.worker.runner import Runner  # imports torch

        self.runner = Runner()
        self.reply: Any = None

    def begin_check(self) -> None:
        """Do nothing: trusted code has no budget."""

    def post(self, frame: bytes) -> None:
        """Carry the request out, after the same trip through the wire that it would take to a process."""
        from learn import wire
        from learn.worker.runner import handle_in_process

        _, received = wire.decode(frame, origins=False)
        try:
            self.reply = wire.decode(wire.encode(handle_in_process(self.runner, received)))[1]
        except WireError as error:
            self.reply = {"unsendable": str(error)}

    def collect(self) -> Any:
        """Return the reply to what was posted."""
        return self.reply

    def output(self) -> str:
        """Return nothing: what trusted code prints is of no interest."""
        return ""

    def close(self) -> None:
        """Do nothing."""
