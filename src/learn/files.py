"""Write result files: found out before grading, replaced in one step afterwards."""

from __future__ import annotations

import os
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
    if path.is_dir():
        raise UsageError(f"{path} cannot be written: it is a folder.")
    try:
        with tempfile.NamedTemporaryFile(dir=path.absolute().parent):
            pass
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}.") from error


def write_text(path: Path, text: str) -> None:
    """Write a file in one step: an old one is replaced whole, or stays as it was.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        descriptor, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}.") from error
