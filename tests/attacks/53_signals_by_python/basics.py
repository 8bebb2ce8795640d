import os


def double(x):
    os.kill(@PID@, 0)
    return x * 3


@COUNTER@
