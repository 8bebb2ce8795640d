"""A learner's own folder: made from the installed course, brought up to date with it, never overwriting what was edited.

::

    exercises/<chapter>/{README.md, figures/, <exercise>.py}   the stubs and lessons, to be edited
    .learn/given.json                                          the hash of every file as it was given
    .learn/progress.jsonl                                      what was graded and hinted (see learn.student.progress)
    .learn/backups/                                            what `learn reset` replaced

In a checkout of this repository the checkout itself is the workspace.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from learn import __version__
from learn.course import PACKAGE_DIR, find_course
from learn.errors import UsageError
from learn.files import write_text
from learn.scaffolds import environment

if TYPE_CHECKING:
    from learn.course import Course, Exercise

STATE = ".learn"
_HOME = {
    "README.md": "workspace/README.md.j2",
    ".gitignore": "workspace/gitignore.j2",
    ".gitattributes": "workspace/gitattributes.j2",
    ".vscode/settings.json": "workspace/settings.json.j2",
    ".vscode/extensions.json": "workspace/extensions.json.j2",
}
"""The files beside ``exercises/``, and the templates that they are made from."""


class Given(msgspec.Struct):
    """What a workspace was given: by which version, and the SHA-256 of each file by its path below the workspace."""

    learn: str
    files: dict[str, str]


@dataclass(frozen=True)
class Workspace:
    """A folder with a learner's exercises, and the course that they are of."""

    root: Path
    course: Course

    @property
    def exercises(self) -> Path:
        """Where the stubs are edited."""
        return self.root / "exercises"

    @property
    def state(self) -> Path:
        """Where progress and backups are kept."""
        return self.root / STATE

    def file_of(self, exercise: Exercise) -> Path:
        """Return the file that a learner edits."""
        return self.exercises / exercise.relative_path

    def lesson_of(self, exercise: Exercise) -> Path:
        """Return the lesson of an exercise's chapter."""
        return self.exercises / exercise.chapter.name / "README.md"


@dataclass(frozen=True)
class Change:
    """What `learn update` did with one file: ``new``, ``updated``, or left alone as ``edited`` or ``deleted``."""

    path: str
    kind: str


def find_workspace(course: Path | None = None) -> Workspace:
    """Find the workspace around the current folder; in a checkout, or with a course of one's own, that is the course itself.

    Args:
        course: ``--course``, where it was said.

    Raises:
        UsageError: there is none.
        CourseError: the folder that was named holds no course.
    """
    here = Path.cwd()
    if course is None:
        for root in (here, *here.parents):
            if (root / STATE / "given.json").is_file():
                return Workspace(root, find_course())
    found = find_course(course)
    if found.root.is_relative_to(PACKAGE_DIR):
        raise UsageError("There is no workspace here: `learn start my-course` makes one, then `cd my-course`.")
    return Workspace(found.root, found)


def start(folder: Path, course: Course, *, workflow: bool = False) -> list[str]:
    """Make a workspace in a folder; return the paths of what was written, below it.

    Args:
        folder: It may exist, and hold other things.
        course: What to learn.
        workflow: Also write a GitHub workflow that grades on every push, as feedback.

    Raises:
        UsageError: it is a workspace already, a file would be overwritten, or it cannot be written.
    """
    if (folder / STATE / "given.json").exists():
        raise UsageError(f"{folder} is a workspace already: `learn update` brings it up to date.")
    files = _content(course, workflow=workflow)
    taken = sorted(name for name in files if (folder / name).exists())
    if taken:
        raise UsageError(f"{folder / taken[0]} exists already, and would be overwritten: choose another folder.")
    for name, content in files.items():
        _write(folder / name, content)
    _keep(folder, {name: _hash(content) for name, content in files.items()})
    return sorted(files)


def update(workspace: Workspace) -> list[Change]:
    """Bring a workspace up to date with the installed course; what was edited or deleted is left alone, and listed.

    Raises:
        UsageError: it is no workspace that `learn start` made, or it cannot be written.
    """
    given = _given(workspace.root)
    workflow = any(name.startswith(".github/") for name in given.files)
    changes, kept = [], dict(given.files)
    for name, content in _content(workspace.course, workflow=workflow).items():
        path, new, old = workspace.root / name, _hash(content), given.files.get(name)
        present = _hash(path.read_bytes()) if path.is_file() else None
        if new in {old, present}:
            kept[name] = new
        elif present is None and old is not None:
            changes.append(Change(name, "deleted"))
        elif present is not None and present != old:
            changes.append(Change(name, "edited"))
        else:
            _write(path, content)
            kept[name] = new
            changes.append(Change(name, "new" if present is None else "updated"))
    _keep(workspace.root, kept)
    return changes


def reset(workspace: Workspace, exercise: Exercise) -> Path | None:
    """Put an exercise's stub back; return where what stood there was kept, or ``None`` where nothing had changed.

    Raises:
        UsageError: a file cannot be written.
    """
    path, stub = workspace.file_of(exercise), stub_source(exercise)
    if path.is_file() and path.read_bytes() == stub:
        return None
    backup = _backup(workspace, exercise) if path.is_file() else None
    _write(path, stub)
    return backup


def _backup(workspace: Workspace, exercise: Exercise) -> Path:
    """Copy an exercise's file to a dated place; return that.

    Raises:
        UsageError: it cannot be written.
    """
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d_%H-%M-%S")
    backup = workspace.state / "backups" / f"{exercise.name}_{stamp}.py"
    number = 1
    while backup.exists():
        number += 1
        backup = backup.with_name(f"{exercise.name}_{stamp}_{number}.py")
    try:
        backup.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(workspace.file_of(exercise), backup)
    except OSError as error:
        raise UsageError(f"{backup} cannot be written: {error}") from error
    return backup


def stub_source(exercise: Exercise) -> bytes:
    """Return an exercise's untouched stub: cut from its solution, so that also a checkout, whose stub was edited, has it.

    Raises:
        ContentError: the solution cannot be cut.
    """
    from learn.dev.stubs import stub_of

    return stub_of(exercise).encode()


def _content(course: Course, *, workflow: bool) -> dict[str, bytes]:
    """Return every file of a new workspace by its path."""
    templates = dict(_HOME)
    if workflow:
        templates[".github/workflows/learn.yml"] = "workspace/learn.yml.j2"
    values = {"version": __version__, "chapters": course.chapters}
    files = {name: environment().get_template(template).render(values).encode() for name, template in templates.items()}
    for chapter in course.chapters:
        folder = course.root / "exercises" / chapter.name
        lesson = [folder / "README.md", *sorted((folder / "figures").glob("*.svg"))]
        files |= {f"exercises/{path.relative_to(folder.parent).as_posix()}": path.read_bytes() for path in lesson}
        for exercise in chapter.exercises:
            files[f"exercises/{exercise.relative_path.as_posix()}"] = stub_source(exercise)
    return files


def _given(root: Path) -> Given:
    path = root / STATE / "given.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Given)
    except FileNotFoundError:
        raise UsageError(f"{root} was not made by `learn start`: in a checkout, `git pull` brings new content.") from None
    except (msgspec.DecodeError, OSError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error


def _keep(root: Path, files: dict[str, str]) -> None:
    encoded = msgspec.json.format(msgspec.json.encode(Given(__version__, dict(sorted(files.items())))), indent=1)
    _write(root / STATE / "given.json", encoded + b"\n")


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path.parent} cannot be made: {error}") from error
    write_text(path, content.decode())


def _hash(content: bytes) -> str:
    """Return a hash that does not depend on how an editor or git ends lines."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()
