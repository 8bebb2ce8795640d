"""The canary: before anything is graded for marks, a worker tries what no submission may be able to do."""

from __future__ import annotations

import secrets
import socket
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learn.errors import SandboxError
from learn.sandbox import landlock, seccomp
from learn.sandbox.layers import NEEDED_FOR_MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from learn.sandbox.hosts import Host
    from learn.sandbox.layers import Layer

_SEE = "docs/security.md says how to get it"


def require_sandbox(host: Host) -> None:
    """Refuse to go on unless workers of ``host`` are confined, and shown to be.

    Raises:
        SandboxError: a layer is not there, or does not hold.
    """
    for layer in NEEDED_FOR_MARKS:
        why = layer.missing()
        if not why and layer not in host.layers:
            why = f"this grader's workers are not confined by {layer.NAME}"
        if why:
            raise SandboxError(f"Marks need a sandbox, and this machine has no whole one: {why}; {_SEE}.")
    for what, layer in _escapes(host):
        raise SandboxError(f"The sandbox does not hold: a worker could {what}, although {layer.NAME} is on; {_SEE}.")


def _escapes(host: Host) -> list[tuple[str, Layer]]:
    """Return what a worker could do that it must not, and the layer that should have stopped it."""
    secret = secrets.token_hex()
    with tempfile.TemporaryDirectory(prefix="canary-") as folder, socket.create_server(("127.0.0.1", 0)) as server:
        planted, target = Path(folder, "planted"), Path(folder, "written")
        planted.write_text(secret)
        planted.chmod(0o644)
        Path(folder).chmod(0o777)
        with _asked(host) as ask:
            # Where it can, it is the grader that looks: a worker's word is only a word.
            tries: list[tuple[str, Layer, bool]] = [
                ("read a file outside its folder", landlock, ask("read", str(planted)) == secret),
                ("write a file outside its folder", landlock, ask("write", str(target)) > 0 or target.exists()),
                ("open a connection", seccomp, ask("connect", server.getsockname()[1]) >= 0),
                ("start a process", seccomp, ask("start") >= 0),
                ("send a signal to its parent", seccomp, ask("signal_parent") >= 0),
            ]
    return [(what, layer) for what, layer, worked in tries if worked]


@contextmanager
def _asked(host: Host) -> Iterator[Callable[..., Any]]:
    """Give what calls a function of :mod:`learn.worker.canary` in a worker."""
    from learn import wire  # imports torch
    from learn.course import Limits
    from learn.sandbox.workers import ProcessWorker, StoppedError
    from learn.worker import canary

    path = Path(canary.__file__)
    worker = ProcessWorker(host, Limits())

    def answer(request: dict[str, Any]) -> Any:
        worker.post(wire.encode(request))
        return worker.collect()

    def ask(task: str, *arguments: Any) -> Any:
        inputs = {"task": task, "args": arguments, "kwargs": {}}
        return answer({"op": "observe", "probe": "call", "inputs": inputs, "seed": 0, "record": False})["value"]

    try:
        answer(
            {"op": "load", "exercise": "canary", "files": [{"name": "canary", "path": str(path), "source": path.read_bytes()}]}
        )
        yield ask
    except (StoppedError, TypeError, KeyError) as error:
        raise SandboxError(f"The sandbox could not be tried out: {error}.") from error
    finally:
        worker.close()
