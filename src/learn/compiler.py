"""Keep PyTorch from importing its compiler where nothing is compiled: the first optimizer of a process takes a second less.

``torch.optim`` imports ``torch._dynamo`` only to tell it what not to compile.  A stand-in answers those questions; whatever
else is asked of it brings in the real one.
"""

from __future__ import annotations

import importlib
import sys
import types
from typing import Any, TypeVar

import torch

F = TypeVar("F")
_NAME = "torch._dynamo"


class _Stand(types.ModuleType):
    """Answers for ``torch._dynamo`` until somebody needs it."""

    @staticmethod
    def graph_break(msg: str = "") -> None:
        """Do nothing: there is no graph."""

    @staticmethod
    def disable(fn: F, *_args: object, **_options: object) -> F:
        """Return the function: nothing would compile it."""
        return fn

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__path__":  # inspect looks over every module; an import of a part needs the path
            raise AttributeError(name)
        if sys.modules.get(_NAME) is self:
            del sys.modules[_NAME]
            del torch._dynamo  # noqa: SLF001  its attribute of the package, which the import sets anew
        return getattr(importlib.import_module(_NAME), name)


def postpone() -> None:
    """Put the stand-in where ``torch._dynamo`` will be looked for, unless it is there already."""
    if _NAME not in sys.modules:
        sys.modules[_NAME] = torch._dynamo = _Stand(_NAME)  # noqa: SLF001
