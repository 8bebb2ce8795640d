import unittest


def double(x):
    raise unittest.SkipTest("not on this platform")


@COUNTER@
