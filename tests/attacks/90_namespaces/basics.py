import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == "aarch64"


def child(pid):
    if pid == 0:
        os._exit(0)
    return pid


USER, THREAD, SIGHAND, MEMORY = 0x10000000, 0x10000, 0x800, 0x100
CALLS = {
    "unshare user": lambda: LIBC.unshare(USER),
    "unshare files": lambda: LIBC.unshare(0x400),
    "clone user": lambda: child(LIBC.syscall(220 if ARM else 56, USER | 17, 0, 0, 0, 0)),
    "clone thread": lambda: LIBC.syscall(220 if ARM else 56, USER | THREAD | SIGHAND | MEMORY, 0, 0, 0, 0),
    "setns": lambda: LIBC.setns(0, 0),
    "pivot_root": lambda: LIBC.syscall(41 if ARM else 155, b".", b"."),
    "umount": lambda: LIBC.umount2(b"/nowhere", 2),
    "open_tree": lambda: LIBC.syscall(428, -100, b"/", 1),
    "fsopen": lambda: LIBC.syscall(430, b"tmpfs", 0),
    "setuid": lambda: LIBC.setuid(0),
    "setresgid": lambda: LIBC.setresgid(0, 0, 0),
    "setgroups": lambda: LIBC.setgroups(0, None),
    "capset": lambda: LIBC.capset(ctypes.create_string_buffer(8), ctypes.create_string_buffer(24)),
    "sethostname": lambda: LIBC.sethostname(None, 0),
}


def double(x):
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else f"worked, {result}")
    return x * 3


@COUNTER@
