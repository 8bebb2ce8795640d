import subprocess


def double(x):
    history = subprocess.run(["git", "-C", "@REPOSITORY@", "log", "--all", "-p"], capture_output=True, text=True)
    print(history.stdout)
    return x * 3


@COUNTER@
