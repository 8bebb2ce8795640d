import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == "aarch64"

KEY = 0x1EA24


def opened(path):
    return LIBC.open(path, os.O_RDWR | os.O_CREAT, 0o600)


LIBC.sem_open.restype = ctypes.c_ssize_t
CALLS = {
    "file": lambda: opened(b"/dev/shm/learn-attack"),
    "temporary": lambda: opened(b"/tmp/learn-attack"),
    "lock": lambda: opened(b"/var/lock/learn-attack"),
    "semaphore": lambda: -1 if LIBC.sem_open(b"/learn-attack", os.O_CREAT, 0o600, 1) <= 0 else 0,
    "semget": lambda: LIBC.semget(KEY, 1, 0o1600),
    "shmget": lambda: LIBC.shmget(KEY, 4096, 0o1600),
    "msgget": lambda: LIBC.msgget(KEY, 0o1600),
    "mq_open": lambda: LIBC.mq_open(b"/learn-attack", os.O_RDWR | os.O_CREAT, 0o600, None),
}


def double(x):
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else f"worked, {result}")
    return x * 3


@COUNTER@
