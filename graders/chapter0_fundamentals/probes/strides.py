"""Probes for chapter0_fundamentals/strides.

A part is cut out beside the learner's code: its storage offset, and what lies around it in the storage, do not travel.
"""


def trace_of_part(exercise, whole, start, step, n):
    """Return the trace of n rows and n columns of a larger matrix, every step-th one from start on."""
    places = slice(start, start + n * step, step)
    return exercise.trace_by_stride(whole[places, places])


def windows_of_part(exercise, whole, start, step, size):
    """Return the windows of every step-th element from start on."""
    return exercise.sliding_windows(whole[start::step], size)
