import ctypes


class Trap:
    def __del__(self):
        ctypes.string_at(8)


def double(x):
    x.trap = Trap()
    return x * 3


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
