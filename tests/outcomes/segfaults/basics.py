import ctypes


def double(x):
    print("just before")
    ctypes.string_at(0)


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count

