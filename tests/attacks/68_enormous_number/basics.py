def double(x):
    return 1 << 10**6


@COUNTER@
