import os
import signal

signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def double(x):
    file = os.open("large", os.O_WRONLY | os.O_CREAT)
    os.ftruncate(file, 1 << 40)


@COUNTER@
