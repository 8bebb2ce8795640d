import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == "aarch64"

import fcntl

import torch

FILE = os.open(torch.__file__, os.O_RDONLY)
LOCK = ctypes.create_string_buffer(64)
OWNER = (ctypes.c_int * 2)(1, @PID@)
CALLS = {
    "flock": lambda: LIBC.flock(FILE, fcntl.LOCK_EX | fcntl.LOCK_NB),
    "lock": lambda: LIBC.fcntl(FILE, fcntl.F_SETLK, LOCK),
    "lock of description": lambda: LIBC.fcntl(FILE, 37, LOCK),
    "lockf": lambda: LIBC.lockf(FILE, 2, ctypes.c_long(0)),
    "lease": lambda: LIBC.fcntl(FILE, fcntl.F_SETLEASE, fcntl.F_RDLCK),
    "notify": lambda: LIBC.fcntl(FILE, fcntl.F_NOTIFY, 1),
    "owner": lambda: LIBC.fcntl(FILE, fcntl.F_SETOWN, @PID@),
    "owner, extended": lambda: LIBC.fcntl(FILE, 15, OWNER),
    "signal": lambda: LIBC.fcntl(FILE, 10, 23),
    "seals": lambda: LIBC.fcntl(FILE, 1033, 0),
    "pipe size": lambda: LIBC.fcntl(FILE, 1031, 1 << 20),
    "ioctl owner": lambda: LIBC.ioctl(FILE, 0x8901, OWNER),
    "ioctl async": lambda: LIBC.ioctl(FILE, 0x5452, OWNER),
    "ioctl flags": lambda: LIBC.ioctl(FILE, 0x40086602, None),
    "ioctl clone": lambda: LIBC.ioctl(FILE, 0x40049409, FILE),
    "ioctl input": lambda: LIBC.ioctl(FILE, 0x5412, b"x"),
}


def double(x):
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else f"worked, {result}")
    return x * 3


@COUNTER@
