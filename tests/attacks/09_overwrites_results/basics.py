import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)

OUTSIDE = b"@VICTIM@"
HERE = -100
WRITE = os.O_WRONLY
CALLS = {
    "open": lambda: LIBC.open(OUTSIDE, WRITE),
    "truncating": lambda: LIBC.open(OUTSIDE, WRITE | os.O_TRUNC),
    "creat": lambda: LIBC.creat(OUTSIDE, 0o666),
    "truncate": lambda: LIBC.truncate(OUTSIDE, 0),
    "rename": lambda: LIBC.rename(b"other.json", OUTSIDE),
    "link": lambda: LIBC.link(OUTSIDE, b"linked"),
    "symlink": lambda: LIBC.symlink(OUTSIDE, b"linked"),
    "unlink": lambda: LIBC.unlink(OUTSIDE),
    "openat2": lambda: LIBC.syscall(437, HERE, OUTSIDE, (ctypes.c_uint64 * 3)(WRITE, 0, 0), 24),
}


def double(x):
    for name in ("result.json", "other.json"):
        with open(name, "w") as file:
            file.write('{"passed": true}')
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else f"worked, {result}")
    return x * 3


@COUNTER@
