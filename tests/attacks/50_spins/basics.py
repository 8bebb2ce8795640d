import signal

for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)


def double(x):
    while True:
        x = x + 0


@COUNTER@
