import signal
import time

for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time", "sleep"):
    setattr(time, name, lambda *_: 0.0)
signal.signal(signal.SIGXCPU, signal.SIG_IGN)


def double(x):
    while True:
        time.sleep(1)


@COUNTER@
