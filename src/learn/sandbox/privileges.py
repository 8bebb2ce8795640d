"""Privileges: a worker keeps none, also where the grader runs as root.

Without capabilities root is a user like others: it may open what belongs to it, which Landlock decides, and nothing more.
The worker stays the user it was, since the interpreter may lie below a home folder that nobody else may enter.
"""

from __future__ import annotations

import struct
import sys
from ctypes import create_string_buffer

from learn.sandbox import kernel

NAME = "no privileges"
_CAPSET = {"x86_64": 126, "aarch64": 91}
_VERSION_3 = 0x20080522
_NO_NEW_PRIVILEGES, _AMBIENT, _CLEAR_ALL = 38, 47, 4


def missing() -> str:
    """Say why this layer cannot be used here, and how to get it; an empty string where it can."""
    if kernel.MACHINE in _CAPSET:
        return ""
    return "privileges can be dropped on Linux only" if sys.platform != "linux" else f"unknown machine {kernel.MACHINE}"


def enter(_rules: object) -> None:
    """Give up every capability, and the means to get one by starting a program.

    Raises:
        OSError: the kernel refused.
    """
    kernel.prctl("no_new_privs", _NO_NEW_PRIVILEGES, 1)
    kernel.prctl("ambient capabilities", _AMBIENT, _CLEAR_ALL)
    head = create_string_buffer(struct.pack("=Ii", _VERSION_3, 0), 8)
    none = create_string_buffer(bytes(24), 24)  # effective, permitted, inheritable: twice 32 bits each
    kernel.call("capset", _CAPSET[kernel.MACHINE], head, none)
