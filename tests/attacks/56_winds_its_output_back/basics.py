import os


def double(x):
    for i in range(2000):
        os.write(1, b"over and over " * 100)
        os.lseek(1, 0, os.SEEK_SET)
        os.ftruncate(1, 0)
    print("wound back")
    return x * 3


@COUNTER@
