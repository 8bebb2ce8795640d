import os


def make(work, world):
    """Make a pipe that nobody writes to."""
    work.mkdir(exist_ok=True)
    os.mkfifo(work / "basics.py")
    return work
