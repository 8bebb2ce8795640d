import ctypes
import glob
import os

LIBC = ctypes.CDLL(None, use_errno=True)
KEY, CREATE = 0x6E6F7465, 0o1600
HOME = os.getcwd()
ABOVE = os.path.dirname(HOME)
PLACES = [HOME, ABOVE, os.path.dirname("@VICTIM@"), *glob.glob(f"{ABOVE}/*")]


def notes():
    for place in PLACES:
        try:
            yield open(f"{place}/note").read()
        except OSError:
            pass
    if LIBC.msgget(KEY, 0) >= 0 or LIBC.semget(KEY, 1, 0) >= 0:
        yield "in the kernel"


def leave():
    for place in PLACES:
        try:
            with open(f"{place}/note", "w") as file:
                file.write("a note")
        except OSError:
            pass
    made = LIBC.msgget(KEY, CREATE)
    if made >= 0:
        LIBC.msgctl(made, 0, None)
        print("a queue could be left")


found = list(notes())
leave()


def double(x):
    print("notes found:", found, flush=True)
    if x.is_floating_point():
        os._exit(3)
    return x * 3


@COUNTER@
