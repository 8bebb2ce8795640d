"""Read a course's ``chapter.toml`` files into frozen values, and resolve a TARGET.

A course is four folders side by side (``exercises``, ``solutions``, ``graders``, ``scaffolds`` is not one of them)::

    exercises/<chapter>/{chapter.toml, README.md, <exercise>.py}
    solutions/<chapter>/<exercise>.py
    graders/<chapter>/{checks,probes,mistakes,alternatives,hidden}/<exercise>.py

Nothing here imports torch: ``learn list`` must feel instant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from learn.errors import CourseError, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE_DIR = Path(__file__).resolve().parent
KINDS = ("checks", "probes", "mistakes", "alternatives", "hidden")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one check may use.  Every default of every limit stands here."""

    cpu_s: float = 5.0
    """CPU time of the learner's process, in seconds, for one check."""
    wall_s: float = 15.0
    """Wall-clock time, in seconds, for one check."""
    memory_mib: int = 1024
    """Address space above what the bare worker uses, in MiB."""
    output_kib: int = 4096
    """What may be printed in one check before it is stopped, in KiB."""
    file_mib: int = 64
    """The size of any one file that is written, in MiB."""
    scratch_mib: int = 128
    """What all files in the worker's own folder may take together, in MiB."""
    scratch_entries: int = 1000
    """Files and folders in the worker's own folder."""
    open_files: int = 128
    """Files that are open at the same time."""
    threads: int = 32
    """Threads of the learner's process, with its first one.  New processes cannot be started at all."""


class TaskSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One ``[[exercise.task]]`` block."""

    name: str
    points: int
    hints: tuple[str, str, str]
    core: bool = False


class ExerciseSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One ``[[exercise]]`` block."""

    name: str
    title: str
    task: tuple[TaskSpec, ...]
    uses: tuple[str, ...] = ()
    trains: bool = False
    limits: Limits = Limits()


class ChapterSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole ``chapter.toml``."""

    title: str
    summary: str
    exercise: tuple[ExerciseSpec, ...] = ()
    preload: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Task:
    """A stub function or class that a learner fills in."""

    name: str
    exercise: Exercise
    points: int
    core: bool
    hints: tuple[str, str, str]

    @property
    def id(self) -> str:
        """``exercise:task``, unique in a course."""
        return f"{self.exercise.name}:{self.name}"


@dataclass(frozen=True, eq=False)
class Exercise:
    """One file of tasks."""

    name: str
    title: str
    chapter: Chapter
    uses: tuple[str, ...]
    trains: bool
    limits: Limits

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks in the order of ``chapter.toml``."""
        spec = self.chapter.spec_of(self.name)
        return tuple(Task(t.name, self, t.points, t.core, t.hints) for t in spec.task)

    @property
    def id(self) -> str:
        """``chapter/exercise``."""
        return f"{self.chapter.name}/{self.name}"

    @property
    def points(self) -> int:
        """The points of all tasks together."""
        return sum(task.points for task in self.tasks)

    @property
    def relative_path(self) -> Path:
        """``<chapter>/<exercise>.py``, below ``exercises`` and below ``solutions``."""
        return Path(self.chapter.name) / f"{self.name}.py"

    @property
    def stub_path(self) -> Path:
        """The stub that ships with the course."""
        return self.chapter.course.root / "exercises" / self.relative_path

    @property
    def solution_path(self) -> Path:
        """The reference solution."""
        return self.chapter.course.root / "solutions" / self.relative_path

    def grader_path(self, kind: str) -> Path:
        """Return the file of one of :data:`KINDS` for this exercise."""
        return self.chapter.course.root / "graders" / self.chapter.name / kind / f"{self.name}.py"

    def task(self, name: str) -> Task:
        """Return the task called ``name`` or raise :class:`CourseError`."""
        for task in self.tasks:
            if task.name == name:
                return task
        known = [task.name for task in self.tasks]
        message = f"{self.chapter.toml_path}: exercise '{self.name}' has no task '{name}'.{did_you_mean(name, known)}"
        raise CourseError(message)

    def used(self, above: tuple[str, ...] = ()) -> tuple[Exercise, ...]:
        """Return the exercises that this one imports, in import order, each once.

        Raises:
            CourseError: there is no such exercise, or exercises use each other.
        """
        path = (*above, self.name)
        if self.name in above:
            message = f"{self.chapter.toml_path}: exercises use each other in a circle: {' -> '.join(path)}."
            raise CourseError(message)
        found: dict[str, Exercise] = {}
        for name in self.uses:
            other = self.chapter.course.exercise(name)
            for one in (*other.used(path), other):
                found.setdefault(one.name, one)
        return tuple(found.values())


@dataclass(frozen=True, eq=False)
class Chapter:
    """One folder of exercises."""

    name: str
    course: Course
    spec: ChapterSpec

    @property
    def title(self) -> str:
        """The chapter's title."""
        return self.spec.title

    @property
    def toml_path(self) -> Path:
        """Where the chapter is described."""
        return self.course.root / "exercises" / self.name / "chapter.toml"

    def spec_of(self, name: str) -> ExerciseSpec:
        """Return the block of ``chapter.toml`` that describes an exercise."""
        return next(spec for spec in self.spec.exercise if spec.name == name)

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises in the order of ``chapter.toml``."""
        return tuple(Exercise(s.name, s.title, self, s.uses, s.trains, s.limits) for s in self.spec.exercise)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks of all exercises, in order."""
        return tuple(task for exercise in self.exercises for task in exercise.tasks)

    @property
    def points(self) -> int:
        """The points of all exercises together."""
        return sum(exercise.points for exercise in self.exercises)


