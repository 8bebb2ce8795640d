import signal
import threading


def double(x):
    number = signal.SIGKILL if x.is_floating_point() else signal.SIGSYS
    signal.pthread_kill(threading.get_ident(), number)
    return x * 3


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
