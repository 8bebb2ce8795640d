"""Turn what somebody handed in into bytes.  Nothing here parses or runs it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from learn.errors import SubmissionError
from learn.reading.caps import MAX_ARCHIVE_BYTES, MAX_FILE_BYTES, MAX_NOTEBOOK_BYTES, MAX_SOURCES_BYTES, MAX_UNPACKED_BYTES
from learn.reading.folders import Folder, opened, shown
from learn.report.inert import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from learn.course import Course, Exercise

_LIMITS = {".py": MAX_FILE_BYTES, ".ipynb": MAX_NOTEBOOK_BYTES}
"""What an exercise's file may end in, the preferred first, and how large it may be."""


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


class _Tree(Protocol):
    """A folder or an archive."""

    prefixes: Sequence[tuple[str, ...]]

    def shown(self, parts: Sequence[str]) -> str: ...

    def read(self, parts: Sequence[str], limit: int) -> bytes | None: ...


def read_submission(path: Path, course: Course) -> Submission:
    """Read a folder, an archive (.zip, .tar, .tar.gz) or one exercise's file.

    In a folder or an archive, an exercise is looked for as ``<chapter>/<exercise>.py`` and ``<exercise>.py``, both also below
    ``exercises``, and in an archive also below one folder that everything in it lies in.  A notebook, ``<exercise>.ipynb``,
    stands in where there is no such ``.py`` file: beside one, it is where people try things out.  Nothing else is read, above
    all no ``solutions``.

    The path itself may lead through links; below it none is followed.

    Raises:
        SubmissionError: it is missing, empty, unreadable or too large, or an exercise is there twice, a link or no regular
            file.  What it says is inert, whatever the submission's author called things.
    """
    try:
        found = _read(path, course)
    except SubmissionError as error:
        raise SubmissionError(_inert(str(error))) from error
    files = {name: content for name, (_, content) in found.items()}
    if sum(map(len, files.values())) > MAX_SOURCES_BYTES:
        message = f"{path} holds more than {MAX_SOURCES_BYTES >> 20} MiB of source: an exercise is a small source file."
        raise SubmissionError(_inert(message))
    return Submission(_inert(str(path)), files, {name: _inert(place) for name, (place, _) in found.items()})


def _read(path: Path, course: Course) -> dict[str, tuple[str, bytes]]:
    """Return place and source by exercise name."""
    names = {exercise.name for exercise in course.exercises()}
    named = opened(path, _LIMITS.get(path.suffix, MAX_ARCHIVE_BYTES))
    if isinstance(named, Folder):
        with named:
            found = _exercises_in(named, course)
    elif path.suffix not in _LIMITS:
        from learn.reading.archives import Archive

        found = _exercises_in(Archive(named, shown(path)), course)
    elif path.stem in names:
        found = {path.stem: (shown(path), _source(named, path.suffix, str(path)))}
    else:
        kinds = " or ".join(f"<exercise>{suffix}" for suffix in _LIMITS)
        message = f"{path} is none of this course's exercises: a file must be called {kinds}, as `learn list` shows."
        raise SubmissionError(message)
    if not found:
        message = f"{path} holds none of this course's exercises: expected <chapter>/<exercise>.py below it."
        raise SubmissionError(message)
    return found


def _exercises_in(tree: _Tree, course: Course) -> dict[str, tuple[str, bytes]]:
    found = {}
    left = MAX_UNPACKED_BYTES
    for exercise in course.exercises():
        for suffix, limit in _LIMITS.items():
            here = {place: tree.read(place, limit) for place in _places(exercise, suffix, tree.prefixes)}
            contents = {tree.shown(place): content for place, content in here.items() if content is not None}
            left -= sum(map(len, contents.values()))
            if left < 0:
                message = f"{tree.shown(())} holds more than {MAX_UNPACKED_BYTES >> 20} MiB of notebooks: clear their outputs."
                raise SubmissionError(message)
            if len(contents) > 1:
                first, second, *_ = contents
                raise SubmissionError(f"{first} and {second} are the same exercise: hand in one of them.")
            if contents:
                ((place, content),) = contents.items()
                found[exercise.name] = place, _source(content, suffix, place)
                break
    return found


def _places(exercise: Exercise, suffix: str, prefixes: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], None]:
    """Return where an exercise may lie, each place once."""
    file = exercise.name + suffix
    tails = (exercise.chapter.name, file), (file,)
    return dict.fromkeys(prefix + tail for prefix in prefixes for tail in tails)


def _source(content: bytes, suffix: str, name: str) -> bytes:
    if len(content) > _LIMITS[suffix]:
        size = f"{name} is larger than {_LIMITS[suffix] >> 20} MiB"
        notebook = suffix == ".ipynb"
        raise SubmissionError(f"{size}: {'clear its outputs' if notebook else 'an exercise is a small source file'}.")
    if suffix == ".py":
        return content
    from learn.reading.notebooks import source_of

    return source_of(content, name)


def _inert(text: str) -> str:
    """Return a name or a sentence as one line that steers no terminal."""
    return clean(text).replace("\n", " ").replace("\t", " ")
