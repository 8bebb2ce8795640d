"""Turn what somebody handed in into bytes.  Nothing here parses or runs it."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from learn.errors import SubmissionError

if TYPE_CHECKING:
    from learn.course import Course, Exercise

MAX_FILE_BYTES = 1 << 20
"""No hand-written exercise comes near 1 MiB of source."""


@dataclass(frozen=True)
class Submission:
    """The files of one submission.

    Attributes:
        label: What to call it in a report.
        files: Bytes by exercise name.
        paths: Where each of them was read, as shown to people.
    """

    label: str
    files: dict[str, bytes]
    paths: dict[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """A hash of names and contents, independent of where they were found."""
        digest = hashlib.sha256()
        for name in sorted(self.files):
            digest.update(f"{name}:{len(self.files[name])}:".encode())
            digest.update(self.files[name])
        return digest.hexdigest()

    def path_of(self, exercise: Exercise) -> str:
        """Return where the exercise's file is, as shown to people."""
        return self.paths.get(exercise.name, exercise.relative_path.as_posix())


def read_submission(path: Path, course: Course) -> Submission:
    """Read a folder laid out like ``exercises/``, one chapter's folder, or one exercise's file.

    Raises:
        SubmissionError: it is missing, empty, unreadable, too large, or no regular file or folder.
    """
    info = _stat(path)
    if stat.S_ISDIR(info.st_mode):
        found = dict(_files_below(path, course))
        if not found:
            message = f"{path} holds none of this course's exercises: expected <chapter>/<exercise>.py below it."
            raise SubmissionError(message)
    elif stat.S_ISREG(info.st_mode):
        found = {_exercise_of(path, course): path}
    else:
        message = f"{path} is neither a folder nor a regular file."
        raise SubmissionError(message)
    files = {name: _read(file) for name, file in found.items()}
    return Submission(str(path), files, {name: _shown(file) for name, file in found.items()})


def _files_below(root: Path, course: Course) -> list[tuple[str, Path]]:
    found = []
    for exercise in course.exercises():
        for candidate in (root / exercise.relative_path, root / exercise.relative_path.name):
            if _exists(candidate):
                found.append((exercise.name, candidate))
                break
    return found


def _exercise_of(path: Path, course: Course) -> str:
    names = [exercise.name for exercise in course.exercises()]
    if path.suffix != ".py" or path.stem not in names:
        message = f"{path} is none of this course's exercises: a file must be called <exercise>.py, as `learn list` shows."
        raise SubmissionError(message)
    return path.stem


def _exists(path: Path) -> bool:
    try:
        os.stat(path)  # noqa: PTH116  Path.exists hides a symlink loop
    except FileNotFoundError:
        return False
    except OSError as error:
        raise SubmissionError(f"{path} cannot be read: {_reason(error)}.") from error
    return True


def _stat(path: Path) -> os.stat_result:
    try:
        return os.stat(path)  # noqa: PTH116  the same call as in _exists
    except FileNotFoundError as error:
        raise SubmissionError(f"{path} does not exist.") from error
    except OSError as error:
        raise SubmissionError(f"{path} cannot be read: {_reason(error)}.") from error


def _read(path: Path) -> bytes:
    """Read one regular file through a descriptor that was checked after opening."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        raise SubmissionError(f"{path} cannot be read: {_reason(error)}.") from error
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise SubmissionError(f"{path} is no regular file.")
        content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise SubmissionError(f"{path} is larger than {MAX_FILE_BYTES >> 20} MiB: an exercise is a small source file.")
    return content


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _shown(path: Path) -> str:
    """Return a path as short as it can be: relative to the current folder where it lies below it."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow links of the submission
    here = Path.cwd()
    return absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else absolute.as_posix()
