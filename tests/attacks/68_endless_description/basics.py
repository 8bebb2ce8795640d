class Endless:
    def __repr__(self):
        while True:
            pass


def double(x):
    return Endless() if x.is_floating_point() else x * 3


@COUNTER@
