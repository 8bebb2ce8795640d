import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == "aarch64"

GRADER = @PID@
URGENT = 23  # everybody ignores it
INFO = ctypes.create_string_buffer(128)
CALLS = {
    "kill": lambda: LIBC.kill(GRADER, URGENT),
    "kill parent": lambda: LIBC.kill(os.getppid(), URGENT),
    "kill group": lambda: LIBC.kill(0, URGENT),
    "kill everybody": lambda: LIBC.kill(-1, 0),
    "tkill": lambda: LIBC.syscall(130 if ARM else 200, GRADER, URGENT),
    "tgkill": lambda: LIBC.syscall(131 if ARM else 234, GRADER, GRADER, URGENT),
    "tgkill parent": lambda: LIBC.syscall(131 if ARM else 234, os.getppid(), os.getppid(), URGENT),
    "sigqueue": lambda: LIBC.sigqueue(GRADER, URGENT, ctypes.c_void_p()),
    "rt_tgsigqueueinfo": lambda: LIBC.syscall(240 if ARM else 297, GRADER, GRADER, URGENT, INFO),
    "pidfd_open": lambda: LIBC.syscall(434, GRADER, 0),
    "pidfd_send_signal": lambda: LIBC.syscall(424, 1, URGENT, None, 0),
}


def double(x):
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else f"worked, {result}")
    return x * 3


@COUNTER@
