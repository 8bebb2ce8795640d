import os
import sys

from learn import wire


def double(x):
    if x.is_floating_point():
        frame = sys._getframe()
        while frame.f_code.co_name != "serve":
            frame = frame.f_back
        here = frame.f_locals
        here["connection"].sendall(wire.encode({"value": x * 2, "calls": []}, here["sequence"]))
        os._exit(0)
    return x * 2


@COUNTER@
