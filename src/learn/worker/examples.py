"""Run the examples of a docstring, and keep what came of each."""

from __future__ import annotations

import doctest
from typing import Any

from learn.values import MAX_SHOWN


def run_examples(module: Any, task: str) -> list[dict[str, Any]]:
    """Run the examples of a task's docstring: what was expected, what came, whether it matched."""
    target = getattr(module, task)
    finder = doctest.DocTestFinder(exclude_empty=True)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    found = []
    for test in finder.find(target, task, globs=dict(vars(module))):
        runner = _Examples(optionflags=flags)
        runner.run(test, out=lambda _text: None)
        found.extend(runner.seen)
    return found


class _Examples(doctest.DocTestRunner):
    def __init__(self, optionflags: int) -> None:
        super().__init__(verbose=False, optionflags=optionflags)
        self.seen: list[dict[str, Any]] = []

    def _note(self, example: doctest.Example, got: str, outcome: str) -> None:
        self.seen.append({"source": example.source, "want": example.want, "got": got, "outcome": outcome})

    def report_success(self, out: Any, test: Any, example: doctest.Example, got: str) -> None:  # noqa: ARG002  doctest calls it so
        self._note(example, got, "right")

    def report_failure(self, out: Any, test: Any, example: doctest.Example, got: str) -> None:  # noqa: ARG002  doctest calls it so
        self._note(example, got, "wrong")

    def report_unexpected_exception(self, out: Any, test: Any, example: doctest.Example, exc_info: Any) -> None:  # noqa: ARG002  doctest calls it so
        self._note(example, f"{exc_info[0].__name__}: {exc_info[1]}"[: 10 * MAX_SHOWN], "raised")
