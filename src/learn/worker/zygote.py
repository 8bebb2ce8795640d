"""The process that has torch imported and forks one child for each exercise.  It never runs learner code itself.

``python -c BOOT zygote FD SETTINGS`` talks JSON over the inherited control socket::

    {"op": "fork", "scratch", "limits", "device"} + descriptors [connection, output]   -> {"pid"}
    {"op": "usage", "pid", "deleted"}
        -> {"cpu_s", "threads", "memory_bytes"} and, if asked, {"deleted_bytes", "deleted_maps"}
    {"op": "end", "pid", "patience_s"}                                       -> {"status"}      kills and reaps
    {"op": "discard", "pid"}                                                 -> {}              kills

When the grader goes away, so do all children.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import stat
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from learn.sandbox import kernel, landlock, layers, limits
from learn.sandbox.rules import Rules, View

MAX_MESSAGE = 1 << 16
CONFINED = b"confined"
NO_MEMORY = 79
"""The exit code of a child that has not even the memory to say so."""
_MAX_DESCRIPTOR = 1 << 20


def preload(modules: list[str]) -> None:
    """Import what the chapter needs and touch it once, with a single thread: a parallel op before a fork hangs the child."""
    import torch  # this module itself must import in an instant

    from learn import compiler, vision
    from learn.worker import child, refusals  # noqa: F401  so that children need not

    torch.set_num_threads(1)
    compiler.postpone()
    vision.prepare()
    refusals.replace_methods()
    for name in modules:
        importlib.import_module(name)
    warm = torch.ones(2, 2, requires_grad=True)
    torch.autograd.backward((warm @ warm).sum())
    torch.manual_seed(0)


def main(descriptor: int, settings: dict[str, Any]) -> None:
    """Preload, then fork on request until the control socket closes."""
    control = socket.socket(fileno=descriptor)
    gc.disable()  # imports make nothing but objects that stay
    try:
        preload(settings["preload"])
        limits.allow_many_files()
        visible = landlock.Visible(View(**settings["view"]))
    except BaseException as error:
        control.send(json.dumps({"error": f"{type(error).__name__}: {error}"[:1000]}).encode())
        raise
    gc.collect()
    gc.freeze()
    gc.enable()
    children: set[int] = set()
    dying: set[int] = set()
    control.send(json.dumps({"ready": True}).encode())
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MAX_MESSAGE, 2)
        if not message:
            for pid in children:
                os.kill(pid, signal.SIGKILL)
            os._exit(0)  # tearing torch down takes longer than many a grading
        request = json.loads(message)
        if request["op"] == "fork":
            rules = Rules(request["limits"], request["scratch"], settings["layers"], visible.take(), request["device"])
            pid, problem = fork_child(control, descriptors[0], descriptors[1], rules)
            descriptors.append(rules.ruleset)
            children.add(pid)
            reply: dict[str, Any] = {"error": problem} if problem else {"pid": pid}
        elif request["op"] == "usage":
            reply = usage(request["pid"]) | (deleted_files(request["pid"]) if request["deleted"] else {})
        elif request["op"] == "discard":
            os.kill(request["pid"], signal.SIGKILL)
            dying.add(request["pid"])
            reply = {}
        else:
            children.discard(request["pid"])
            dying.discard(request["pid"])
            reply = {"status": end(request["pid"], request["patience_s"])}
        for fd in descriptors:
            if fd >= 0:
                os.close(fd)
        control.send(json.dumps(reply).encode())
        visible.prepare()
        dead = {pid for pid in dying if os.waitpid(pid, os.WNOHANG)[0]}
        dying -= dead
        children -= dead


def fork_child(control: socket.socket, connection: int, output: int, rules: Rules) -> tuple[int, str]:
    """Fork a child and wait until it is confined; return its process id, and what went wrong before it was, or nothing."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        control.close()
        run_child(connection, output, writer, rules)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        said = file.read()
    return pid, "" if said == CONFINED else said.decode("utf-8", "replace") or "a worker ended before it was confined"


def run_child(connection: int, output: int, writer: int, rules: Rules) -> None:
    """Serve one exercise in a forked child; never returns.

    Every layer is on before ``writer`` hears of it and before a byte of the submission is read.
    """
    from learn.worker import child

    try:
        die_with_parent()
        talk = socket.socket(fileno=connection)
        child.prepare(output, rules)
        close_all_but(0, 1, 2, connection, writer, rules.ruleset)
        layers.enter(rules.layers, rules)
    except BaseException as error:  # noqa: BLE001  whatever it is, the grader must hear of it
        os.write(writer, f"{type(error).__name__}: {error}"[:1000].encode("utf-8", "replace"))
        os._exit(1)
    try:
        os.write(writer, CONFINED)
        os.close(writer)
        child.serve(talk)
    except MemoryError:
        os._exit(NO_MEMORY)
    finally:
        os._exit(0)


def close_all_but(*kept: int) -> None:
    """Close every descriptor that a child has no use for."""
    ends = [-1, *sorted({*kept} - {-1}), _MAX_DESCRIPTOR]
    for before, after in pairwise(ends):
        if before + 1 < after:  # Python takes an empty range for everything
            os.closerange(before + 1, after)


def die_with_parent() -> None:
    """Ask Linux to kill this process when its parent ends."""
    with contextlib.suppress(OSError):
        kernel.prctl("die with the parent", 1, signal.SIGKILL)


def usage(pid: int) -> dict[str, Any]:
    """Return the CPU time, in seconds, the number of threads and the resident memory of one of our own children."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:  # noqa: PTH123
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return {}
    cpu_s = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return {"cpu_s": cpu_s, "threads": int(fields[17]), "memory_bytes": int(fields[21]) * os.sysconf("SC_PAGE_SIZE")}


def deleted_files(pid: int) -> dict[str, Any]:
    """Return the size of the files that a child deleted and keeps open, and how many it keeps mapped."""
    opened: dict[int, int] = {}
    mapped: set[int] = set()
    with contextlib.suppress(OSError):  # it ends
        for task in sorted(Path(f"/proc/{pid}/task").iterdir(), key=lambda task: int(task.name)):
            with contextlib.suppress(OSError):  # the thread ends
                maps = (task / "maps").read_bytes().splitlines()
                if not maps:  # it has ended; any other one shows what all have
                    continue
                deleted = [line.split(maxsplit=5) for line in maps if line.endswith(b" (deleted)")]
                mapped = {int(inode) for *_, inode, path in deleted if not path.startswith(b"/dev/zero ")}  # shared memory
                for descriptor in (task / "fd").iterdir():
                    with contextlib.suppress(OSError):  # it was closed a moment ago
                        found = descriptor.stat()
                        if stat.S_ISREG(found.st_mode) and found.st_nlink == 0 and descriptor.name not in {"1", "2"}:
                            opened[found.st_ino] = found.st_blocks * 512
                break
    return {"deleted_bytes": sum(opened.values()), "deleted_maps": len(mapped - opened.keys())}


def end(pid: int, patience_s: float) -> int:
    """Reap a child and return its wait status; kill it where it has not ended by itself within ``patience_s`` seconds."""
    deadline = time.monotonic() + patience_s
    try:
        done, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:  # it was discarded, and is reaped already
        return signal.SIGKILL
    while done == 0 and time.monotonic() < deadline:
        time.sleep(0.002)
        done, status = os.waitpid(pid, os.WNOHANG)
    if done == 0:
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    return status
