import fcntl
import os

ORDINARY = fcntl.fcntl(1, fcntl.F_GETFL)


def double(x):
    print("before", flush=True)
    try:
        fcntl.fcntl(1, fcntl.F_SETFL, ORDINARY | os.O_NONBLOCK | os.O_ASYNC | os.O_APPEND | os.O_DIRECT)
    except OSError as error:
        print(error)
    return x * 3


@COUNTER@
