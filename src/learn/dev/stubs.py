"""Make ``exercises/`` from ``solutions/``: cut what stands between two marker comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learn.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learn.course import Exercise

BEGIN = "# begin solution"
END = "# end solution"


def make_stub(solution: str, name: str) -> str:
    """Return the stub of a solution's source.

    An indented block becomes ``raise NotImplementedError``; a block at the left margin disappears.

    Args:
        solution: The source.
        name: What to call it in an error.

    Raises:
        CourseError: the markers do not come in pairs, or there are none.
    """
    kept: list[str] = []
    opened = 0
    found = False
    for number, line in enumerate(solution.splitlines(), start=1):
        word = line.strip()
        if word == BEGIN:
            if opened:
                raise CourseError(f"{name}:{number}: '{BEGIN}' inside another one.")
            opened, found = number, True
            indent = line[: len(line) - len(line.lstrip())]
            if indent:
                kept.append(f"{indent}raise NotImplementedError")
        elif word == END:
            if not opened:
                raise CourseError(f"{name}:{number}: '{END}' without '{BEGIN}'.")
            opened = 0
        elif not opened:
            kept.append(line)
    if opened or not found:
        raise CourseError(f"{name}:{opened or 1}: '{BEGIN}' without '{END}'." if opened else f"{name}: there is no '{BEGIN}'.")
    return "\n".join(kept).rstrip() + "\n"


def stub_of(exercise: Exercise) -> str:
    """Return the stub that belongs to an exercise's solution."""
    path = exercise.solution_path
    try:
        return make_stub(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}.") from error


def drifted(exercise: Exercise) -> bool:
    """Tell whether the stub on disk is not the one that the solution makes."""
    path = exercise.stub_path
    return not path.is_file() or path.read_text(encoding="utf-8") != stub_of(exercise)


def write_stubs(exercises: Iterable[Exercise]) -> list[Exercise]:
    """Write the stubs that differ and return their exercises."""
    changed = [exercise for exercise in exercises if drifted(exercise)]
    for exercise in changed:
        exercise.stub_path.parent.mkdir(parents=True, exist_ok=True)
        exercise.stub_path.write_text(stub_of(exercise), encoding="utf-8")
    return changed
