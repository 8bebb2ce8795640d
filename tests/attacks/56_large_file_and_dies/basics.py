import os
import signal

signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def double(x):
    file = os.open("large", os.O_WRONLY | os.O_CREAT)
    os.ftruncate(file, 1 << 40)


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
