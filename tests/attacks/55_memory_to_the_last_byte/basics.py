import gc

gc.disable()
KEPT = ()


def double(x):
    global KEPT
    for size in (1 << 24, 1 << 20, 1 << 16, 1 << 12, 256, 1):
        try:
            for _ in range(5_000_000):
                KEPT = (KEPT, bytes(size))
        except MemoryError:
            pass
    return x * 3


@COUNTER@
