"""Thresholds that were measured: what ``learn dev calibrate`` keeps beside a grader, and what checks read of it."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

import msgspec

from learn import fashion
from learn.errors import ContentError

if TYPE_CHECKING:
    from pathlib import Path

    from learn.checks import Check
    from learn.course import Exercise

MEASURED: ContextVar[list[float] | None] = ContextVar("MEASURED", default=None)
"""Where values are collected while a threshold is measured; nothing is judged by it then."""


class Calibration(msgspec.Struct):
    """What was measured for one check.

    Attributes:
        threshold: What a submission's value must reach.
        reference: The value that the reference reached on each seed.
        mistakes: The values of each mistake of the task, by its name; one that ended before there was a value is missing.
    """

    threshold: float
    reference: list[float]
    mistakes: dict[str, list[float]]


class Calibrations(msgspec.Struct):
    """One exercise's file: what was measured, by the check's name and the data set that it drew (see :func:`key_of`)."""

    seeds: int
    torch: str
    checks: dict[str, Calibration]


def key_of(name: str, data_set: str) -> str:
    """Return what a check's calibration is kept under: ``"test_fit (FashionMNIST)"``; most checks have but one data set."""
    return f"{name} ({data_set})" if data_set else name


def path_of(exercise: Exercise) -> Path:
    """Return where an exercise's thresholds are kept."""
    return exercise.grader_path("calibration").with_suffix(".json")


def read(exercise: Exercise) -> Calibrations:
    """Return an exercise's thresholds; there may be none.

    Raises:
        ContentError: the file is not what `learn dev calibrate` writes.
    """
    path = path_of(exercise)
    if not path.is_file():
        return Calibrations(0, "", {})
    try:
        return msgspec.json.decode(path.read_bytes(), type=Calibrations)
    except (msgspec.DecodeError, OSError) as error:
        raise ContentError(f"{path} cannot be read: {error}") from error


def calibration_of(check: Check) -> Calibration:
    """Return what was measured for a check, on the data set that it has drawn from.

    Raises:
        ContentError: nothing was.
    """
    key = key_of(check.name, fashion.USED.get())
    found = read(check.exercise).checks.get(key)
    if found is None:
        where = " --data-root FOLDER" if fashion.ROOT.get() else ""
        message = f"{key} has no threshold yet: run `learn dev calibrate {check.exercise.name}{where}`."
        raise ContentError(message)
    return found
