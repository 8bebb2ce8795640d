"""seccomp: which system calls a worker may make.  What is not on the list is refused with ``EPERM``.

An allow-list, since a deny-list is always one call short: the first one forgot ``sched_setaffinity`` and ``prlimit`` on the
grader.  What is *not* here, on purpose: new processes and programs, sockets, messages that carry descriptors, signals to
others, changing modes, owners and times of files (Landlock does not cover them), shared memory, ``ptrace``, ``prctl``,
``io_uring``, other filters.
"""

from __future__ import annotations

import errno
import os
import struct
from ctypes import addressof, create_string_buffer

from learn.sandbox import kernel

NAME = "seccomp"

# name: (number on x86_64, number on aarch64); None where the architecture has no such call
_ALWAYS: dict[str, tuple[int | None, int | None]] = {
    # what training does all the time
    "futex": (202, 98), "mmap": (9, 222), "munmap": (11, 215), "mprotect": (10, 226), "madvise": (28, 233),
    "mremap": (25, 216), "brk": (12, 214), "mbind": (237, 235), "get_mempolicy": (239, 236), "membarrier": (324, 283),
    "read": (0, 63), "write": (1, 64), "sendto": (44, 206), "recvfrom": (45, 207), "getrandom": (318, 278),
    # files: Landlock decides which
    "close": (3, 57), "close_range": (436, 436), "lseek": (8, 62),
    "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67), "pwrite64": (18, 68),
    "newfstatat": (262, 79), "stat": (4, None), "lstat": (6, None), "fstat": (5, 80), "statx": (332, 291),
    "access": (21, None), "faccessat": (269, 48), "faccessat2": (439, 439), "readlink": (89, None),
    "readlinkat": (267, 78), "getcwd": (79, 17), "chdir": (80, 49), "fchdir": (81, 50), "getdents64": (217, 61),
    "mkdir": (83, None), "mkdirat": (258, 34), "unlink": (87, None), "unlinkat": (263, 35), "rmdir": (84, None),
    "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276), "ftruncate": (77, 46),
    "fsync": (74, 82), "fdatasync": (75, 83), "fadvise64": (221, 223),
    "sendfile": (40, 71), "copy_file_range": (326, 285), "statfs": (137, 43), "fstatfs": (138, 44),
    "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24), "pipe": (22, None), "pipe2": (293, 59),
    "poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72), "umask": (95, 166),
    # threads and signals of its own
    "set_robust_list": (273, 99), "rseq": (334, 293), "set_tid_address": (218, 96),
    "arch_prctl": (158, None), "gettid": (186, 178), "exit": (60, 93), "exit_group": (231, 94),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "rt_sigpending": (127, 136),
    "sigaltstack": (131, 132), "restart_syscall": (219, 128),
    # looking at itself and at the clock
    "sched_getaffinity": (204, 123), "sched_yield": (24, 124), "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120), "sched_get_priority_max": (146, 125), "sched_get_priority_min": (147, 126),
    "getcpu": (309, 168), "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101), "gettimeofday": (96, 169), "time": (201, None), "times": (100, 153),
    "getrusage": (98, 165), "getrlimit": (97, 163), "sysinfo": (99, 179), "uname": (63, 160),
    "getpid": (39, 172), "getppid": (110, 173), "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176),
    "getegid": (108, 177), "getresuid": (118, 148), "getresgid": (120, 150), "getgroups": (115, 158),
}  # fmt: skip
_CLONE, _CLONE3, _IOCTL, _FCNTL, _PRLIMIT, _TGKILL, _SECCOMP, _OPENAT, _OPEN = range(9)
_NUMBERS = {
    "x86_64": (0xC000003E, (56, 435, 16, 72, 302, 234, 317, 257, 2)),
    "aarch64": (0xC00000B7, (220, 435, 29, 25, 261, 131, 277, 56, 56)),
}
"""For each architecture its audit name and the numbers of the calls whose arguments matter."""

_CLONE_THREAD = 0x00010000
_CLONE_NEW = 0x7E020000 | 0x80
"""Every flag that makes a namespace."""
_TCGETS, _FIOCLEX, _FIONBIO, _TIOCGWINSZ = 0x5401, 0x5451, 0x5421, 0x5413
_DUPFD, _GETFD, _SETFD, _GETFL, _DUPFD_CLOEXEC = 0, 1, 2, 3, 1030
"""Not the ones that lock files, send signals, or change how the grader reads what was printed."""

_TMPFILE = 0x400000
"""A file without a name changes no folder, and is in none; ``tempfile`` does without it."""

_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_SET_FILTER, _ALL_THREADS = 1, 1


