import ctypes
import signal

signal.signal(signal.SIGSEGV, signal.SIG_IGN)


def double(x):
    print("still here")
    return ctypes.string_at(8)


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