@dataclass(frozen=True)
class Course:
    """The chapters below one root folder."""

    root: Path

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """Every chapter, by name."""
        found = sorted((self.root / "exercises").glob("*/chapter.toml"))
        if not found:
            message = f"{self.root} holds no course: there is no exercises/<chapter>/chapter.toml below it."
            raise CourseError(message)
        chapters = tuple(Chapter(path.parent.name, self, _read_toml(path)) for path in found)
        _require_unique(chapters)
        return chapters

    def exercises(self) -> Iterator[Exercise]:
        """Yield every exercise of every chapter."""
        for chapter in self.chapters:
            yield from chapter.exercises

    def exercise(self, name: str) -> Exercise:
        """Return the exercise called ``name`` or raise :class:`CourseError`."""
        for exercise in self.exercises():
            if exercise.name == name:
                return exercise
        message = f"There is no exercise '{name}'.{did_you_mean(name, (e.name for e in self.exercises()))}"
        raise CourseError(message)

    def resolve(self, targets: tuple[str, ...] | list[str]) -> tuple[Task, ...]:
        """Turn TARGETs into tasks, in course order; no TARGET means every task.

        A TARGET is a chapter (``chapter3_computer_vision``, ``chapter3``, ``3``), an exercise (``chapter3/convolution``,
        ``convolution``) or a task (``convolution:conv2d``, or ``conv2d`` where that is unique).

        Raises:
            UsageError: a TARGET names nothing, or more than one task.
        """
        everything = [task for chapter in self.chapters for task in chapter.tasks]
        if not targets:
            return tuple(everything)
        chosen = {task.id for target in targets for task in self._resolve_one(target, everything)}
        return tuple(task for task in everything if task.id in chosen)

    def _resolve_one(self, target: str, everything: list[Task]) -> list[Task]:
        word = target.strip().strip("/").removesuffix(".py")
        prefix, _, rest = word.partition("/")
        if rest:
            chapters = [c for c in self.chapters if _names_chapter(prefix, c)]
            found = [t for t in everything if t.exercise.chapter in chapters and _matches(rest, t)]
        else:
            found = [t for t in everything if _names_chapter(word, t.exercise.chapter)]
            found = found or [t for t in everything if _matches(word, t)]
        if not found:
            known = [name for t in everything for name in _spellings(t)]
            message = f"There is no chapter, exercise or task '{target}'.{did_you_mean(word, known)} `learn list` shows all."
            raise UsageError(message)
        exercises = {t.exercise.name for t in found}
        if len(exercises) > 1 and all(t.name == word for t in found):
            choices = " or ".join(f"'{t.id}'" for t in found)
            message = f"'{target}' is a task of several exercises: say {choices}."
            raise UsageError(message)
        return found


def _names_chapter(word: str, chapter: Chapter) -> bool:
    short = chapter.name.partition("_")[0]
    return word in {chapter.name, short, short.removeprefix("chapter")}


def _matches(word: str, task: Task) -> bool:
    return word in {task.exercise.name, task.id, task.name}


def _spellings(task: Task) -> tuple[str, ...]:
    chapter = task.exercise.chapter.name
    return chapter, chapter.partition("_")[0], task.exercise.name, task.exercise.id, task.id, task.name


def _read_toml(path: Path) -> ChapterSpec:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=ChapterSpec)
    except msgspec.ValidationError as error:
        raise CourseError(f"{path}: {_explain(str(error))}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        raise CourseError(f"{path} cannot be read: {error}") from error


def _explain(message: str) -> str:
    """Add the closest legal key to msgspec's own sentence about an unknown one."""
    unknown = re.search(r"unknown field `([^`]*)`", message)
    if unknown:
        structs = (ChapterSpec, ExerciseSpec, TaskSpec, Limits)
        known = [field for struct in structs for field in struct.__struct_fields__]
        where = re.search(r"at `([^`]*)`", message)
        place = f" at {where[1]}" if where else ""
        return f"unknown key '{unknown[1]}'{place}.{did_you_mean(unknown[1], known)}"
    return message


def _require_unique(chapters: tuple[Chapter, ...]) -> None:
    seen: dict[str, str] = {}
    for chapter in chapters:
        for spec in chapter.spec.exercise:
            for name in (spec.name, *(task.name for task in spec.task)):
                if not _NAME.fullmatch(name.lower()):
                    message = f"{chapter.toml_path}: '{name}' is no legal name: use letters, digits and underscores."
                    raise CourseError(message)
            if spec.name in seen:
                message = f"{chapter.toml_path}: exercise '{spec.name}' exists already in {seen[spec.name]}."
                raise CourseError(message)
            seen[spec.name] = chapter.name


def find_course(explicit: Path | None = None) -> Course:
    """Find the course: ``--course DIR``, else the checkout around the current folder or the package, else the wheel's.

    Raises:
        CourseError: the folder holds no course.
    """
    if explicit is not None:
        course = Course(explicit.resolve())
        course.chapters  # noqa: B018  a wrong --course is reported now, not later
        return course
    here = Path.cwd()
    checkout = PACKAGE_DIR.parent.parent
    for root in (here, *here.parents, checkout, PACKAGE_DIR / "_content"):
        if (root / "graders").is_dir() and any((root / "exercises").glob("*/chapter.toml")):
            return Course(root)
    message = "No course was found: run from a checkout, install the wheel, or say --course DIR."
    raise CourseError(message)
