class Endless:
    def __repr__(self):
        while True:
            pass


def double(x):
    return Endless() if x.is_floating_point() else x * 3


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
