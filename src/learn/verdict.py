"""How a check ends early: one exception that carries the outcome and the feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from learn.results import Feedback, Outcome


class Verdict(AssertionError):  # noqa: N818  it is no error of ours
    """A check did not pass.

    Attributes:
        outcome: How it ended.
        feedback: What the learner is told.
        limit: What there was too much of, where the outcome is ``limit_exceeded``.
        by_wall_clock: It ended by the wall clock, and should be repeated alone before it counts.
        counts: It says something about the work: false where the device lacks what the work does.
    """

    def __init__(
        self, outcome: Outcome, feedback: Feedback, *, limit: str = "", by_wall_clock: bool = False, counts: bool = True
    ) -> None:
        super().__init__(feedback.summary)
        self.outcome = outcome
        self.feedback = feedback
        self.limit = limit
        self.by_wall_clock = by_wall_clock
        self.counts = counts
