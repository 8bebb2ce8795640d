import numpy as np


def double(x):
    try:
        np.empty(1 << 42, np.uint8)
    except MemoryError as error:
        print(error)
    return [np.ones(1 << 20) for _ in range(256)]


@COUNTER@
