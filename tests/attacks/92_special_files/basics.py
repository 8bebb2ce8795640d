import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == "aarch64"

PLACES = [
    "/proc/self/mem", "/proc/self/environ", "/proc/self/fd/1", "/proc/thread-self/attr/current", "/proc/self/oom_score_adj",
    "/proc/self/clear_refs", "/proc/@PID@/mem", "/proc/@PID@/environ", "/proc/1/environ", "/proc/sys/kernel/core_pattern",
    "/proc/sysrq-trigger", "/proc/kcore", "/dev/shm/learn-attack", "/dev/tty", "/dev/kmsg", "/dev/mem", "/dev/fuse", "/dev/kvm",
    "/dev/ptmx", "/dev/vda", "/dev/full", "/sys/fs/cgroup/cgroup.procs", "/run/docker.sock", "/etc/passwd", "/etc/shadow",
]
CALLS = {place: lambda place=place.encode(): LIBC.open(place, os.O_RDWR) for place in PLACES}
CALLS |= {f"{place} to read": lambda place=place.encode(): LIBC.open(place, os.O_RDONLY) for place in PLACES}
CALLS["parent"] = lambda: LIBC.open(f"/proc/{os.getppid()}/mem".encode(), os.O_RDWR)


def double(x):
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else f"worked, {result}")
    return x * 3


@COUNTER@
