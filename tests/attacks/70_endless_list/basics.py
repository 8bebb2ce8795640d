import itertools


class Endless(list):
    def __iter__(self):
        return itertools.count()

    def __len__(self):
        return 1 << 62


class EndlessTuple(tuple):
    __iter__, __len__ = Endless.__iter__, Endless.__len__


class EndlessDict(dict):
    __iter__, __len__ = Endless.__iter__, Endless.__len__

    def items(self):
        return zip(itertools.count(), itertools.count())

    keys = values = __iter__


def double(x):
    return EndlessTuple([Endless([x]), EndlessDict(x=x)])


@COUNTER@
