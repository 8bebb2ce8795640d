import time

time.sleep(1e9)


def double(x):
    return x * 3


@COUNTER@
