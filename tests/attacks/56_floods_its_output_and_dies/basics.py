import os
import signal

signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def double(x):
    for _ in range(2000):
        os.write(1, b"flood " * 10000)


@COUNTER@
