"""Name the mistake: find the known wrong version that behaves exactly as a submission did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from learn.compare import compare
from learn.errors import LearnError
from learn.sandbox.workers import StoppedError
from learn.values import Raised
from learn.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from learn.observe import Exchange, Subject
    from learn.variants import Variant


def name_mistake(
    failed: list[Exchange],
    others: list[Exchange],
    mistakes: Iterable[tuple[Variant, Subject]],
    explains: Callable[[Subject], bool],
) -> Variant | None:
    """Return the mistake whose observations equal a submission's.

    Args:
        failed: The exchanges of the check that did not pass; a mistake must equal the submission in all of them.
        others: The exchanges of the task's other checks; the mistake that equals the submission in most of them wins.
        mistakes: The task's known mistakes, each with a subject that plays it.
        explains: Tells whether a mistake also judges as the submission did: it must fail the check, for a start.
    """
    best: tuple[int, Variant] | None = None
    for variant, subject in mistakes:
        if not failed or not all(_same(exchange, subject) for exchange in failed):
            continue
        agreement = sum(_same(exchange, subject) for exchange in others)
        if others and not agreement and any(_raised_by_torch(exchange.reply) for exchange in failed):
            continue  # many mistakes end in the same words of PyTorch's: that alone names none of them
        if (best is None or agreement > best[0]) and explains(subject):
            best = agreement, variant
            if agreement == len(others):
                break
    return best[1] if best else None


def _same(exchange: Exchange, subject: Subject) -> bool:
    """Tell whether a mistake answers a question as the submission did."""
    if exchange.reply is None:
        return False
    try:
        reply = subject.replay(exchange.frame)
    except (StoppedError, LearnError, Verdict):
        return False
    return _equal(exchange.reply, reply)


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, Raised) or isinstance(other, Raised):
        both = isinstance(one, Raised) and isinstance(other, Raised)
        if not both or one.class_name != other.class_name:
            return False
        return (_own(one) and _own(other)) or _words(one) == _words(other)
    if "value" not in one or "value" not in other:  # what could not be sent
        return False
    return compare(one["value"], other["value"]) is None and set(other["calls"]) <= set(one["calls"])


def _raised_by_torch(reply: Any) -> bool:
    return isinstance(reply, Raised) and not _own(reply)


def _own(raised: Raised) -> bool:
    """Tell whether the exception was raised by a ``raise`` of the observed code: its words are then its author's."""
    return raised.source.startswith("raise ")


def _words(raised: Raised) -> str:
    return raised.message.partition("\n")[0]
