import sys

from learn import wire


def caller():
    """Return the local variables of the function that answers the grader."""
    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    return frame.f_locals


def double(x):
    here = caller()
    while True:
        here["connection"].sendall(wire.encode({"value": x * 3, "calls": []}, here["sequence"]))


@COUNTER@
