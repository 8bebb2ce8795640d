import time


def double(x):
    if x.is_floating_point():
        time.sleep(1e9)
    return x * 3


@COUNTER@
