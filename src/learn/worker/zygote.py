"""The process that has torch imported and forks one child for each exercise.  It never runs learner code itself.

``python -c BOOT zygote FD PRELOAD`` talks JSON over the inherited control socket::

    {"op": "fork", "scratch", "limits"} + descriptors [connection, output]   -> {"pid"}
    {"op": "cpu", "pid"}                                                     -> {"cpu_s"}
    {"op": "end", "pid", "patience_s"}                                       -> {"status"}      kills and reaps
    {"op": "discard", "pid"}                                                 -> {}              kills

When the grader goes away, so do all children.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import time
from typing import Any

MAX_MESSAGE = 1 << 16


def preload(modules: list[str]) -> None:
    """Import what the chapter needs and touch it once, with a single thread: a parallel op before a fork hangs the child."""
    import torch  # this module itself must import in an instant

    from learn.worker import child  # noqa: F401  so that children need not

    torch.set_num_threads(1)
    for name in modules:
        importlib.import_module(name)
    warm = torch.ones(2, 2, requires_grad=True)
    torch.autograd.backward((warm @ warm).sum())
    torch.manual_seed(0)


def main(descriptor: int, modules: list[str]) -> None:
    """Preload, then fork on request until the control socket closes."""
    control = socket.socket(fileno=descriptor)
    gc.disable()  # imports make nothing but objects that stay
    try:
        preload(modules)
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
            pid = os.fork()
            if pid == 0:
                control.close()
                run_child(socket.socket(fileno=descriptors[0]), descriptors[1], request["scratch"], request["limits"])
            children.add(pid)
            reply: dict[str, Any] = {"pid": pid}
        elif request["op"] == "cpu":
            reply = {"cpu_s": cpu_seconds(request["pid"])}
        elif request["op"] == "discard":
            os.kill(request["pid"], signal.SIGKILL)
            dying.add(request["pid"])
            reply = {}
        else:
            children.discard(request["pid"])
            reply = {"status": end(request["pid"], request["patience_s"])}
        for fd in descriptors:
            os.close(fd)
        control.send(json.dumps(reply).encode())
        dead = {pid for pid in dying if os.waitpid(pid, os.WNOHANG)[0]}
        dying -= dead
        children -= dead


def run_child(connection: socket.socket, output: int, scratch: str, limits: dict[str, Any]) -> None:
    """Serve one exercise in a forked child; never returns."""
    from learn.worker import child

    try:
        die_with_parent()
        child.prepare(output, scratch, limits)
        os.close(output)
        child.serve(connection)
    finally:
        os._exit(0)


def die_with_parent() -> None:
    """Ask Linux to kill this process when its parent ends."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of one of our own children, in seconds."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:  # noqa: PTH123
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def end(pid: int, patience_s: float) -> int:
    """Reap a child and return its wait status; kill it where it has not ended by itself within ``patience_s`` seconds."""
    deadline = time.monotonic() + patience_s
    done, status = os.waitpid(pid, os.WNOHANG)
    while done == 0 and time.monotonic() < deadline:
        time.sleep(0.002)
        done, status = os.waitpid(pid, os.WNOHANG)
    if done == 0:
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    return status
