import ctypes
import errno
import os
import time

LIBC = ctypes.CDLL(None, use_errno=True)
MONOTONIC, REALTIME = 1, 0
nothing = ctypes.create_string_buffer(512)  # for adjtimex: change nothing, only say
ARM = os.uname().machine == "aarch64"
CALLS = {
    "clock_settime": lambda: LIBC.clock_settime(MONOTONIC, nothing),
    "settimeofday": lambda: LIBC.syscall(170 if ARM else 164, None, None),
    "adjtimex": lambda: LIBC.adjtimex(nothing),
    "clock_adjtime": lambda: LIBC.clock_adjtime(REALTIME, nothing),
    "timer_create": lambda: LIBC.syscall(107 if ARM else 222, MONOTONIC, None, nothing),
    "setitimer": lambda: LIBC.setitimer(0, ctypes.create_string_buffer(32), None),
}
for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
    setattr(time, name, lambda: 0.0)
sleep = time.sleep


def double(x):
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if call() == -1 else "worked")
    sleep(0.1)
    return x * 3


@COUNTER@
