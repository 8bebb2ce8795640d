import ctypes
import sys

sys.setrecursionlimit(10**6)


@ctypes.CFUNCTYPE(ctypes.c_int)
def deeper():
    return deeper()


def double(x):
    return deeper()


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
