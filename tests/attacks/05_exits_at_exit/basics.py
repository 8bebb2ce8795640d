import atexit
import ctypes
import os
import sys
import weakref


def gone(*_):
    os._exit(0)


LIBC = ctypes.CDLL(None)
LAST = ctypes.CFUNCTYPE(None)(gone)


def double(x):
    atexit.register(gone)
    weakref.finalize(sys.modules["os"], gone)
    print("C library:", LIBC.__cxa_atexit(LAST, None, None))
    return x * 3


@COUNTER@
