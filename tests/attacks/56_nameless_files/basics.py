import ctypes
import os
import time

LIBC = ctypes.CDLL(None)
READ, SHARED = 1, 1


def double(x):
    for _ in range(160):
        try:
            file = os.open(".", os.O_RDWR | os.O_TMPFILE)
        except PermissionError:
            file = os.open("named", os.O_RDWR | os.O_CREAT)
            os.unlink("named")
        os.write(file, bytes(1 << 20))
        LIBC.mmap(None, 4096, READ, SHARED, file, 0)
        os.close(file)
    time.sleep(0.2)
    return x * 3


@COUNTER@
