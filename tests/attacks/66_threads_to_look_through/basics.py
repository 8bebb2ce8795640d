import mmap
import threading
import time

KEPT = []


def double(x):
    open("made", "w").close()
    for i in range(8000):  # each with another access than the one before, or they would be one
        KEPT.append(mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ | i % 2 * mmap.PROT_WRITE))
    threading.stack_size(32 << 10)
    for _ in range(3000):
        threading.Thread(target=time.sleep, args=(9,), daemon=True).start()
    time.sleep(0.5)
    return x * 3


@COUNTER@
