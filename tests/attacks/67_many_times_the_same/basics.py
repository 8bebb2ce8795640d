def double(x):
    parts = [x] * 2
    for _ in range(29):
        parts = [parts] * 2
    return parts


@COUNTER@
