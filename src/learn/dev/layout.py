"""Hold an exercise's files, names, points and hints against what every exercise must have."""

from __future__ import annotations

import importlib.util
import keyword
import sys
from typing import TYPE_CHECKING

from learn.course import KINDS
from learn.dev.stubs import drifted
from learn.errors import LearnError

if TYPE_CHECKING:
    from learn.checks import Check
    from learn.course import Course, Exercise
    from learn.variants import Variant


def file_problems(exercise: Exercise) -> list[str]:
    """Return a sentence for each of an exercise's files, names and hints that is not as it must be."""
    needed = (exercise.solution_path, exercise.grader_path("checks"), exercise.grader_path("mistakes"))
    problems = [f"{path} is missing." for path in needed if not path.is_file()]
    if problems:
        return problems
    try:
        if drifted(exercise):
            problems.append(f"{exercise.stub_path} is not what the solution makes: run `learn dev stubs`.")
    except LearnError as error:
        problems.append(str(error))
    toml = exercise.chapter.toml_path
    if is_module(exercise.name):
        problems.append(f"{toml}: exercise '{exercise.name}' has the name of an installed module: choose another.")
    if not (toml.parent / "README.md").is_file():
        problems.append(f"{toml.parent / 'README.md'} is missing: every chapter has a lesson.")
    return problems + [
        f"{toml}: task '{task.name}' needs three different hints, from a question to nearly the answer."
        for task in exercise.tasks
        if not all(hint.strip() for hint in task.hints) or len(set(task.hints)) < len(task.hints)
    ]


def is_module(name: str) -> bool:
    """Tell whether an exercise of this name would stand in the way of something that can be imported, or of the language."""
    spec = importlib.util.find_spec(name)
    found = spec is not None and spec.origin is not None  # a mere folder of that name, without code, gives way to a module
    return keyword.iskeyword(name) or name in sys.stdlib_module_names or found


def described_problems(exercise: Exercise, checks: list[Check], variants: list[Variant]) -> list[str]:
    """Return a sentence for each contradiction between ``chapter.toml``, the checks and the variants."""
    problems = []
    toml = exercise.chapter.toml_path
    names = [task.name for task in exercise.tasks]
    for task in exercise.tasks:
        points = sum(check.spec.points for check in checks if check.task == task)
        if points != task.points:
            problems.append(f"{toml}: task '{task.name}' has {task.points} points, but its checks give {points}.")
    seen: set[tuple[str, str]] = set()
    for variant in variants:
        place = f"{variant.place}"
        if variant.task not in names:
            problems.append(f"{place}: {variant.name} belongs to no task: there is no '{variant.task}'.")
        if (variant.kind, variant.name) in seen:
            problems.append(f"{place}: there are two called {variant.name}.")
        seen.add((variant.kind, variant.name))
        if not variant.sentence.strip():
            problems.append(f"{place}: {variant.name} needs a sentence.")
        if variant.same_as and ("mistake", variant.same_as) not in {(v.kind, v.name) for v in variants}:
            problems.append(f"{place}: same_as names no mistake: '{variant.same_as}'.")
    wrong = {variant.task for variant in variants if variant.kind == "mistake"}
    path = exercise.grader_path("mistakes")
    return problems + [f"{path}: task '{name}' has no mistake." for name in names if name not in wrong]


def stray_files(course: Course) -> list[str]:
    """Return a sentence for each content file that belongs to no exercise of ``chapter.toml``."""
    known = {exercise.relative_path for exercise in course.exercises()}
    chapters = {chapter.name for chapter in course.chapters}
    problems = []
    for folder in ("exercises", "solutions"):
        found = sorted((course.root / folder).glob("*/*.py"))
        strays = [path for path in found if path.relative_to(course.root / folder) not in known]
        problems += [f"{path} belongs to no exercise of its chapter.toml." for path in strays]
    for path in sorted((course.root / "graders").glob("*/*/*.py")):
        relative = path.relative_to(course.root / "graders")
        if relative.parts[1] not in KINDS or relative.parts[0] not in chapters:
            problems.append(f"{path} is in no folder of a grader: those are {', '.join(KINDS)}.")
        elif (relative.parent.parent / relative.name) not in known:
            problems.append(f"{path} belongs to no exercise of its chapter.toml.")
    return problems
