"""Work in forks of this process, which inherit what cannot be pickled: collected checks and loaded modules."""

from __future__ import annotations

import multiprocessing
import os
from typing import TYPE_CHECKING, Any, TypeVar

from learn.sandbox.hosts import can_fork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")
R = TypeVar("R")

_work: Callable[[Any], Any] | None = None
"""What the children of :func:`in_forks` inherit."""


def in_forks(
    work: Callable[[T], R], items: Sequence[T], *, processes: int | None = None, timeout_s: float | None = None
) -> Iterator[tuple[T, R | None]]:
    """Yield each item with what ``work`` makes of it in a fork, or with ``None`` where that hangs or ends the fork.

    Args:
        work: Any callable; what it returns must pickle.
        items: What it is called with, one by one.
        processes: How many forks there are (default: one for each core).
        timeout_s: How long to wait for one item, in seconds.

    Without a safe ``fork``, all is done in this process, one after the other.
    """
    global _work  # noqa: PLW0603  inherited by fork
    if not can_fork():
        yield from ((item, work(item)) for item in items)
        return
    _work = work
    try:
        with multiprocessing.get_context("fork").Pool(processes or len(os.sched_getaffinity(0))) as pool:
            running = [pool.apply_async(_inherited, (item,)) for item in items]
            for item, result in zip(items, running, strict=True):
                try:
                    yield item, result.get(timeout_s)
                except multiprocessing.TimeoutError:
                    yield item, None
    finally:
        _work = None


def _inherited(item: Any) -> Any:
    assert _work is not None
    return _work(item)
