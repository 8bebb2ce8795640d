"""bubblewrap: the process that workers are forked from lives in empty namespaces, with only what a worker may see mounted.

In addition to the other layers, never instead of them: children of one zygote could see each other.  It needs the program
``bwrap`` and a kernel that lets this user make namespaces.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from learn.sandbox.rules import View

NAME = "bubblewrap"
_NOBODY = "65534"
_ALONE = ("--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--cap-drop", "ALL")
_TRIAL_TIMEOUT_S = 10


@cache
def missing() -> str:
    """Say why this layer cannot be used here, and how to get it; an empty string where it can."""
    if sys.platform != "linux":
        return "bubblewrap needs Linux"
    program = shutil.which("bwrap")
    if program is None:
        return "bubblewrap is not installed: install your distribution's package 'bubblewrap'"
    libraries = [word for path in ("/usr", "/bin", "/lib", "/lib64", "/nix") for word in ("--ro-bind-try", path, path)]
    command = [program, *_ALONE, *libraries, "--proc", "/proc", "true"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_TRIAL_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bubblewrap does not start: {error}"
    if done.returncode == 0:
        return ""
    last = (done.stderr.strip().splitlines() or ["it ends without a word"])[-1]
    return f"bubblewrap may not make namespaces here ({last}): allow unprivileged user namespaces, as docs/security.md says"


def wrap(command: list[str], view: View, scratch: str) -> list[str]:
    """Return the command that runs ``command`` in namespaces of its own.

    Args:
        command: The interpreter and its arguments.
        view: What is mounted, read-only.
        scratch: The folder that is mounted writable.
    """
    user = ["--uid", _NOBODY, "--gid", _NOBODY] if os.getuid() == 0 else []
    places = {path: ["--tmpfs", path] for path in view.hidden if os.path.exists(path)}  # noqa: PTH110  pathlib is slower
    for path in (*view.readable, *_programs(command[0])):
        for other in dict.fromkeys((path, os.path.realpath(path))):
            places[other] = ["--ro-bind", other, other]
    links = {path: ["--symlink", os.readlink(path), path] for path in _links(command[0], view)}  # noqa: PTH115
    places = {path: mount for path, mount in places.items() if not any(_below(path, link) for link in links)} | links
    mounts = [word for path in sorted(places, key=lambda path: path.split("/")) for word in places[path]]
    own = ["--proc", "/proc", "--dev", "/dev", "--bind", scratch, scratch, "--remount-ro", "/", "--chdir", scratch]
    program = shutil.which("bwrap") or "bwrap"
    return [program, *_ALONE, *user, "--hostname", "sandbox", *mounts, *own, "--", *command]


def _programs(interpreter: str) -> Iterator[str]:
    """Yield the files that start the interpreter, with what tells it that it is a virtual environment's."""
    yield os.path.realpath(interpreter)
    config = os.path.join(sys.prefix, "pyvenv.cfg")  # noqa: PTH118
    if os.path.exists(config):  # noqa: PTH110
        yield config


def _links(interpreter: str, view: View) -> set[str]:
    """Return the symbolic links on the way to what is mounted: the interpreter's own, and those like ``/lib -> usr/lib``."""
    found = {path for path in view.readable if os.path.islink(path)}  # noqa: PTH114
    while os.path.islink(interpreter):  # noqa: PTH114
        found.add(interpreter)
        interpreter = os.path.join(os.path.dirname(interpreter), os.readlink(interpreter))  # noqa: PTH115, PTH118, PTH120
    return found


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")