def missing() -> str:
    """Say why this layer cannot be used here, and how to get it; an empty string where it can."""
    if kernel.MACHINE in _NUMBERS:
        return ""
    return f"seccomp filters are written for Linux on {' and '.join(_NUMBERS)}"


def enter(_rules: object) -> None:
    """Refuse this process every call that is not on the list.  There is no way back.

    Raises:
        OSError: the kernel refused.
    """
    program = _program(kernel.MACHINE, os.getpid())
    code = create_string_buffer(program, len(program))
    head = create_string_buffer(struct.pack("=H6xQ", len(program) // 8, addressof(code)), 16)
    number = _NUMBERS[kernel.MACHINE][1][_SECCOMP]
    kernel.call("seccomp", number, _SET_FILTER, _ALL_THREADS, head)


def _program(machine: str, pid: int) -> bytes:
    """Return the filter as Berkeley packet filter code (``linux/filter.h``, ``linux/seccomp.h``)."""
    architecture, numbers = _NUMBERS[machine]
    column = list(_NUMBERS).index(machine)
    code = [_load(_ARCHITECTURE_AT), _test(_EQUAL, architecture, 1, 0), _return(_KILL), _load(_NUMBER_AT)]
    for pair in _ALWAYS.values():
        number = pair[column]
        if number is not None:
            code += _when(number, [_return(_ALLOW)])
    code += _when(numbers[_CLONE3], [_return(_REFUSE | errno.ENOSYS)])  # glibc then falls back to clone
    code += _when(numbers[_CLONE], _only_threads())
    code += _when(numbers[_IOCTL], _one_of(1, _TCGETS, _FIOCLEX, _FIONBIO, _TIOCGWINSZ))
    code += _when(numbers[_FCNTL], _one_of(1, _DUPFD, _GETFD, _SETFD, _GETFL, _DUPFD_CLOEXEC))
    code += _when(numbers[_TGKILL], _one_of(0, pid))  # abort() sends itself a signal
    code += _when(numbers[_OPENAT], _without_bits(2, _TMPFILE))
    code += _when(numbers[_OPEN], _without_bits(1, _TMPFILE)) if numbers[_OPEN] != numbers[_OPENAT] else []
    code += _when(numbers[_PRLIMIT], _own_limits_unchanged())
    return b"".join([*code, _return(_REFUSE | errno.EPERM)])


def _when(number: int, body: list[bytes]) -> list[bytes]:
    """Run ``body``, which ends with a return, where the call has this number."""
    return [_test(_EQUAL, number, 0, len(body)), *body]


def _one_of(argument: int, *values: int) -> list[bytes]:
    """Allow a call whose argument has one of these values in its lower half, which is all that the kernel reads of it."""
    tests = [_test(_EQUAL, value, len(values) - i, 0) for i, value in enumerate(values)]
    return [_load(_lower_half(argument)), *tests, _return(_REFUSE | errno.EPERM), _return(_ALLOW)]


def _without_bits(argument: int, bits: int) -> list[bytes]:
    """Allow a call whose argument has none of these bits."""
    return [_load(_lower_half(argument)), _test(_ANY_BIT, bits, 0, 1), _return(_REFUSE | errno.EPERM), _return(_ALLOW)]


def _only_threads() -> list[bytes]:
    """Allow a clone that is a thread and makes no namespace."""
    return [
        _load(_lower_half(0)),
        _test(_ANY_BIT, _CLONE_NEW, 2, 0),
        _test(_ANY_BIT, _CLONE_THREAD, 0, 1),
        _return(_ALLOW),
        _return(_REFUSE | errno.EPERM),
    ]


def _own_limits_unchanged() -> list[bytes]:
    """Allow a question for this process's own limits, with a null pointer in the place of new ones."""
    return [
        _load(_lower_half(0)),
        _test(_EQUAL, 0, 0, 5),
        _load(_lower_half(2)),
        _test(_EQUAL, 0, 0, 3),
        _load(_lower_half(2) + 4),
        _test(_EQUAL, 0, 0, 1),
        _return(_ALLOW),
        _return(_REFUSE | errno.EPERM),
    ]


def _lower_half(argument: int) -> int:
    """Return where an argument's lower 32 bits stand in what a filter sees of a call; both architectures are little-endian."""
    return _ARGUMENTS_AT + 8 * argument


def _load(offset: int) -> bytes:
    return struct.pack("=HBBI", _LOAD, 0, 0, offset)


def _test(kind: int, value: int, skip_if_true: int, skip_if_false: int) -> bytes:
    return struct.pack("=HBBI", kind, skip_if_true, skip_if_false, value)


def _return(action: int) -> bytes:
    return struct.pack("=HBBI", _RETURN, 0, 0, action)
