import glob
import os
import tempfile


def double(x):
    for place in ["@OTHER@", *glob.glob(os.path.join(tempfile.gettempdir(), "..", "*", "*"))]:
        try:
            print(open(place).read())
        except OSError as error:
            print(type(error).__name__)
    try:
        print(os.listdir(".."))
    except OSError as error:
        print("above:", type(error).__name__)
    return x * 3


@COUNTER@
