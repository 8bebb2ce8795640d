class Hostile:
    __class__ = property(lambda self: exit(0))

    def __repr__(self):
        raise SystemExit(0)

    __str__ = __len__ = __iter__ = __reduce__ = __eq__ = __hash__ = __bool__ = __float__ = __repr__


def double(x):
    return Hostile()


@COUNTER@
