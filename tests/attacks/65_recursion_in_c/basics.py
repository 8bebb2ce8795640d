import ctypes
import sys

sys.setrecursionlimit(10**6)


@ctypes.CFUNCTYPE(ctypes.c_int)
def deeper():
    return deeper()


def double(x):
    return deeper()


@COUNTER@
