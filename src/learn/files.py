"""Write result files: found out before grading, replaced in one step afterwards."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from learn.errors import UsageError


def require_writable(path: Path | None) -> None:
    """Make sure that a file can be written, without changing it.

    Raises:
        UsageError: it cannot.
    """
    if path is None:
        return
    try:
        mode = stat.S_IFREG
        with contextlib.suppress(FileNotFoundError):
            mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise UsageError(f"{path} cannot be written: it is {'a folder' if stat.S_ISDIR(mode) else 'no regular file'}.")
        with tempfile.NamedTemporaryFile(dir=path.absolute().parent):
            pass
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}.") from error


def write_text(path: Path, text: str) -> None:
    """Write a file in one step: an old one is replaced whole, or stays as it was.

    Raises:
        UsageError: it cannot be written.
    """
    name = ""
    try:
        descriptor, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=".learn.")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}.") from error
