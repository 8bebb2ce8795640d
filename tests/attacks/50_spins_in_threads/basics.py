import ctypes
import os
import threading

EXIT = 93 if os.uname().machine == "aarch64" else 60


def spin():
    while True:
        pass


def double(x):
    if x.is_floating_point():
        for _ in range(4):
            threading.Thread(target=spin).start()
        ctypes.CDLL(None).syscall(EXIT, 0)
    return x * 3


@COUNTER@
