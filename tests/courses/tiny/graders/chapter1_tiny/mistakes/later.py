"""Plausible wrong versions of the tasks in chapter1_tiny/later."""

from basics import double

from learn.variants import mistake


@mistake("quadruple", "Doubling once is not enough: double twice.")
def doubled(x):
    return double(x)
