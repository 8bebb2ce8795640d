def double(x):
    parts = [x] * 2
    for _ in range(29):
        parts = [parts] * 2
    return parts


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
