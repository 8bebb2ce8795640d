import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == "aarch64"

VICTIM = b"@VICTIM@"
CALLS = {
    "chmod": lambda: LIBC.chmod(VICTIM, 0o644),
    "fchmodat": lambda: LIBC.fchmodat(-100, VICTIM, 0o644, 0),
    "fchmodat2": lambda: LIBC.syscall(452, -100, VICTIM, 0o644, 0),
    "chown": lambda: LIBC.chown(VICTIM, -1, -1),
    "fchownat": lambda: LIBC.fchownat(-100, VICTIM, -1, -1, 0),
    "utimensat": lambda: LIBC.utimensat(-100, VICTIM, None, 0),
    "utimes": lambda: LIBC.utimes(VICTIM, None),
    "times of its own folder": lambda: LIBC.utimensat(-100, b".", (ctypes.c_long * 4)(), 0),
    "setxattr": lambda: LIBC.setxattr(VICTIM, b"user.attack", b"x", 1, 0),
    "removexattr": lambda: LIBC.removexattr(VICTIM, b"user.attack"),
    "truncate": lambda: LIBC.truncate(VICTIM, ctypes.c_long(0)),
    "open to write": lambda: LIBC.open(VICTIM, os.O_WRONLY),
    "open to truncate": lambda: LIBC.open(VICTIM, os.O_RDONLY | os.O_TRUNC),
    "open to create": lambda: LIBC.open(VICTIM + b".new", os.O_RDWR | os.O_CREAT, 0o600),
    "open nameless": lambda: LIBC.open(os.path.dirname(VICTIM), os.O_RDWR | os.O_TMPFILE, 0o600),
    "unlink": lambda: LIBC.unlink(VICTIM),
    "mkdir": lambda: LIBC.mkdir(VICTIM + b"s", 0o700),
    "chroot": lambda: LIBC.chroot(b"."),
    "name_to_handle_at": lambda: LIBC.name_to_handle_at(-100, VICTIM, ctypes.create_string_buffer(256), ctypes.byref(ctypes.c_int()), 0),
}


def double(x):
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else f"worked, {result}")
    return x * 3


@COUNTER@
