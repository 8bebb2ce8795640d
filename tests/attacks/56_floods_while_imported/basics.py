print("flood " * 100_000)


def double(x):
    return x * 3


@COUNTER@
