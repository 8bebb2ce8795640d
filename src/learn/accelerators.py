"""Which accelerators there are: what ``learn grade --device`` and the fixture ``accelerator`` ask."""

from __future__ import annotations

import torch

from learn.errors import UsageError

SIM = "sim"
REAL = ("cuda", "mps")


def present() -> tuple[str, ...]:
    """Return the kinds of real accelerator that this machine has."""
    found = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    return tuple(kind for kind in REAL if found[kind])


def accelerators(wanted: str) -> tuple[str, ...]:
    """Return the kinds of device that device checks run on.

    Args:
        wanted: ``auto`` (a real one, or else the simulated one), ``cpu`` (none), ``all``, or a kind.

    Raises:
        UsageError: there is none of the kind that is wanted.
    """
    here = present()
    if wanted == "auto":
        return here[:1] or (SIM,)
    if wanted == "all":
        return (*here, SIM)
    if wanted in REAL and wanted not in here:
        others = "', '".join(("cpu", SIM, *here))
        raise UsageError(f"The device '{wanted}' is not available on this machine: say one of '{others}', or 'auto'.")
    return () if wanted == "cpu" else (wanted,)
