import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == "aarch64"

LIBC.mmap.restype = LIBC.sbrk.restype = ctypes.c_ssize_t
GIB = ctypes.c_size_t(1 << 30)
NO_ACCESS, READ_WRITE = 0, 3
SHARED, PRIVATE, ANONYMOUS, NO_RESERVE, HUGE, DROPPABLE = 1, 2, 0x20, 0x4000, 0x40000, 8


def mapped(access, flags, file=-1):
    return LIBC.mmap(None, GIB, access, flags, file, ctypes.c_long(0))


CALLS = {
    "private": lambda: mapped(READ_WRITE, PRIVATE | ANONYMOUS),
    "shared": lambda: mapped(READ_WRITE, SHARED | ANONYMOUS),
    "reserved": lambda: mapped(NO_ACCESS, PRIVATE | ANONYMOUS | NO_RESERVE),
    "huge": lambda: mapped(READ_WRITE, PRIVATE | ANONYMOUS | HUGE),
    "droppable": lambda: mapped(READ_WRITE, DROPPABLE | ANONYMOUS),
    "zero": lambda: mapped(READ_WRITE, SHARED, os.open("/dev/zero", os.O_RDWR)),
    "sbrk": lambda: LIBC.sbrk(ctypes.c_ssize_t(1 << 30)),
    "memfd_create": lambda: LIBC.memfd_create(b"x", 0),
    "memfd_secret": lambda: LIBC.syscall(447, 0),
    "shm_open": lambda: LIBC.shm_open(b"/learn-attack", os.O_RDWR | os.O_CREAT, 0o600),
    "shmget": lambda: LIBC.shmget(0, GIB, 0o1600),
    "mlock": lambda: LIBC.mlockall(1),
}


def double(x):
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else f"worked, {result}")
    return x * 3


@COUNTER@
