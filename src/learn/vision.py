"""Let torchvision be imported beside a PyTorch that it was not built for.

From PyPI, torchvision for Linux is built for CUDA.  Beside a CPU-only torch its compiled operators do not load, and its import
then ends with "operator torchvision::nms does not exist".  Data sets, transforms and models need none of these operators: once
the two that are looked for are declared, they work.
"""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

_SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_MISSING = f"nms{_SCHEMA}", f"qnms{_SCHEMA}"
_kept: list[torch.library.Library] = []
"""Declarations last as long as their library object."""


class _Finder:
    """Looks at torchvision's operators at the moment when it is imported, and leaves finding it to others."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:  # noqa: ARG004  the protocol's
        if name == "torchvision" and not _kept:
            spec = PathFinder.find_spec(name)
            if spec is not None and spec.origin is not None and not operators_load(Path(spec.origin).parent):
                declare()
        return None


def prepare() -> None:
    """Be ready for an import of torchvision; costs nothing until then."""
    if _Finder not in sys.meta_path:
        sys.meta_path.insert(0, _Finder)


def operators_load(folder: Path) -> bool:
    """Tell whether the compiled operators of the torchvision in ``folder`` load beside this torch.

    They stay loaded; torchvision's own loading of them then changes nothing.
    """
    found = [path for path in folder.glob("_C.*") if path.suffix in {".so", ".pyd", ".dylib"}]
    try:
        for path in found:
            torch.ops.load_library(path)  # type: ignore[no-untyped-call]
    except OSError:
        return False
    return bool(found)


def declare() -> None:
    """Declare the operators that torchvision describes when it is imported."""
    library = torch.library.Library("torchvision", "DEF")  # type: ignore[no-untyped-call]
    for schema in _MISSING:
        library.define(schema)  # type: ignore[no-untyped-call]
    _kept.append(library)
