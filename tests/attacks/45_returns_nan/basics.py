def double(x):
    return x * float("nan")


@COUNTER@
