def double(x):
    return (2 * x).mean().reshape(1)


@COUNTER@
