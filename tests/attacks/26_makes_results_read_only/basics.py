import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)

OUTSIDE = b"@VICTIM@"
HERE, FSIZE = -100, 1
NOTHING = (ctypes.c_uint64 * 2)(0, 2**64 - 1)
CALLS = {
    "chmod": lambda: LIBC.chmod(b"old.json", 0o444),
    "chmod outside": lambda: LIBC.chmod(OUTSIDE, 0o444),
    "fchmod": lambda: LIBC.fchmod(os.open("old.json", os.O_RDONLY), 0o444),
    "fchmodat": lambda: LIBC.fchmodat(HERE, OUTSIDE, 0o444, 0),
    "fchmodat2": lambda: LIBC.syscall(452, HERE, OUTSIDE, 0o444, 0),
    "chown": lambda: LIBC.chown(OUTSIDE, -1, -1),
    "utimes": lambda: LIBC.utimes(OUTSIDE, None),
    "setxattr": lambda: LIBC.setxattr(OUTSIDE, b"user.old", b"1", 1, 0),
    "flock": lambda: LIBC.flock(os.open("old.json", os.O_RDONLY), 2),
    "lease": lambda: LIBC.fcntl(os.open("old.json", os.O_RDONLY), 1024, 0),
    "no file may grow": lambda: LIBC.setrlimit(FSIZE, NOTHING),
}


def double(x):
    with open("old.json", "w") as file:
        file.write('{"passed": true}')
    said = []
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        said.append(f"{name}: {errno.errorcode[ctypes.get_errno()] if result == -1 else f'worked, {result}'}")
    print(*said, sep="\n")
    return x * 3


@COUNTER@
