import signal
import threading


def double(x):
    if x.is_floating_point():
        signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
    return x * 3


@COUNTER@
