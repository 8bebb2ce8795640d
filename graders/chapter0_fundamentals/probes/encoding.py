"""Probes for chapter0_fundamentals/encoding.

What a later write reaches shows only where the frames were made; and what lies between the elements of a waveform that
is not contiguous does not travel.
"""


def frames_of_every_second(exercise, waveform, size, hop):
    """Return the frames of every second sample."""
    return exercise.frames(waveform[::2], size, hop)


def after_writing(exercise, waveform, size, hop):
    """Cut frames, write zeros into frame 0, and return the frames and the waveform as they are then."""
    frames = exercise.frames(waveform, size, hop)
    frames[0] = 0.0
    return {"frames": frames, "waveform": waveform}
