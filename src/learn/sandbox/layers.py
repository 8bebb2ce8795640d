"""Every layer between a submission and this machine, in the order in which they are put on.

A layer is a module with a ``NAME``; ``missing()``, which says why it cannot be used here and how to get it, or nothing; and
``enter(rules)``, which puts it on the process that calls it, for good.  bubblewrap alone goes round a command instead:
``wrap(command, view, scratch)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from learn.sandbox import bubblewrap, landlock, limits, privileges, seccomp

if TYPE_CHECKING:
    from learn.sandbox.rules import Rules

PROCESS = "separate process"
UNSANDBOXED = "unsandboxed: practice only"


class Layer(Protocol):
    """What one module of this package adds."""

    NAME: str

    def missing(self) -> str:
        """Say why it cannot be used here, and how to get it."""

    def enter(self, rules: Rules) -> None:
        """Put it on this process."""


PLAIN: tuple[Layer, ...] = (limits,)
"""All that a platform without Landlock and seccomp can give."""
CONFINING: tuple[Layer, ...] = (limits, privileges, landlock, seccomp)
"""What a worker puts on after the fork and before any learner's code."""
NEEDED_FOR_MARKS = CONFINING


def names_of(layers: tuple[Layer, ...]) -> list[str]:
    """Return the names of those layers that this machine has."""
    return [layer.NAME for layer in layers if not layer.missing()]


def enter(names: list[str], rules: Rules) -> None:
    """Put on the layers of these names.

    Raises:
        OSError: one of them does not hold.
    """
    for layer in CONFINING:
        if layer.NAME in names:
            layer.enter(rules)


def held(layers: tuple[Layer, ...]) -> list[str]:
    """Return the names of what confines a worker that puts on these layers, for people and for results."""
    names = [PROCESS, *names_of(layers)]
    if layers is not PLAIN and not bubblewrap.missing():
        names.append(bubblewrap.NAME)
    if not set(names) >= {layer.NAME for layer in NEEDED_FOR_MARKS}:
        names.append(UNSANDBOXED)
    return names
