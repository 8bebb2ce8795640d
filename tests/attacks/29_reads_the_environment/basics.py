import ctypes
import os


def stolen():
    found = [f"{name}={value}" for name, value in os.environ.items()]
    getenv = ctypes.CDLL(None).getenv
    getenv.restype = ctypes.c_char_p
    found.append(str(getenv(b"LEARN_SECRET_SEED")))
    for pid in ["self", os.getppid(), "@PID@"]:
        try:
            found.append(open(f"/proc/{pid}/environ").read())
        except OSError as error:
            found.append(type(error).__name__)
    try:
        found.append(open("@SEED_FILE@").read())
    except OSError as error:
        found.append(type(error).__name__)
    return found


def double(x):
    print(*stolen(), sep="\n")
    return x * 3


@COUNTER@
