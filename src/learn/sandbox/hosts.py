"""Where worker processes come from: a zygote that forks, or a spare process where there is no safe ``fork``."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Protocol

import msgspec

from learn.course import PACKAGE_DIR
from learn.errors import WorkerError
from learn.files import remove_tree
from learn.sandbox import bubblewrap
from learn.sandbox.layers import CONFINING, PLAIN, Layer, names_of
from learn.sandbox.rules import view_of_worker
from learn.worker.spare import TOKEN_BYTES
from learn.worker.zygote import MAX_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learn.course import Limits
    from learn.sandbox.channel import Channel

START_TIMEOUT_S = 180.0
NEVER_NS = 0
"""When a scratch folder was changed in which nothing was ever made."""
_BOOT = (
    "import sys, json; sys.path.insert(0, {root!r}); sys.path += [p for p in {packages!r} if p not in sys.path]; "
    "from learn.worker import {module} as worker; "
    "worker.main(int(sys.argv[1]), json.loads(sys.argv[2]))"
)


class Usage(NamedTuple):
    """What a worker's process uses.

    Attributes:
        cpu_s: CPU time so far, in seconds.
        threads: Threads now.
        memory_bytes: Resident memory now.
        deleted_bytes: The size of files that were deleted and are still open.
        deleted_maps: How many files were deleted and are still mapped.
    """

    cpu_s: float = 0.0
    threads: int = 1
    memory_bytes: int = 0
    deleted_bytes: int = 0
    deleted_maps: int = 0


class Process(Protocol):
    """What the trusted side can do with a worker's process."""

    def usage(self, *, deleted: bool) -> Usage:
        """Return what it uses; ``deleted`` files only where they are asked for, since that takes a while."""

    def end(self, patience_s: float) -> int:
        """Let it end for that long, kill what is left, and return its exit code, or minus the signal that ended it."""

    def discard(self) -> None:
        """Kill it without waiting for the kernel to take its memory apart."""


@dataclass
class Started:
    """A worker process that runs: how to talk to it and how to end it, what it printed, and its own folder.

    ``spent_s`` is the CPU time that it used before it was ready, in seconds: a spare process has imported torch itself.
    """

    channel: Channel
    process: Process
    output: IO[bytes]
    scratch: str
    spent_s: float = 0.0


class Host(Protocol):
    """Something that starts worker processes."""

    layers: tuple[Layer, ...]

    def start(self, limits: Limits, device: str = "cpu") -> Started:
        """Start one, confined, in a new scratch folder; it may use a device of this kind beside the CPU."""

    def close(self) -> None:
        """End everything that was started."""


def can_fork() -> bool:
    """Tell whether this platform forks safely: Linux does, macOS does not, Windows has no fork."""
    return sys.platform == "linux" and hasattr(os, "fork") and hasattr(socket, "send_fds")


def layers_here() -> tuple[Layer, ...]:
    """Return the layers that this platform's kind of worker puts on, where the machine has them."""
    return CONFINING if can_fork() else PLAIN


def start_host(preload: Sequence[str], hidden: Sequence[str] = ()) -> Host:
    """Start the kind of host that this platform allows; it imports torch in the background.

    Args:
        preload: Modules that it imports beside torch.
        hidden: Folders that no worker may see, whatever lies round them.
    """
    return ZygoteHost(preload, hidden) if can_fork() else SpareHost(preload)


def environment(scratch: str) -> dict[str, str]:
    """Return the only environment variables that a worker sees; whatever looks for a folder to write in gets ``scratch``."""
    kept = ("SYSTEMROOT", "SYSTEMDRIVE", "PATH", "LANG", "LC_ALL")
    found = {name: os.environ[name] for name in kept if name in os.environ}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    openblas = {name: value for name, value in os.environ.items() if name.startswith("OPENBLAS_CORE")}
    folders = dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"), scratch)
    return found | threads | openblas | folders | {"PYTHONDONTWRITEBYTECODE": "1"}


