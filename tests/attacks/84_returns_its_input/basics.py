def double(x):
    return x


@COUNTER@
