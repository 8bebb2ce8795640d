import numpy as np


def double(x):
    return np.broadcast_to(np.float64(1), (1 << 20, 1 << 20))


@COUNTER@
