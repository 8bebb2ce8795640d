import ctypes
import signal

signal.signal(signal.SIGSEGV, signal.SIG_IGN)


def double(x):
    print("still here")
    return ctypes.string_at(8)


@COUNTER@
