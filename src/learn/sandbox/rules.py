"""What a worker may see and use, as plain data: one description that every layer enforces in its own way.

The grader makes the :class:`View`, hands it to the process that workers come from, and sends :class:`Rules` with each worker.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PACKAGE_DIR = str(Path(__file__).resolve().parent.parent)
PACKAGES = frozenset(
    # torch, torchvision and what they need
    "torch functorch torchgen torchvision numpy pil pillow sympy isympy mpmath networkx jinja2 markupsafe fsspec".split()
    + "filelock typing_extensions setuptools _distutils_hack pkg_resources nvidia cuda triton intel_openmp mkl tbb".split()
    + ["msgspec"]  # this package's own end of the wire
    # what notebooks import at the top
    + "matplotlib mpl_toolkits pylab contourpy cycler fonttools kiwisolver packaging pyparsing dateutil".split()
    + "python_dateutil six pandas pytz tzdata scipy sklearn scikit_learn joblib threadpoolctl narwhals".split()
    + "tqdm torchinfo torchmetrics lightning_utilities".split()
)
"""The packages that a worker may read, by their lower-case names; others an author names in a chapter's ``preload``."""
LABELS = ("sklearn/datasets/data", "sklearn/datasets/tests")
"""Folders of those packages that hold what a grader asks for."""
_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store", "/gnu/store")
_SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/sys/devices/system/cpu")
_RANDOM = ("/dev/urandom", "/dev/random")
_DEVICES = ("/dev/null", "/dev/zero")


@dataclass(frozen=True)
class View:
    """Which files exist for a worker.

    Attributes:
        readable: Files and folders, whole but for what is hidden below them.
        listable: Folders of packages, whose names an import must see.
        hidden: Files and folders that are not readable although they lie below a readable folder.
        devices: Files that may be read and written, since nothing stays in them.
    """

    readable: tuple[str, ...] = ()
    listable: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    devices: tuple[str, ...] = _DEVICES

    def cut(self) -> tuple[str, ...]:
        """Return what is readable piece by piece, for a layer that cannot hide a folder below a readable one."""
        hidden = {os.path.realpath(path) for path in self.hidden if os.path.exists(path)}  # noqa: PTH110
        return tuple(dict.fromkeys(piece for path in self.readable for piece in _without(os.path.realpath(path), hidden)))


@dataclass(frozen=True)
class Rules:
    """What one worker may use.

    Attributes:
        limits: The fields of :class:`learn.course.Limits`.
        scratch: Its own folder, the only place where it may write.
        layers: Names of the layers that it puts on.
        ruleset: The descriptor of a Landlock ruleset with everything else that it may open, where there is one.
        device: The kind of device that it uses beside the CPU.
    """

    limits: dict[str, Any]
    scratch: str
    layers: list[str]
    ruleset: int = -1
    device: str = "cpu"


def view_of_worker(preload: Iterable[str] = (), hidden: Iterable[str] = ()) -> View:
    """Return what a worker on this machine may see: the interpreter, system libraries and some packages, one by one.

    Args:
        preload: Modules that the chapter needs.
        hidden: What must not be seen even where it lies below one of those, such as the course.
    """
    folders = [path for path in dict.fromkeys(sys.path) if path and os.path.isdir(path)]  # noqa: PTH112  pathlib is slower
    standard = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    standard |= {path for path in folders if path.endswith("lib-dynload")}
    libraries = [*_SYSTEM, os.path.join(sys.base_prefix, "lib"), *sorted(standard)]  # noqa: PTH118
    packages = [path for path in folders if path.endswith(("site-packages", "dist-packages"))]
    wanted = PACKAGES | {name.partition(".")[0].lower() for name in preload}
    entries = [entry.path for folder in packages for entry in os.scandir(folder) if _package(entry.name) in wanted]
    foreign = [path for root in libraries for path in _package_folders(root)]
    readable = [path for path in (*libraries, *_SYSTEM_FILES, *_RANDOM, *entries, PACKAGE_DIR) if os.path.exists(path)]  # noqa: PTH110
    out_of_sight = [*foreign, *packages, os.path.join(PACKAGE_DIR, "_content"), *hidden]  # noqa: PTH118
    out_of_sight += [os.path.join(folder, label) for folder in packages for label in LABELS]  # noqa: PTH118
    return View(tuple(readable), tuple(packages), tuple(dict.fromkeys(map(str, out_of_sight))))


def _package(name: str) -> str:
    """Return the lower-case name of the package that an entry of ``site-packages`` belongs to."""
    head = name.lower().partition("-")[0].partition(".")[0]
    return head.partition("_")[0] if head.startswith(("nvidia_", "cuda_")) else head


def _package_folders(root: str) -> Iterator[str]:
    """Yield the folders of packages of any Python below a folder of libraries."""
    for folder in (Path(root), *Path(root).glob("python3*")):
        for name in ("site-packages", "dist-packages"):
            if (folder / name).is_dir():
                yield str(folder / name)


def _without(path: str, hidden: set[str]) -> Iterator[str]:
    below = {other for other in hidden if other.startswith(f"{path}/")}
    if path in hidden:
        return
    if not below:
        yield path
        return
    with os.scandir(path) as entries:
        for entry in entries:
            if not entry.is_symlink():  # what it points to has a place of its own
                yield from _without(entry.path, below | (hidden & {entry.path}))
