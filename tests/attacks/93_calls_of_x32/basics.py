import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == "aarch64"

X32 = 1 << 30
CALLS = {
    "fork": lambda: LIBC.syscall(X32 | 57),
    "socket": lambda: LIBC.syscall(X32 | 41, 1, 1, 0),
    "execve": lambda: LIBC.syscall(X32 | 520, b"/bin/true", None, None),
    "kill": lambda: LIBC.syscall(X32 | 62, @PID@, 0),
    "negative": lambda: LIBC.syscall(-57),
    "high": lambda: LIBC.syscall(ctypes.c_long(1 << 32 | 62), @PID@, 0),
}


def double(x):
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else f"worked, {result}")
    return x * 3


@COUNTER@
