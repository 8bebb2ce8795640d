import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
KEEP_SIZE = 1


def double(x):
    file = os.open("reserved", os.O_RDWR | os.O_CREAT)
    result = LIBC.fallocate64(file, KEEP_SIZE, ctypes.c_long(0), ctypes.c_long(150 << 20))
    print("fallocate:", errno.errorcode[ctypes.get_errno()] if result == -1 else "worked")
    return x * 3


@COUNTER@
