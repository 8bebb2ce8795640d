"""Keep PyTorch from importing its compiler where nothing is compiled: the first optimizer of a process takes a second less.

``torch.optim`` imports ``torch._dynamo`` only to tell it what not to compile, and torchvision only to ask whether it could.
Stand-ins answer those questions; whatever else is asked of one brings in the real modules.
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
    """Answers for a module until somebody needs it."""

    def __getattr__(self, name: str) -> Any:
        part = name == "__path__" and self.__name__ == _NAME  # a part of the package is imported
        if name.startswith("__") and not part:  # inspect looks over every module
            raise AttributeError(name)
        _withdraw()
        return getattr(importlib.import_module(self.__name__), name)


def postpone() -> None:
    """Put stand-ins where ``torch._dynamo`` will be looked for, unless it is there already."""
    if _NAME in sys.modules:
        return
    compiler, utils = _Stand(_NAME), _Stand(f"{_NAME}.utils")
    compiler.__dict__.update(graph_break=_graph_break, disable=_disable, utils=utils)
    utils.__dict__.update(is_compile_supported=_is_compile_supported)
    sys.modules.update({_NAME: compiler, utils.__name__: utils})
    torch._dynamo = compiler  # noqa: SLF001  as the import would


def _withdraw() -> None:
    for name in (_NAME, f"{_NAME}.utils"):
        if isinstance(sys.modules.get(name), _Stand):
            del sys.modules[name]
    if isinstance(getattr(torch, "_dynamo", None), _Stand):
        del torch._dynamo  # noqa: SLF001  the import sets it anew


def _graph_break(msg: str = "") -> None:
    """Do nothing: there is no graph."""


def _disable(fn: F, *_args: object, **_options: object) -> F:
    """Return the function: nothing would compile it."""
    return fn


def _is_compile_supported(_device: str) -> bool:
    return False
