import ctypes
import errno
import os
import signal
import threading
import time

LIBC = ctypes.CDLL(None, use_errno=True)


def stay():
    for _ in range(200):
        os.write(1, b"still there\n")
        time.sleep(0.05)


def double(x):
    for name in ("fork", "setsid", "daemon"):
        result = LIBC.daemon(1, 1) if name == "daemon" else getattr(LIBC, name)()
        if name == "fork" and result == 0:
            stay()
            os._exit(0)
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else "worked", flush=True)
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    os._exit = lambda code: None
    threading.Thread(target=stay).start()
    return x * 3


@COUNTER@
