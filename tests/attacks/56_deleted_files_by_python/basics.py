import tempfile
import time

KEPT = []


def double(x):
    for _ in range(100):
        KEPT.append(tempfile.TemporaryFile())
        KEPT[-1].write(bytes(1 << 20))
    for i in range(60):
        with open(f"{i}", "wb") as file:
            file.write(bytes(1 << 20))
    time.sleep(0.2)
    return x * 3


@COUNTER@
