import mmap

KEPT = []


def double(x):
    for _ in range(256):
        KEPT.append(mmap.mmap(-1, 8 << 20))
        print("mapped", 8 * len(KEPT), "MiB")


@COUNTER@