def _command(module: str, number: int, settings: dict[str, Any]) -> list[str]:
    # Also those that a .pth file named, which bubblewrap does not show.
    packages = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    boot = _BOOT.format(root=str(PACKAGE_DIR.parent), packages=packages, module=module)
    return [sys.executable, "-s", "-P", "-c", boot, str(number), json.dumps(settings)]


def _scratch(folder: str) -> str:
    """Make a worker's own folder, which looks as if nothing had ever been made in it."""
    path = tempfile.mkdtemp(dir=folder)
    os.utime(path, ns=(NEVER_NS, NEVER_NS))
    return path


# ------------------------------------------------------------------ with fork


class ZygoteHost:
    """A process with torch imported that forks a child for each exercise (Linux)."""

    def __init__(self, preload: Sequence[str], hidden: Sequence[str] = (), layers: tuple[Layer, ...] = CONFINING) -> None:
        self.layers = layers
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control = ours
        self.control.settimeout(START_TIMEOUT_S)
        self.log = _output_file()
        self.folder = tempfile.mkdtemp(prefix="learn-")
        view = view_of_worker(preload, hidden)
        settings = {"preload": list(preload), "view": asdict(view), "layers": names_of(layers)}
        command = _command("zygote", theirs.fileno(), settings)
        self.process = subprocess.Popen(
            command if bubblewrap.missing() else bubblewrap.wrap(command, view, self.folder),
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            env=environment(self.folder),
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()
        self.ready = False
        self.forked: list[ZygoteChild] = []

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send one control message and return the answer."""
        self._settle()
        self._send(request)
        return self._answer()

    def _send(self, request: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
        try:
            socket.send_fds(self.control, [json.dumps(request).encode()], descriptors)
        except OSError as error:
            self._settle()  # raises what it said before it ended
            raise WorkerError(f"The worker process has ended: {_last_line(self.log)}") from error

    def _settle(self) -> None:
        """Take the answers that were not waited for: that the zygote is ready, and the process ids of its children."""
        if not self.ready:
            self._answer()
            self.ready = True
        while self.forked:
            self.forked.pop(0).number = self._answer()["pid"]

    def _answer(self) -> dict[str, Any]:
        try:
            message = self.control.recv(MAX_MESSAGE)
        except OSError as error:
            raise WorkerError(f"The worker process does not answer: {error}.") from error
        if not message:
            raise WorkerError(f"The worker process cannot start: {_last_line(self.log)}")
        answer: dict[str, Any] = json.loads(message)
        if "error" in answer:
            raise WorkerError(f"The worker process cannot start: {answer['error']}")
        return answer

    def start(self, limits: Limits, device: str = "cpu") -> Started:
        """Fork one child, without waiting for it."""
        from learn.sandbox.channel import Channel  # imports torch, which the zygote should not wait for

        ours, theirs = socket.socketpair()
        output = _output_file()
        scratch = _scratch(self.folder)
        with theirs:
            request = {"op": "fork", "scratch": scratch, "limits": msgspec.to_builtins(limits), "device": device}
            self._send(request, [theirs.fileno(), output.fileno()])
        child = ZygoteChild(self)
        self.forked.append(child)
        return Started(Channel(ours), child, output, scratch)

    def close(self) -> None:
        """Close the control socket, which ends the zygote and all its children, and remove what they wrote."""
        self.control.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        remove_tree(self.folder)


@dataclass
class ZygoteChild:
    """A child of the zygote, reached through it."""

    host: ZygoteHost
    number: int = 0

    @property
    def pid(self) -> int:
        """The process id, as the zygote sees it."""
        if not self.number:
            self.host._settle()  # noqa: SLF001  the two are one
        return self.number

    def usage(self, *, deleted: bool) -> Usage:
        """Return what the child uses."""
        return Usage(**self.host.ask({"op": "usage", "pid": self.pid, "deleted": deleted}))

    def end(self, patience_s: float) -> int:
        """End the child."""
        return os.waitstatus_to_exitcode(self.host.ask({"op": "end", "pid": self.pid, "patience_s": patience_s})["status"])

    def discard(self) -> None:
        """Kill the child; the zygote reaps it by and by."""
        self.host.ask({"op": "discard", "pid": self.pid})


# ------------------------------------------------------------------ without fork


class SpareHost:
    """One imported process is always ready; each is used for one exercise and replaced (macOS, Windows)."""

    layers = PLAIN

    def __init__(self, preload: Sequence[str]) -> None:
        self.preload = preload
        self.folder = tempfile.mkdtemp(prefix="learn-")
        self.spare = self._launch()

    def _launch(self) -> SpareProcess:
        listener = socket.create_server(("127.0.0.1", 0))
        output = _output_file()
        process = subprocess.Popen(
            _command("spare", listener.getsockname()[1], {"preload": list(self.preload), "layers": names_of(self.layers)}),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env=environment(self.folder),
            start_new_session=True,
        )
        token = secrets.token_bytes(TOKEN_BYTES)
        assert process.stdin is not None
        with process.stdin as stdin:
            stdin.write(token)
        return SpareProcess(process, listener, output, token)

    def start(self, limits: Limits, device: str = "cpu") -> Started:
        """Use the spare process and start the next one."""
        from learn import wire  # imports torch

        used = self.spare
        channel = used.connect()
        spent_s = used.usage(deleted=False).cpu_s
        self.spare = self._launch()
        scratch = _scratch(self.folder)
        rules = {"scratch": scratch, "limits": msgspec.to_builtins(limits), "device": device}
        channel.send(wire.encode(rules), lambda: None)
        return Started(channel, used, used.output, scratch, spent_s)

    def close(self) -> None:
        """End the spare process and remove what the others wrote."""
        self.spare.end(0.0)
        self.spare.output.close()
        remove_tree(self.folder)


class SpareProcess:
    """One worker process and the listener it will connect to."""

    def __init__(self, process: subprocess.Popen[bytes], listener: socket.socket, output: IO[bytes], token: bytes) -> None:
        self.process = process
        self.listener = listener
        self.output = output
        self.token = token

    def connect(self) -> Channel:
        """Wait until the process has connected and shown its token."""
        from learn.sandbox.channel import Channel

        deadline = time.monotonic() + START_TIMEOUT_S
        self.listener.settimeout(0.1)
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise WorkerError(f"The worker process cannot start: {_last_line(self.output)}")
            try:
                connection, _ = self.listener.accept()
            except TimeoutError:
                continue
            connection.settimeout(5)
            with contextlib.suppress(OSError):
                if secrets.compare_digest(_read_exactly(connection, TOKEN_BYTES), self.token):
                    self.listener.close()
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    return Channel(connection)
            connection.close()
        raise WorkerError(f"The worker process did not start within {START_TIMEOUT_S:.0f} seconds.")

    def usage(self, *, deleted: bool) -> Usage:  # noqa: ARG002  these platforms do not tell
        """Return what the process uses: nothing else bounds its memory on these platforms."""
        import psutil  # only this kind of host needs it

        try:
            process = psutil.Process(self.process.pid)
            with process.oneshot():
                times = process.cpu_times()
                return Usage(float(times.user + times.system), process.num_threads(), int(process.memory_info().rss))
        except psutil.Error:
            return Usage()

    def end(self, patience_s: float) -> int:
        """Kill the whole process tree."""
        import psutil

        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(patience_s)
        with contextlib.suppress(psutil.Error):
            for child in psutil.Process(self.process.pid).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    child.kill()
        self.process.kill()
        code = self.process.wait()
        self.listener.close()
        return code

    def discard(self) -> None:
        """Kill the whole process tree."""
        self.end(0.0)


def _read_exactly(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        chunk = connection.recv(count - len(data))
        if not chunk:
            raise ConnectionError
        data += chunk
    return data


def _output_file() -> IO[bytes]:
    """Make the nameless file that a worker prints into: unlike a pipe it needs no thread and survives a crash."""
    return tempfile.TemporaryFile(buffering=0)


def _last_line(log: IO[bytes]) -> str:
    log.seek(0)
    lines = log.read()[-2000:].decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it ended without a word."
