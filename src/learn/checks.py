"""``@check``: what turns a pytest function into a graded check."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from learn.course import Exercise, Task

F = TypeVar("F", bound="Callable[..., None]")
_MARK = "_learn_check"
FIXTURES = ("submission", "reference", "rng")
ACCELERATOR = "accelerator"
"""The argument of a check that runs on an accelerator: pytest gives it the name of each one, ``"sim"`` or ``"cuda"``."""


@dataclass(frozen=True)
class CheckSpec:
    """What the decorator was told."""

    task: str
    title: str
    points: int
    needs: tuple[str, ...]
    reported: bool
    fresh: bool


def check(
    task: str,
    *,
    title: str,
    points: int = 1,
    needs: str | tuple[str, ...] = (),
    reported: bool = False,
    fresh: bool = False,
) -> Callable[[F], F]:
    """Mark a pytest function as a check of ``task``.

    Args:
        task: The task's name in ``chapter.toml``.
        title: What holds when the check passes, to go after the task's name: "normalises each row".
        points: What it gives.
        needs: Checks (function names) or tasks that must pass before this one makes sense.
        reported: The verdict rests on the word of the process that also ran the submission.
        fresh: The check gets a worker process of its own.
    """
    wanted = (needs,) if isinstance(needs, str) else tuple(needs)
    spec = CheckSpec(task, title, points, wanted, reported, fresh)

    def mark(function: F) -> F:
        setattr(function, _MARK, spec)
        return function

    return mark


def spec_of(function: Any) -> CheckSpec | None:
    """Return what :func:`check` was told about a function, or ``None``."""
    found = getattr(function, _MARK, None)
    return found if isinstance(found, CheckSpec) else None


@dataclass(frozen=True, eq=False)
class Check:
    """One collected check.

    Attributes:
        name: The function's name, with its parameters in brackets.
        function: The pytest function.
        params: Values of ``pytest.mark.parametrize``.
        path, line: Where the author wrote it.
    """

    name: str
    spec: CheckSpec
    task: Task
    function: Callable[..., None]
    path: Path
    line: int
    visibility: Literal["visible", "hidden"] = "visible"
    arguments: tuple[str, ...] = ()
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def exercise(self) -> Exercise:
        """The exercise that it belongs to."""
        return self.task.exercise

    @property
    def device(self) -> str:
        """The kind of device that it runs on."""
        return str(self.params.get(ACCELERATOR, "cpu"))

    @property
    def place(self) -> str:
        """``file:line`` of its definition."""
        return f"{self.path}:{self.line}"

    @property
    def id(self) -> str:
        """``exercise:task/name``, unique in a course."""
        return f"{self.task.id}/{self.name}"


def unmet_need(check: Check, done: dict[Check, bool]) -> str:
    """Return what a check needs and has not got: a task's name or another check's title; an empty string where nothing is.

    Args:
        check: The check that is about to be run.
        done: The checks that were run before it, and whether each leaves the way free.
    """
    related = (check.exercise, *check.exercise.used())
    for need in check.spec.needs:
        for other, free in done.items():
            named = need in {other.task.name, other.name.partition("[")[0]} and other.device in {"cpu", check.device}
            if named and not free and other is not check and other.exercise in related:
                return other.task.name if need == other.task.name else other.spec.title
    return ""
