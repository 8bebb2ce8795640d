"""Resource limits: what the kernel bounds for a process by itself.

What it does not bound (threads, the size of the scratch folder, what is printed) the grader watches, in
:mod:`learn.sandbox.workers`.  ``RLIMIT_AS`` gives a clean allocator error, and catches shared memory, which ``RLIMIT_DATA``
misses.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from learn.sandbox.rules import Rules

NAME = "resource limits"
UNBOUNDED = ("cuda",)
"""Devices whose drivers reserve address space by the terabyte: there the grader watches resident memory instead."""
_MIB = 1 << 20
_CPU_CHECKS = 100
"""The backstop for CPU time lies beyond what this many checks may use: the grader ends a check much earlier."""


def missing() -> str:
    """Say why this layer cannot be used here; an empty string where it can."""
    return "" if resource is not None else "this platform has no resource limits"


def enter(rules: Rules) -> None:
    """Bound address space, CPU time, the size of files and how many are open."""
    limits = rules.limits
    address_space = () if rules.device in UNBOUNDED else (("RLIMIT_AS", _address_space() + limits["memory_mib"] * _MIB),)
    for name, value in (
        *address_space,
        ("RLIMIT_CPU", int(limits["cpu_s"] * _CPU_CHECKS) + 10),
        ("RLIMIT_FSIZE", limits["file_mib"] * _MIB),
        ("RLIMIT_NOFILE", limits["open_files"]),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_MEMLOCK", 0),
    ):
        kind = getattr(resource, name, None)
        if kind is None:  # macOS has not all of them
            continue
        _, hard = resource.getrlimit(kind)
        bound = int(value) if hard == resource.RLIM_INFINITY else min(int(value), hard)
        resource.setrlimit(kind, (bound, bound))


def allow_many_files() -> None:
    """Let this process open as many files as it ever may: Landlock wants a descriptor for each place that can be read."""
    if resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _address_space() -> int:
    """Return what the process holds now, in bytes; as plain calls, since a file object takes 1 ms in a fresh fork."""
    try:
        descriptor = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return 2 << 30
    try:
        return int(os.read(descriptor, 100).split()[0]) * os.sysconf("SC_PAGE_SIZE")
    finally:
        os.close(descriptor)
