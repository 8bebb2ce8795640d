import os
import time


def double(x):
    os.closerange(0, 1 << 16)
    while True:
        time.sleep(1)


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
