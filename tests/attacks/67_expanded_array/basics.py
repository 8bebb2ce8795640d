import numpy as np


def double(x):
    return np.broadcast_to(np.float64(1), (1 << 20, 1 << 20))


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
