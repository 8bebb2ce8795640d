"""Make working skeletons from ``scaffolds/``: to be changed bit by bit, with ``learn dev check`` green all the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learn.course import Course
from learn.dev.layout import is_module
from learn.dev.stubs import stub_of
from learn.errors import UsageError
from learn.scaffolds import environment

if TYPE_CHECKING:
    from pathlib import Path

_LEGAL = re.compile(r"[a-z][a-z0-9_]*")
_FILES = {
    "solution": "solutions/{chapter}/{exercise}.py",
    "checks": "graders/{chapter}/checks/{exercise}.py",
    "mistakes": "graders/{chapter}/mistakes/{exercise}.py",
    "alternatives": "graders/{chapter}/alternatives/{exercise}.py",
}


def make_course(folder: Path) -> list[Path]:
    """Make a course with one chapter and one exercise; return what was written.

    Raises:
        UsageError: the folder is not empty, or cannot be made.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} exists already: a new course wants an empty folder.")
    return make_chapter(folder, "chapter1_first")


def make_chapter(root: Path, name: str) -> list[Path]:
    """Make a chapter with one exercise below a course's root.

    Raises:
        UsageError: the name is no legal one or is taken.
    """
    _require_legal(name)
    folder = root / "exercises" / name
    if folder.exists():
        raise UsageError(f"{folder} exists already.")
    exercise = f"{name.partition('_')[2] or name}_start"
    if any((root / "exercises").glob("*/chapter.toml")):
        _require_free(Course(root), name, exercise)
    title = _title(name.partition("_")[2] or name)
    written = [
        _write(folder / "chapter.toml", "chapter/chapter.toml.j2", title=title),
        _write(folder / "README.md", "chapter/README.md.j2", title=title),
    ]
    return written + make_exercise(Course(root), name, exercise)


def make_exercise(course: Course, chapter: str, name: str) -> list[Path]:
    """Make an exercise and add its block to the chapter's ``chapter.toml``.

    Raises:
        UsageError: there is no such chapter, or the name is no legal one or is taken.
    """
    _require_legal(name)
    found = [one for one in course.chapters if chapter in {one.name, one.name.partition("_")[0]}]
    if not found:
        raise UsageError(f"There is no chapter '{chapter}': `learn list` shows them.")
    _require_free(course, found[0].name, name)
    words = {"chapter": found[0].name, "exercise": name, "title": _title(name)}
    written = [
        _write(course.root / place.format(**words), f"exercise/{kind}.py.j2", **words) for kind, place in _FILES.items()
    ]
    with found[0].toml_path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(environment().get_template("exercise/block.toml.j2").render(**words))
    exercise = Course(course.root).exercise(name)
    exercise.stub_path.write_text(stub_of(exercise), encoding="utf-8")
    return [found[0].toml_path, *written, exercise.stub_path]


def _require_legal(name: str) -> None:
    if not _LEGAL.fullmatch(name):
        raise UsageError(f"'{name}' is no legal name: use small letters, digits and underscores.")


def _require_free(course: Course, chapter: str, name: str) -> None:
    """Make sure that nothing stands where a new exercise would go."""
    if name in {exercise.name for exercise in course.exercises()}:
        raise UsageError(f"There is an exercise '{name}' already: names are unique in a course.")
    if is_module(name):
        raise UsageError(f"'{name}' is the name of an installed module or a word of Python: choose another.")
    for place in ("exercises/{chapter}/{exercise}.py", *_FILES.values()):
        path = course.root / place.format(chapter=chapter, exercise=name)
        if path.exists():
            raise UsageError(f"{path} exists already.")


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _write(path: Path, template: str, **words: str) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(environment().get_template(template).render(**words), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}.") from error
    return path
