def double(x):
    return {f"{i}": [x * 3] for i in range(13_000)}


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
