KEPT = []


def double(x):
    for i in range(1000):
        KEPT.append(open(f"{i}", "w"))


@COUNTER@
