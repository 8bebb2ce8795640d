"""Claims that checks of many exercises make, each in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from learn.expect import expect

if TYPE_CHECKING:
    from learn.observe import Subject


def expect_same(submission: Subject, reference: Subject, task: str, /, *args: Any, **kwargs: Any) -> None:
    """Require what the reference answers."""
    expect(submission.call(task, *args, **kwargs)).to_match(reference.call(task, *args, **kwargs))


def expect_seen(submission: Subject, reference: Subject, probe: str, name: str = "", /, **inputs: Any) -> None:
    """Require that a probe sees in the submission what it sees in the reference.

    Args:
        submission: Who is judged.
        reference: Who is right.
        probe: The probe's name.
        name: What to call that which it sees, in feedback.
        inputs: What it takes.
    """
    expect(submission.observe(probe, **inputs), name).to_match(reference.observe(probe, **inputs))


def expect_positions(part: torch.Tensor, name: str, count: int, among: str) -> None:
    """Require positions in something: int64, in one dimension, from 0 to ``count - 1``.

    Args:
        part: The positions.
        name: What they are called in feedback.
        count: N, how many positions there are.
        among: What they are positions in.
    """
    expect(part, name).to_have_dtype(torch.int64)
    expect(part, name).to_have_shape([part.numel()])
    inside = bool(((part >= 0) & (part < count)).all())
    expect(inside).to_be_true(f"{name} holds numbers that are no positions in {among}, which go from 0 to N - 1.")


def expect_seed_obeyed(following: list[float]) -> None:
    """Require that a task neither seeds anew nor draws by a generator of its own.

    Args:
        following: The next random number after the same seed twice, and after another one (see :mod:`learn.worker.seeds`).
    """
    one, same, other = following
    expect(one == same).to_be_true("After the same seed and the same call, the next random numbers differ.")
    expect(one != other).to_be_true("After your code the next random numbers are the same for every seed of the caller.")
