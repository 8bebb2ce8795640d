calls = 0


def double(x):
    global calls
    calls += 1
    return 2 * x if calls == 1 else x * 0


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
