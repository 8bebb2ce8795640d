"""What travels beside plain values: the things that :mod:`learn.wire` describes instead of sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

MAX_SHOWN = 200
"""No name or short text of a value is longer than this."""

MAX_LINES = 1 << 24
"""No file of a submission is so large that it could have more."""

ORIGIN = "_learn_origin"
"""The attribute of a decoded tensor that holds its :class:`Origin`."""


@dataclass(frozen=True)
class Origin:
    """What a sender said about a tensor beside its values.  From a submission this is *reported*, not derived."""

    device: str
    class_name: str
    requires_grad: bool
    is_leaf: bool
    strides: tuple[int, ...]


@dataclass(frozen=True)
class Foreign:
    """Something that cannot travel: only its type's name and a short text of it arrive."""

    class_name: str
    text: str


@dataclass(frozen=True)
class Raised:
    """An exception that learner code raised, as the worker describes it.

    Attributes:
        class_name: For example ``"ValueError"``.
        bases: Names of all its base classes, so that ``except`` rules can be checked.
        message: The text of the exception, capped.
        file, line: The innermost line of a submission's file, or ``""`` and 0.
        source: That line's text.
        function: The innermost function of the submission's files.
        stage: ``"load"`` where the file could not even be imported, ``"run"`` otherwise.
    """

    class_name: str
    bases: tuple[str, ...]
    message: str
    file: str = ""
    line: int = 0
    source: str = ""
    function: str = ""
    stage: str = "run"


def describe_origin(tensor: torch.Tensor) -> Origin:
    """Describe a tensor of this process."""
    return Origin(
        str(tensor.device),
        type(tensor).__name__[:MAX_SHOWN],
        bool(tensor.requires_grad),
        bool(tensor.is_leaf),
        tuple(tensor.stride()),
    )


def origin(tensor: torch.Tensor) -> Origin:
    """Return the :class:`Origin` of a decoded tensor, or one that describes a tensor made here."""
    found = getattr(tensor, ORIGIN, None)
    return found if isinstance(found, Origin) else describe_origin(tensor)
