def double(x):
    return (y for y in iter(int, 1))


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count

