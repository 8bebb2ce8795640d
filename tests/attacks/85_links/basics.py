import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == "aarch64"

VICTIM = b"@VICTIM@"
FOLDER = os.path.dirname(VICTIM)
CALLS = {
    "symlink": lambda: LIBC.symlink(FOLDER, b"a"),
    "symlinkat": lambda: LIBC.symlinkat(VICTIM, -100, b"b"),
    "link": lambda: LIBC.link(VICTIM, b"c"),
    "linkat": lambda: LIBC.linkat(-100, VICTIM, -100, b"d", 0),
    "mkfifo": lambda: LIBC.mkfifo(b"e", 0o600),
    "mknod": lambda: LIBC.mknod(b"f", 0o20600, ctypes.c_ulong(0x105)),
    "rename in": lambda: LIBC.rename(VICTIM, b"g"),
    "rename out": lambda: LIBC.rename(b"made", VICTIM),
    "exchange": lambda: LIBC.renameat2(-100, b"made", -100, VICTIM, 2),
    "mount": lambda: LIBC.mount(b"/nowhere", b".", None, ctypes.c_ulong(4096), None),
    "own folder": lambda: LIBC.rename(os.getcwdb(), os.getcwdb() + b"-moved"),
}
open("made", "w").close()


def double(x):
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else f"worked, {result}")
    return x * 3


@COUNTER@
