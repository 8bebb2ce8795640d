"""Probes for chapter0_fundamentals/broadcasting: functions on shapes use no tensor, so they are watched here."""

import contextlib
from unittest import mock

import numpy as np
import torch

WATCHED = [
    (torch, "broadcast_shapes"),
    (torch, "broadcast_tensors"),
    (np, "broadcast"),
    (np, "broadcast_shapes"),
    (np, "broadcast_arrays"),
    (np, "broadcast_to"),
    (np, "empty"),
    (np, "zeros"),
    (np, "ones"),
]


def broadcasts_asked(exercise, a, b):
    """Return which of the watched functions of torch and NumPy a call of broadcast_shape used."""
    with contextlib.ExitStack() as stack:
        spies = [stack.enter_context(mock.patch.object(m, name, wraps=getattr(m, name))) for m, name in WATCHED]
        exercise.broadcast_shape(a, b)
    return [f"{m.__name__}.{name}" for (m, name), spy in zip(WATCHED, spies, strict=True) if spy.called]
