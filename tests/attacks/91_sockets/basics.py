import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == "aarch64"

PAIR = (ctypes.c_int * 2)()
BUFFER = ctypes.create_string_buffer(256)
CALLS = {
    "unix": lambda: LIBC.socket(1, 1, 0),
    "abstract": lambda: LIBC.socket(1, 2, 0),
    "internet": lambda: LIBC.socket(2, 1, 0),
    "netlink": lambda: LIBC.socket(16, 3, 0),
    "packet": lambda: LIBC.socket(17, 3, 0),
    "vsock": lambda: LIBC.socket(40, 1, 0),
    "pair": lambda: LIBC.socketpair(1, 1, 0, PAIR),
    "connect": lambda: LIBC.connect(3, BUFFER, 16),
    "bind": lambda: LIBC.bind(3, BUFFER, 16),
    "shutdown": lambda: LIBC.shutdown(3, 2),
    "setsockopt": lambda: LIBC.setsockopt(3, 1, 7, BUFFER, 4),
    "sendmsg": lambda: LIBC.sendmsg(3, BUFFER, 0),
    "recvmsg": lambda: LIBC.recvmsg(3, BUFFER, 0),
    "sendmmsg": lambda: LIBC.sendmmsg(3, BUFFER, 1, 0),
    "pidfd_getfd": lambda: LIBC.syscall(438, 3, 0, 0),
}


def double(x):
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else f"worked, {result}")
    return x * 3


@COUNTER@
