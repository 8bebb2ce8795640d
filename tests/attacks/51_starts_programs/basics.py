import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == "aarch64"

WORDS = (ctypes.c_char_p * 2)(b"/bin/true", None)
NONE = (ctypes.c_char_p * 1)(None)
PID = ctypes.c_int()


def spawn():
    """Return -1 as others do, though it returns the error's number."""
    error = LIBC.posix_spawn(ctypes.byref(PID), WORDS[0], None, None, WORDS, NONE)
    ctypes.set_errno(error)
    return -1 if error else 0


CALLS = {
    "posix_spawn": spawn,
    "execve": lambda: LIBC.execve(WORDS[0], WORDS, NONE),
    "execveat": lambda: LIBC.syscall(281 if ARM else 322, -100, WORDS[0], WORDS, NONE, 0),
}


def double(x):
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else f"worked, {result}")
    return x * 3


@COUNTER@
