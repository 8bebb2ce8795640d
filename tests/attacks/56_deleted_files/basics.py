import ctypes
import os
import threading
import time

LIBC = ctypes.CDLL(None)
READ, SHARED = 1, 1
EXIT = 93 if os.uname().machine == "aarch64" else 60


def double(x):
    for _ in range(160):
        file = os.open("deleted", os.O_RDWR | os.O_CREAT)
        os.write(file, bytes(1 << 20))
        LIBC.mmap(None, 4096, READ, SHARED, file, 0)
        os.close(file)
        os.unlink("deleted")
    if not x.is_floating_point():
        threading.Thread(target=time.sleep, args=(9,)).start()
        LIBC.syscall(EXIT, 0)
    time.sleep(0.2)
    return x * 3


@COUNTER@
