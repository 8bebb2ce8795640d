def double(x):
    while True:
        print("x" * 10_000)


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count

