import signal
import threading


def double(x):
    if x.is_floating_point():
        signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
    return x * 3


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
