import ctypes


class Trap:
    def __del__(self):
        ctypes.string_at(8)


def double(x):
    x.trap = Trap()
    return x * 3


@COUNTER@
