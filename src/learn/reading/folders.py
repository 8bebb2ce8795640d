"""Read what a person names: a folder, below which no link is followed, or a regular file."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Self

from learn.errors import SubmissionError

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
# Opening a pipe or a terminal must neither wait nor take it over.
_FILE = os.O_RDONLY | _NOFOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
_NAME_SURROGATE = 0x2000_0000  # Windows: the reparse tags that stand for another name, such as links and junctions


class Folder:
    """A folder, whose files are opened from it step by step, so that a link below it leads nowhere.

    A hard link is a regular file like any other: uv, conda and tools that remove duplicates make them all the time. To
    make one, somebody needs the right to write the file that it is a name of, or unpacks an archive made by somebody
    else; archives are never unpacked here.
    """

    prefixes: Sequence[tuple[str, ...]] = ((), ("exercises",))

    def __init__(self, path: Path, descriptor: int | None) -> None:
        self._path = path
        self._descriptor = descriptor

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)

    def shown(self, parts: Sequence[str]) -> str:
        """Return the path of what lies below this folder, as shown to people."""
        return shown(self._path.joinpath(*parts))

    def read(self, parts: Sequence[str], limit: int) -> bytes | None:
        """Return a file's first ``limit + 1`` bytes, or ``None`` where there is nothing of its name.

        Raises:
            SubmissionError: it is a link or lies behind one, is no regular file, or cannot be read.
        """
        try:
            open_file = self._open_by_path if self._descriptor is None else self._open
            return _content(open_file(parts), self.shown(parts), limit)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise SubmissionError(f"{self.shown(parts)} cannot be read: {_reason(error)}.") from error

    def _open(self, parts: Sequence[str]) -> int:
        here = self._descriptor
        with contextlib.ExitStack() as stack:
            for depth, part in enumerate(parts, 1):
                flags = _FILE if depth == len(parts) else _FOLDER | _NOFOLLOW
                try:
                    descriptor = os.open(part, flags, dir_fd=here)
                except FileNotFoundError:
                    raise
                except OSError:
                    self._require_no_link(os.stat(part, dir_fd=here, follow_symlinks=False), parts[:depth])
                    raise
                if depth < len(parts):
                    stack.callback(os.close, descriptor)
                here = descriptor
        assert here is not None
        return here

    def _open_by_path(self, parts: Sequence[str]) -> int:
        """Open a file where there are no descriptors of folders; whoever swaps a folder for a link meanwhile is not stopped.

        Such a platform has no sandbox either, and its results are for practice only.
        """
        path = self._path
        for depth, part in enumerate(parts, 1):
            path /= part
            self._require_no_link(os.lstat(path), parts[:depth])
        return os.open(path, _FILE)

    def _require_no_link(self, info: os.stat_result, parts: Sequence[str]) -> None:
        if _is_link(info):
            raise SubmissionError(f"{self.shown(parts)} is a symbolic link: hand in what it points to.")


def opened(path: Path, limit: int) -> Folder | bytes:
    """Open a folder, which may be reached through links, or return a regular file's first ``limit + 1`` bytes.

    Raises:
        SubmissionError: it is missing, neither of the two, a link to a file, or cannot be read.
    """
    try:
        return _opened(path, limit)
    except FileNotFoundError as error:
        raise SubmissionError(f"{path} does not exist.") from error
    except OSError as error:
        raise SubmissionError(f"{path} cannot be read: {_reason(error)}.") from error


def _opened(path: Path, limit: int) -> Folder | bytes:
    if os.open not in os.supports_dir_fd:
        if stat.S_ISDIR(os.stat(path).st_mode):  # noqa: PTH116  Path.is_dir hides what is wrong
            return Folder(path, None)
        if _is_link(os.lstat(path)):
            raise SubmissionError(f"{path} is a symbolic link: hand in the file itself.")
        return _content(os.open(path, _FILE), str(path), limit, "neither a folder nor a regular file")
    try:
        descriptor = os.open(path, _FILE)
    except OSError as refused:
        try:
            descriptor = os.open(path, _FOLDER)
        except NotADirectoryError:
            if stat.S_ISLNK(os.lstat(path).st_mode):
                raise SubmissionError(f"{path} is a symbolic link: hand in the file itself.") from None
            raise refused from None
    if stat.S_ISDIR(os.fstat(descriptor).st_mode):
        return Folder(path, descriptor)
    return _content(descriptor, str(path), limit, "neither a folder nor a regular file")


def shown(path: Path) -> str:
    """Return a path as short as it can be: relative to the current folder where it lies below it."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow links of the submission
    here = Path.cwd()
    return absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else absolute.as_posix()


def _content(descriptor: int, name: str, limit: int, otherwise: str = "no regular file") -> bytes:
    """Read from a descriptor and close it.  What it is of is asked of itself: a path may change hands after any look."""
    info = os.fstat(descriptor)
    if not stat.S_ISREG(info.st_mode):
        os.close(descriptor)
        raise SubmissionError(f"{name} is {otherwise}.")
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(min(info.st_size, limit) + 1)
    if len(content) != min(info.st_size, limit + 1):
        raise SubmissionError(f"{name} changed while it was read: try again.")
    return content


def _is_link(info: os.stat_result) -> bool:
    return stat.S_ISLNK(info.st_mode) or bool(getattr(info, "st_reparse_tag", 0) & _NAME_SURROGATE)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
