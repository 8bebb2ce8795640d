def double(x):
    print("kind:", x.dtype)
    return 2 * x if x.is_floating_point() else x


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
