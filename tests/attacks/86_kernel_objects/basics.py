import ctypes
import errno
import os

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == "aarch64"

BUFFER = ctypes.create_string_buffer(256)
CALLS = {
    "io_uring_setup": lambda: LIBC.syscall(425, 8, BUFFER),
    "userfaultfd": lambda: LIBC.syscall(282 if ARM else 323, 1),
    "keyctl": lambda: LIBC.syscall(219 if ARM else 250, 1, None),
    "add_key": lambda: LIBC.syscall(217 if ARM else 248, b"user", b"attack", b"x", 1, -3),
    "bpf": lambda: LIBC.syscall(280 if ARM else 321, 0, BUFFER, 48),
    "perf_event_open": lambda: LIBC.syscall(241 if ARM else 298, BUFFER, 0, -1, -1, 0),
    "inotify_init": lambda: LIBC.inotify_init1(0),
    "fanotify_init": lambda: LIBC.fanotify_init(0, 0),
    "eventfd": lambda: LIBC.eventfd(0, 0),
    "timerfd_create": lambda: LIBC.timerfd_create(1, 0),
    "signalfd": lambda: LIBC.signalfd(-1, BUFFER, 0),
    "epoll_create": lambda: LIBC.epoll_create1(0),
    "setitimer": lambda: LIBC.setitimer(0, BUFFER, None),
    "process_vm_readv": lambda: LIBC.process_vm_readv(os.getppid(), BUFFER, 0, BUFFER, 0, 0),
    "ptrace": lambda: LIBC.ptrace(0, 0, None, None),
    "landlock_restrict_self": lambda: LIBC.syscall(446, 0, 0),
    "seccomp": lambda: LIBC.syscall(277 if ARM else 317, 2, 0, BUFFER),
    "vmsplice": lambda: LIBC.vmsplice(1, BUFFER, 0, 0),
    "swapon": lambda: LIBC.swapon(b"none", 0),
    "reboot": lambda: LIBC.reboot(0x89ABCDEF),
}


def double(x):
    for name, call in CALLS.items():
        ctypes.set_errno(0)
        result = call()
        print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else f"worked, {result}")
    return x * 3


@COUNTER@
