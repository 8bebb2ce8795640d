"""System calls that Python has no name for, for the layers that talk to the Linux kernel."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from functools import cache

MACHINE = platform.machine().replace("arm64", "aarch64") if sys.platform == "linux" else ""
"""What the numbers of system calls depend on; empty where there are none that we know."""


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def call(name: str, number: int, *arguments: int | ctypes.Array[ctypes.c_char] | None) -> int:
    """Make a system call and return what it returns.

    Args:
        name: What to call it in an error.
        number: Its number on this machine.
        arguments: Whole numbers, buffers or null pointers.

    Raises:
        OSError: the kernel refused.
    """
    as_words = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    result = int(_libc().syscall(ctypes.c_long(number), *as_words))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
    return result


def prctl(name: str, option: int, *arguments: int) -> None:
    """Change a property of this process.

    Raises:
        OSError: the kernel refused.
    """
    words = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    if _libc().prctl(ctypes.c_int(option), *words) < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
