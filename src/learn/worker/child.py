"""The process that runs one submission's exercise: read a request, carry it out, answer, until the grader hangs up."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Any

from learn import wire
from learn.worker.runner import Runner

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    import socket

MIB = 1 << 20


def serve(connection: socket.socket) -> None:
    """Answer requests until the other end closes."""
    runner = Runner()
    while True:
        frame = receive(connection)
        if frame is None:
            return
        sequence, request = wire.decode(frame)
        reply = runner.handle(request)
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError, AttributeError):  # the learner closed or replaced it
                stream.flush()
        try:
            answer = wire.encode(reply, sequence)
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


def prepare(output: int | None, scratch: str, limits: dict[str, Any]) -> None:
    """Point the standard streams at the output file, enter the scratch folder and put the limits on."""
    if output is not None:
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
    # Line by line, so that what was printed before a crash is there.
    sys.stdout = open(1, "w", 1, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    os.chdir(scratch)
    apply_limits(limits)


def apply_limits(limits: dict[str, Any]) -> None:
    """Bound address space, CPU time and file size where the platform can."""
    if resource is None:
        return
    address_space = _address_space() + limits["memory_mib"] * MIB
    for name, value in (
        ("RLIMIT_AS", address_space),
        ("RLIMIT_CPU", int(limits["cpu_s"] * 100) + 10),  # a backstop: the grader ends a check much earlier
        ("RLIMIT_FSIZE", limits["file_mib"] * MIB),
        ("RLIMIT_CORE", 0),
    ):
        _, hard = resource.getrlimit(getattr(resource, name))
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(getattr(resource, name), (bound, bound))


def _address_space() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 2 << 30
