"""Probes for chapter0_fundamentals/creation."""

from unittest import mock

import numpy as np


def requires_grad(exercise, numbers):
    """Tell whether PyTorch records what is done with the tensor made from these numbers."""
    return exercise.tensor_from_lists(numbers).requires_grad


def describe_on_meta(exercise, x):
    """Return the description of x, moved to the device "meta"."""
    exercise.describe(x)  # an unwritten task says so here
    try:
        return exercise.describe(x.to("meta"))
    except NotImplementedError as error:  # PyTorch's own, for a tensor without values: not to be taken for a stub's
        raise RuntimeError(str(error)).with_traceback(error.__traceback__) from None


def first_changed(exercise, x, value, first):
    """Return what filled_like makes of a matrix, after one more value was written to its first element."""
    result = exercise.filled_like(x, value)
    result[0, 0] = first
    return result


def numpy_linspace_used(exercise, start, stop, num):
    """Tell whether steps asks NumPy for the points."""
    with mock.patch.object(np, "linspace", wraps=np.linspace) as spy:
        exercise.steps(start, stop, num)
    return spy.called
