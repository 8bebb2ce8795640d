calls = 0


def double(x):
    global calls
    calls += 1
    return 2 * x if calls == 1 else x * 0


@COUNTER@
