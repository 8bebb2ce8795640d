"""Look at this machine and say what was found; works when torch itself cannot be imported."""

from __future__ import annotations

import platform
import subprocess
import sys
from importlib import metadata

from learn import __version__

MIN_PYTHON = (3, 11)
_TIMEOUT_S = 120
_ASK_TORCH = """
import torch
names = ["cpu"]
names += [f"cuda ({torch.cuda.get_device_name(i)})" for i in range(torch.cuda.device_count())]
names += ["mps"] if torch.backends.mps.is_available() else []
try:
    import learn.sim
    names += ["sim (simulated)"]
except ImportError as error:
    names += [f"no simulated one: {error}"]
print(torch.__version__, "|", ", ".join(names))
"""
_PIP = f'"{sys.executable}" -m pip install -c constraints.txt'


def examine() -> tuple[bool, list[str]]:
    """Return whether grading can work here, and a line for each thing that was looked at."""
    lines = [f"learn        {__version__}", f"python       {platform.python_version()} ({sys.executable})"]
    healthy = sys.version_info >= MIN_PYTHON
    if not healthy:
        lines.append("             too old: install Python 3.11 or newer from python.org or your package manager")
    torch, problem = _ask(_ASK_TORCH)
    if torch:
        version, _, devices = torch.partition(" | ")
        lines += [f"torch        {version}", f"devices      {devices}"]
        if "cuda" in devices:
            lines.append(
                "             with cuda the grader watches resident memory: a limit of address space does not suit it"
            )
    else:
        healthy = False
        lines += [f"torch        cannot be imported: {problem}", f"             next: {_PIP} torch torchvision"]
    lines += _torchvision(torch_works=bool(torch))
    for package in ("pytest", "pytest-timeout", "jinja2", "typer", "rich", "msgspec", "numpy", "psutil"):
        try:
            lines.append(f"{package:<12} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            healthy = False
            lines += [f"{package:<12} is missing", f"             next: {_PIP} {package}"]
    lines += _isolation()
    lines.append("ready: learn grade chapter0" if healthy else "not ready: see the lines that start with 'next:'")
    return healthy, lines


def _torchvision(*, torch_works: bool) -> list[str]:
    try:
        version = metadata.version("torchvision")
    except metadata.PackageNotFoundError:
        return ["torchvision  is missing", f"             next: {_PIP} torchvision"]
    if not torch_works:
        return [f"torchvision  {version} (needs torch)"]
    _, problem = _ask("import torchvision; print(1)")
    if not problem:
        return [f"torchvision  {version}"]
    if "torchvision::nms" in problem:
        note = "its compiled operators do not load beside this torch build; the course does without them"
        return [f"torchvision  {version}: {note}"]
    return [f"torchvision  {version} cannot be imported: {problem}"]


def _isolation() -> list[str]:
    from learn.sandbox import bubblewrap
    from learn.sandbox.hosts import can_fork, layers_here
    from learn.sandbox.layers import CONFINING, held

    how = "forked from a warm process" if can_fork() else "a spare process, imported in advance"
    lines = [f"isolation    {', '.join(held(layers_here()))}"]
    reasons = [*(layer.missing() for layer in CONFINING), bubblewrap.missing()]
    lines += [f"             not here: {reason}" for reason in reasons if reason]
    return [*lines, f"workers      {how}"]


def _ask(program: str) -> tuple[str, str]:
    """Run a small program in an interpreter of its own; return its output, or the last line of its error."""
    try:
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", str(error)
    if done.returncode == 0:
        return done.stdout.strip(), ""
    lines = done.stderr.strip().splitlines()
    return "", lines[-1] if lines else f"it ended with exit code {done.returncode}"
