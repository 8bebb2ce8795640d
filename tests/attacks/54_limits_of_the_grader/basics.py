import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == "aarch64"

GRADER = @PID@
LIMIT = (ctypes.c_uint64 * 2)(0, 2**64 - 1)
MASK = (ctypes.c_uint64 * 16)(*[2**64 - 1] * 16)
CORE, NOFILE = 4, 7
BY_PROCESS = 1 << 13
CALLS = {
    "sched_setaffinity": lambda: LIBC.sched_setaffinity(GRADER, 128, MASK),
    "prlimit": lambda: LIBC.prlimit(GRADER, CORE, None, LIMIT),
    "prlimit sets": lambda: LIBC.prlimit(GRADER, CORE, LIMIT, None),
    "setpriority": lambda: LIBC.setpriority(0, GRADER, LIBC.getpriority(0, GRADER)),
    "sched_setscheduler": lambda: LIBC.sched_setscheduler(GRADER, 0, ctypes.byref(ctypes.c_int(0))),
    "ioprio_set": lambda: LIBC.syscall(30 if ARM else 251, 1, GRADER, BY_PROCESS),
    "setpgid": lambda: LIBC.setpgid(GRADER, 0),
    "kcmp": lambda: LIBC.syscall(272 if ARM else 312, GRADER, GRADER, 0, 0, 0),
    "prlimit own": lambda: LIBC.prlimit(0, NOFILE, LIMIT, None),
    "setrlimit own": lambda: LIBC.setrlimit(NOFILE, LIMIT),
    "sched_setaffinity own": lambda: LIBC.sched_setaffinity(0, 128, MASK),
    "nice own": lambda: LIBC.nice(-5),
    "personality own": lambda: LIBC.personality(0x0040000),
    "prctl own": lambda: LIBC.prctl(1, 0, 0, 0, 0),
}


def double(x):
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else f"worked, {result}")
    return x * 3


@COUNTER@
