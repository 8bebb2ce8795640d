"""Kind refusals: what is not available while grading says so, instead of failing somewhere deep inside with ``EPERM``.

This confines nobody: the kernel does (:mod:`learn.sandbox`).  It is the same on every platform, so that work which passes
at home also passes where marks are given.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import Any, NoReturn

_WHY = "is not available while grading"
NO_PROCESSES = f"Starting another process {_WHY}: do the work in this one."
NO_SOCKETS = f"The network {_WHY}: use what the task is given, and sockets not at all."
NO_WORKERS = f"DataLoader(num_workers=...) {_WHY}, since it starts processes: use num_workers=0, the default."
NO_COMPILE = f"torch.compile {_WHY}, since it starts a compiler: call the model as it is."
NO_SHARING = f"Shared memory {_WHY}: pass tensors as they are."
NO_ACCESS = f"This {_WHY}: only Python and its packages can be read, and only the current folder can be written."

_EVENTS = {
    **dict.fromkeys(("os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.system"), NO_PROCESSES),
    **dict.fromkeys(("subprocess.Popen", "pty.spawn", "os.startfile", "os.startfile/2"), NO_PROCESSES),
    **dict.fromkeys(("socket.__new__", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind"), NO_SOCKETS),
}
"""Sentences by the name of the audit event (https://docs.python.org/3/library/audit_events.html) that announces a call."""


class NotAvailableError(PermissionError):
    """Something that works elsewhere is not available while grading."""


def replace_methods() -> None:
    """Refuse what no audit event announces, in this process and in those that are forked from it."""
    import multiprocessing.synchronize as locks

    import torch
    from torch.utils.data import dataloader

    torch.compile = torch.nn.Module.compile = _refuse(NO_COMPILE)  # type: ignore[method-assign]
    torch.Tensor.share_memory_ = torch.nn.Module.share_memory = _refuse(NO_SHARING)  # type: ignore[method-assign]
    loading = dataloader._MultiProcessingDataLoaderIter  # noqa: SLF001
    loading.__init__ = _refuse(NO_WORKERS)  # type: ignore[method-assign]
    loading.__del__ = lambda _: None  # type: ignore[method-assign]  # there is nothing to shut down, and it would print so
    locks.SemLock.__init__ = _refuse(NO_PROCESSES)  # type: ignore[method-assign]


def listen() -> None:
    """Refuse what audit events announce from now on, for good; a process that does so cannot fork any more."""
    sys.addaudithook(_audit)


def explained(error: BaseException) -> str:
    """Return what to add to an error that the sandbox caused, or nothing."""
    if isinstance(error, NotAvailableError):
        return ""
    if not isinstance(error, OSError):
        return ""
    refused = isinstance(error, PermissionError) or error.errno == errno.EROFS
    absent = isinstance(error, FileNotFoundError) and _is_elsewhere(error.filename)  # not there inside bubblewrap
    return NO_ACCESS if refused or absent else ""


def _is_elsewhere(path: Any) -> bool:
    return isinstance(path, str) and os.path.isabs(path) and not path.startswith(os.environ.get("TMPDIR", "/"))  # noqa: PTH117


def _audit(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in _EVENTS:
        raise NotAvailableError(_EVENTS[event])


def _refuse(sentence: str) -> Any:
    def refuse(*_arguments: Any, **_options: Any) -> NoReturn:
        raise NotAvailableError(sentence)

    return refuse
