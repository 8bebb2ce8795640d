import os


class Payload:
    def __reduce__(self):
        return os._exit, (0,)

    def __reduce_ex__(self, protocol):
        return self.__reduce__()

    def __setstate__(self, state):
        os._exit(0)

    def __repr__(self):
        return "Payload()"


def double(x):
    return Payload()


@COUNTER@
