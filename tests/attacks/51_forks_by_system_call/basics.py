import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == "aarch64"


def child(pid):
    if pid == 0:
        os._exit(0)
    return pid


SIGCHLD = 17
CLONE_ARGUMENTS = (ctypes.c_uint64 * 11)(0, 0, 0, 0, SIGCHLD)
CALLS = {
    "fork": lambda: child(LIBC.fork()),
    "clone": lambda: child(LIBC.syscall(220 if ARM else 56, SIGCHLD, 0, 0, 0, 0)),
    "clone3": lambda: child(LIBC.syscall(435, CLONE_ARGUMENTS, 88)),
    "vfork": lambda: child(LIBC.vfork()),
}


def double(x):
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else f"worked, {result}")
    return x * 3


@COUNTER@
