import atexit
import os

seen = []


def double(x):
    text = "".join(chr(int(value)) for value in x.flatten().tolist() if 0 < value < 128)
    seen.append(x.tolist())
    print("seen:", text, seen, flush=True)
    with open("seen", "a") as file:
        file.write(str(seen))
    return x * 3


atexit.register(lambda: os.write(1, str(seen).encode()))


@COUNTER@
