"""The process that runs one submission's exercise: read a request, carry it out, answer, until the grader hangs up."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from typing import TYPE_CHECKING

from learn import wire
from learn.worker import refusals
from learn.worker.runner import Runner

if TYPE_CHECKING:
    import socket

    from learn.sandbox.rules import Rules

MIB = 1 << 20


def serve(connection: socket.socket) -> None:
    """Answer requests until the other end closes.

    Raises:
        MemoryError: the learner's code took so much that none is left to say so.
    """
    runner = Runner()
    while True:
        frame = receive(connection)
        if frame is None:
            return
        sequence, request = wire.decode(frame, origins=False)
        reply = runner.handle(request)
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError, AttributeError):  # the learner closed or replaced it
                stream.flush()
        try:
            answer = wire.encode(reply, sequence)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  encoding meets the learner's objects
            answer = wire.encode({"unsendable": str(error)[:200]}, sequence)
        connection.sendall(answer)


def receive(connection: socket.socket) -> bytes | None:
    """Read one whole frame, or ``None`` where the other end closed."""
    head = _exactly(connection, wire.HEAD.size)
    if head is None:
        return None
    _, header_bytes, payload_bytes = wire.parse_head(head)
    rest = _exactly(connection, header_bytes + payload_bytes)
    return None if rest is None else head + rest


def _exactly(connection: socket.socket, count: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < count:
        chunk = connection.recv(min(count - len(parts), MIB))
        if not chunk:
            return None
        parts += chunk
    return bytes(parts)


def prepare(output: int | None, rules: Rules) -> None:
    """Point the standard streams at the output file, enter the scratch folder, and refuse kindly what would not work."""
    if output is not None:
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
    # Line by line, so that what was printed before a crash is there.
    sys.stdout = open(1, "w", 1, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    os.chdir(rules.scratch)
    tempfile.tempdir = rules.scratch
    os.environ.update(dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"), rules.scratch))
    refusals.listen()
