import os
import signal

signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def double(x):
    for _ in range(2000):
        os.write(1, b"flood " * 10000)


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
