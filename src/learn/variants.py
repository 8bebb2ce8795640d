"""Known wrong and unusual right versions of a task, and the code that a worker is told to load.

A file of mistakes or alternatives is read here as data, without running it; only the process that plays a variant runs it.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from learn.course import PACKAGE_DIR
from learn.errors import CourseError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from learn.course import Exercise
    from learn.submission import Submission

T = TypeVar("T")
_OPTIONS = ("raises", "same_as")


def mistake(task: str, sentence: str, *, raises: bool = False, same_as: str = "") -> Callable[[T], T]:
    """Mark a function or class as a plausible wrong version of ``task``.

    Args:
        task: The task that it stands in for.
        sentence: What the learner is told: what they did, and what to do instead.
        raises: The mistake shows by an exception, even on the docstring's example.
        same_as: Another mistake of the task that cannot be told apart from this one by behaviour.
    """
    return _unchanged(task, sentence, raises, same_as)


def alternative(task: str, note: str) -> Callable[[T], T]:
    """Mark a function or class as an unusual but right version of ``task``; ``note`` says what is unusual."""
    return _unchanged(task, note)


def _unchanged(*_described: object) -> Callable[[T], T]:
    """Return a decorator that leaves the function as it is: :func:`read_variants` reads the decorator from the source."""
    return lambda function: function


@dataclass(frozen=True)
class Variant:
    """One decorated function or class.

    Attributes:
        kind: ``"mistake"`` or ``"alternative"``.
        name: Its own name in its file.
        task: The task that it replaces.
        sentence: What it does wrong, or what is unusual about it.
    """

    kind: str
    name: str
    task: str
    sentence: str
    raises: bool
    same_as: str
    path: Path
    line: int

    @property
    def place(self) -> str:
        """``file:line`` of its definition."""
        return f"{self.path}:{self.line}"


def read_variants(exercise: Exercise, kind: str) -> list[Variant]:
    """Return what ``mistakes/<exercise>.py`` or ``alternatives/<exercise>.py`` holds, in its order.

    Raises:
        CourseError: the file cannot be parsed, or a decorator is not made of plain literals.
    """
    path = exercise.grader_path(kind)
    if not path.is_file():
        return []
    try:
        tree = ast.parse(path.read_bytes(), str(path))
    except (SyntaxError, ValueError) as error:
        raise CourseError(f"{path} cannot be parsed: {error}") from error
    word = kind.removesuffix("s")
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            calls = [d for d in node.decorator_list if isinstance(d, ast.Call) and getattr(d.func, "id", "") == word]
            found += [_variant(word, node, call, path) for call in calls]
    return found


def _variant(kind: str, node: ast.FunctionDef | ast.ClassDef, decorator: ast.Call, path: Path) -> Variant:
    try:
        task, sentence = (ast.literal_eval(argument) for argument in decorator.args)
        options = {keyword.arg: ast.literal_eval(keyword.value) for keyword in decorator.keywords}
        plain = isinstance(task, str) and isinstance(sentence, str)
    except ValueError:
        plain = False
    if not plain:
        raise CourseError(f"{path}:{node.lineno}: @{kind} takes a task and a sentence, both as plain text.")
    unknown = [str(name) for name in options if name not in _OPTIONS]
    if unknown:
        message = f"{path}:{node.lineno}: @{kind} has no option '{unknown[0]}'.{did_you_mean(unknown[0], _OPTIONS)}"
        raise CourseError(message)
    raises, same_as = bool(options.get("raises", False)), str(options.get("same_as", ""))
    return Variant(kind, node.name, task, sentence, raises, same_as, path, node.lineno)


@cache
def probe_names(exercise: Exercise) -> frozenset[str]:
    """Return the names of the probes that an exercise has, the ones of every exercise included."""
    paths = (PACKAGE_DIR / "worker" / "probes.py", exercise.grader_path("probes"))
    texts = [path.read_text(encoding="utf-8") for path in paths if path.is_file()]
    return frozenset(name for text in texts for name in re.findall(r"^def (\w+)\(", text, re.MULTILINE))


# ------------------------------------------------------------------ what a worker loads


def load_submission(exercise: Exercise, submission: Submission) -> dict[str, Any] | None:
    """Return the request that loads a submission's exercise, or ``None`` where its file was not handed in.

    Exercises that it uses come from the submission too, and from the stubs where they were not handed in.
    """
    if exercise.name not in submission.files:
        return None
    files = []
    for one in (*exercise.used(), exercise):
        source = submission.files.get(one.name)
        if source is None:
            source = one.stub_path.read_bytes()
        files.append({"name": one.name, "path": submission.path_of(one), "source": source})
    return _request(exercise, files)


def load_trusted(exercise: Exercise, variant: Variant | None = None) -> dict[str, Any]:
    """Return the request that loads the reference solution, with a variant in a task's place."""
    files = [_file(one.name, one.solution_path) for one in (*exercise.used(), exercise)]
    replace = None
    if variant is not None:
        replace = _file(variant.name, variant.path) | {"task": variant.task}
    return _request(exercise, files, replace)


def _request(exercise: Exercise, files: list[dict[str, Any]], replace: dict[str, Any] | None = None) -> dict[str, Any]:
    path = exercise.grader_path("probes")
    probes = _file("probes", path) if path.is_file() else None
    return {"op": "load", "exercise": exercise.name, "files": files, "probes": probes, "replace": replace}


def _file(name: str, path: Path) -> dict[str, Any]:
    try:
        return {"name": name, "path": str(path), "source": path.read_bytes()}
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}.") from error
