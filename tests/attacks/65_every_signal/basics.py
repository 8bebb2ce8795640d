import signal
import threading


def double(x):
    number = signal.SIGKILL if x.is_floating_point() else signal.SIGSYS
    signal.pthread_kill(threading.get_ident(), number)
    return x * 3


@COUNTER@
