import os
import time


def double(x):
    os.closerange(0, 1 << 16)
    while True:
        time.sleep(1)


@COUNTER@
