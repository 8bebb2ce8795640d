"""Keep PyTorch from importing its compiler where nothing is compiled: the first optimizer of a process takes a second less.

``torch.optim`` imports ``torch._dynamo`` only to tell it what not to compile, torchvision only to ask whether it could, and
``torch.use_deterministic_algorithms`` imports ``torch._inductor`` (two seconds) only to set an option.  Stand-ins answer;
whatever else is asked of one brings in the real modules.
"""

from __future__ import annotations

import importlib
import sys
import types
from typing import Any, TypeVar

import torch

F = TypeVar("F")
_PACKAGES = ("torch._dynamo", "torch._inductor")
_PARTS = ("torch._dynamo.utils", "torch._inductor.config")


class _Stand(types.ModuleType):
    """Answers for a module until somebody needs it."""

    def __getattr__(self, name: str) -> Any:
        part = name == "__path__" and self.__name__ in _PACKAGES  # a part of the package is imported
        if name.startswith("__") and not part:  # inspect looks over every module
            raise AttributeError(name)
        _withdraw()
        return getattr(importlib.import_module(self.__name__), name)


def postpone() -> None:
    """Put stand-ins where ``torch._dynamo`` and ``torch._inductor`` will be looked for, unless one is there already."""
    if any(name in sys.modules for name in _PACKAGES):
        return
    stands = {name: _Stand(name) for name in (*_PACKAGES, *_PARTS)}
    stands["torch._dynamo"].__dict__.update(graph_break=_graph_break, disable=_disable)
    stands["torch._dynamo.utils"].__dict__.update(is_compile_supported=_is_compile_supported)
    for name, stand in stands.items():
        package, _, part = name.rpartition(".")
        setattr(stands.get(package, torch), part, stand)  # as the import would
    sys.modules.update(stands)


def _withdraw() -> None:
    deterministic = vars(sys.modules.get("torch._inductor.config", torch)).get("deterministic", False)
    for name in (*_PACKAGES, *_PARTS):
        if isinstance(sys.modules.get(name), _Stand):
            del sys.modules[name]
    for name in _PACKAGES:
        part = name.rpartition(".")[2]
        if isinstance(getattr(torch, part, None), _Stand):
            delattr(torch, part)  # the import sets it anew
    if deterministic:
        importlib.import_module("torch._inductor.config").deterministic = True  # type: ignore[attr-defined]


def _graph_break(msg: str = "") -> None:
    """Do nothing: there is no graph."""


def _disable(fn: F, *_args: object, **_options: object) -> F:
    """Return the function: nothing would compile it."""
    return fn


def _is_compile_supported(_device: str) -> bool:
    return False
