"""Write result files, found out before grading and replaced in one step afterwards; measure and remove hostile folders."""

from __future__ import annotations

import contextlib
import os
import secrets
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


def size_of_tree(root: str, max_entries: int) -> tuple[int, int]:
    """Return how many bytes the files below a folder take, and how many entries there are: ``max_entries`` at most.

    Whoever writes there may still be at work and hostile: nothing is followed, and what cannot be looked into (a path that
    is too long, a folder that may be written but not read) counts as ``max_entries``.
    """
    total, count, folders = 0, 0, [root]
    while folders and count < max_entries:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    count += 1
                    if count >= max_entries:
                        break
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
        except FileNotFoundError:  # removed a moment ago
            continue
        except OSError:
            return total, max_entries
    return total, count


def remove_tree(root: str) -> None:
    """Remove a folder that nobody writes in any more, however deep it is and whatever modes it has; what resists is left.

    Folders are moved up before they are emptied: no path grows long, nothing recurses, and no link is followed.
    """
    folders = [root]
    while folders:
        folder = folders.pop()
        with contextlib.suppress(OSError):
            os.chmod(folder, 0o700)  # noqa: PTH101
            with os.scandir(folder) as entries:
                for entry in list(entries):
                    if entry.is_dir(follow_symlinks=False):
                        os.chmod(entry.path, 0o700)  # noqa: PTH101  only who may write in a folder may move it
                        folders.append(os.path.join(root, secrets.token_hex(16)))  # noqa: PTH118
                        os.rename(entry.path, folders[-1])  # noqa: PTH104
                    else:
                        os.unlink(entry.path)  # noqa: PTH108
            if folder != root:
                os.rmdir(folder)  # noqa: PTH106
    with contextlib.suppress(OSError):
        os.rmdir(root)  # noqa: PTH106
