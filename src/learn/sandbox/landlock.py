"""Landlock: what a worker may open.  Linux 5.13 or newer; needs no privilege.

Numbers and structures are those of ``linux/landlock.h``; https://docs.kernel.org/userspace-api/landlock.html says which
version of the interface (ABI) has what.
"""

from __future__ import annotations

import os
import stat
import struct
import sys
from ctypes import Array, c_char, create_string_buffer
from functools import cache
from typing import TYPE_CHECKING

from learn.sandbox import kernel

if TYPE_CHECKING:
    from learn.sandbox.rules import Rules, View

NAME = "Landlock"
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_ASK_VERSION, _PATH_BENEATH = 1, 1

WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE = 1 << 1, 1 << 2, 1 << 3, 1 << 14
_NUM_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many rights over files each version knows, in the order of their bits; 16 since version 5."""
_NETWORK_SINCE, _SCOPE_SINCE = 4, 6
_BIND_TCP_AND_CONNECT_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


@cache
def version() -> int:
    """Return the version of the kernel's interface, 0 where it has none."""
    if sys.platform != "linux":
        return 0
    try:
        return kernel.call("landlock_create_ruleset", CREATE_RULESET, None, 0, _ASK_VERSION)
    except OSError:
        return 0


def missing() -> str:
    """Say why this layer cannot be used here, and how to get it; an empty string where it can."""
    if version():
        return ""
    return "Landlock needs Linux 5.13 or newer, booted with 'landlock' among the kernel's lsm= modules"


class Visible:
    """What all workers of one process may open: a ruleset that is ready before each is forked, since making one takes time.

    A ruleset is used up by one worker, whose own folder is added to it.
    """

    def __init__(self, view: View) -> None:
        self.ruleset = -1
        self.places = []
        if not missing():
            self.places = [
                *(_beneath(_opened(path), READ_FILE | READ_DIR) for path in view.cut()),
                *(_beneath(_opened(path), READ_DIR) for path in view.listable),
                *(_beneath(_opened(path), READ_FILE | WRITE_FILE | TRUNCATE) for path in view.devices),
            ]

    def prepare(self) -> None:
        """Have a ruleset that no worker has used."""
        if missing() or self.ruleset >= 0:
            return
        attributes = struct.pack(
            "=QQQ",
            _everything(),
            _BIND_TCP_AND_CONNECT_TCP if version() >= _NETWORK_SINCE else 0,
            _ABSTRACT_SOCKETS_AND_SIGNALS if version() >= _SCOPE_SINCE else 0,
        )
        size = 8 if version() < _NETWORK_SINCE else 16 if version() < _SCOPE_SINCE else 24
        buffer = create_string_buffer(attributes, len(attributes))
        self.ruleset = kernel.call("landlock_create_ruleset", CREATE_RULESET, buffer, size, 0)
        for place in self.places:
            kernel.call("landlock_add_rule", ADD_RULE, self.ruleset, _PATH_BENEATH, place, 0)

    def take(self) -> int:
        """Return the descriptor of a ruleset for one worker."""
        self.prepare()
        taken, self.ruleset = self.ruleset, -1
        return taken


def enter(rules: Rules) -> None:
    """Let this thread, and what it will start, open what the rules name and nothing else.  There is no way back.

    Raises:
        OSError: the kernel refused.
    """
    own = _opened(rules.scratch)
    kernel.call("landlock_add_rule", ADD_RULE, rules.ruleset, _PATH_BENEATH, _beneath(own, _everything()), 0)
    kernel.call("landlock_restrict_self", RESTRICT_SELF, rules.ruleset, 0)
    os.close(rules.ruleset)
    os.close(own)


def _everything() -> int:
    return (1 << _NUM_RIGHTS.get(version(), 16)) - 1


def _opened(path: str) -> int:
    return os.open(path, os.O_PATH | os.O_CLOEXEC)


def _beneath(descriptor: int, rights: int) -> Array[c_char]:
    """Return the kernel's description of a place, which must stay open, and of what may be done there."""
    if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
        rights &= ~READ_DIR
    return create_string_buffer(struct.pack("=Qi", rights & _everything(), descriptor), 12)
