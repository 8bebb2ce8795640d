import os


def double(x):
    os.closerange(0, 1 << 16)
    return x * 2


@COUNTER@
