"""What the canary tries inside a worker, past Python's own courtesy: each function returns what it got, or ``-errno``.

It is loaded like a submission, and only asks whether something works.  The grader judges: :mod:`learn.sandbox.canary`.
"""

from __future__ import annotations

import ctypes
import os
import struct

_IPV4, _STREAM = 2, 1
_LIBC = ctypes.CDLL(None, use_errno=True)


def read(path: str) -> str | int:
    """Read a file."""
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123  as plain as can be
            return file.read()
    except OSError as error:
        return -(error.errno or 1)


def write(path: str) -> int:
    """Write a file."""
    try:
        with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
            return file.write("written")
    except OSError as error:
        return -(error.errno or 1)


def connect(port: int) -> int:
    """Open a connection to this machine."""
    descriptor = _LIBC.socket(_IPV4, _STREAM, 0)
    if descriptor < 0:
        return -ctypes.get_errno()
    address = struct.pack("=HHI8x", _IPV4, ((port & 0xFF) << 8) | port >> 8, 0x0100007F)
    done = _LIBC.connect(descriptor, ctypes.create_string_buffer(address, 16), 16)
    return int(done) if done >= 0 else -ctypes.get_errno()


def start() -> int:
    """Start a process, which ends at once."""
    pid = int(_LIBC.fork())
    if pid == 0:
        os._exit(0)
    return pid if pid > 0 else -ctypes.get_errno()


def signal_parent() -> int:
    """Ask whether the parent could be signalled."""
    return 0 if _LIBC.kill(os.getppid(), 0) == 0 else -ctypes.get_errno()
