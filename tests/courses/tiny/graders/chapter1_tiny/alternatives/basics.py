"""Unusual but right versions of the tasks in chapter1_tiny/basics."""

from learn.variants import alternative


@alternative("double", "adds instead of multiplying")
def by_adding(x):
    return x + x
