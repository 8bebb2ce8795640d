def double(x):
    return x * 3


@COUNTER@
