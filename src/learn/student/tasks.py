"""What is written about a task: its stub and docstring, its solution, its lesson."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learn.errors import ContentError

if TYPE_CHECKING:
    from pathlib import Path

    from learn.course import Exercise, Task


@dataclass(frozen=True)
class Described:
    """A task as a learner meets it.

    Attributes:
        signature: Its ``def`` or ``class`` line, over as many lines as it takes.
        docstring: The whole task, without its indentation.
        solution: The source of the reference solution.
    """

    signature: str
    docstring: str
    solution: str


def describe(task: Task) -> Described:
    """Return a task's signature, docstring and solution.

    Raises:
        ContentError: the solution has no such function or class.
    """
    path = task.exercise.solution_path
    source = path.read_text(encoding="utf-8")
    node = _defined(ast.parse(source), task.name)
    if node is None:
        raise ContentError(f"{path} has no '{task.name}'.")
    lines = source.splitlines()
    signature = "\n".join(lines[_first_line(node) - 1 : node.body[0].lineno - 1])
    return Described(signature, ast.get_docstring(node) or "", _source(node, lines))


def source_of(path: Path, name: str) -> str:
    """Return the source of a function or class in a learner's file; an empty string where there is none to be found."""
    try:
        source = path.read_text(encoding="utf-8")
        node = _defined(ast.parse(source), name)
    except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
        return ""
    return _source(node, source.splitlines()) if node else ""


def _defined(tree: ast.Module, name: str) -> ast.FunctionDef | ast.ClassDef | None:
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name]
    return found[-1] if found else None


def _first_line(node: ast.FunctionDef | ast.ClassDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _source(node: ast.FunctionDef | ast.ClassDef, lines: list[str]) -> str:
    """Return a definition without its docstring, which is the task's, and without the marker comments."""
    own = ast.get_docstring(node) is not None
    hidden = range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1) if own else range(0)
    numbers = range(_first_line(node), (node.end_lineno or 0) + 1)
    return "\n".join(lines[n - 1] for n in numbers if n not in hidden and not _MARKER.fullmatch(lines[n - 1]))


_MARKER = re.compile(r"\s*# (begin|end) solution")


def lesson_section(exercise: Exercise) -> str:
    """Return an exercise's section of its chapter's lesson, in Markdown; an empty string where there is none."""
    text = (exercise.chapter.toml_path.parent / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(exercise.title)}\n.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[0].strip() if found else ""
