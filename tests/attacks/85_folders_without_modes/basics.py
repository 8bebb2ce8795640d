import os


def double(x):
    os.umask(0)
    os.mkdir("hidden", 0o300)
    os.umask(0o777)
    os.mkdir("closed")
    for i in range(2000):
        open(f"hidden/{i}", "w").close()
    return x * 3


@COUNTER@
