"""Plausible wrong versions of the tasks in chapter1_tiny/basics."""

from learn.variants import mistake


@mistake("double", "You squared x: multiply it by 2 instead.")
def squared(x):
    return x * x


@mistake("double", "detach() cuts the graph, so no gradient reaches x.")
def detached(x):
    return 2 * x.detach()


@mistake("double", "2.0 * x makes floats of integers: keep the dtype of x.")
def floated(x):
    return 2.0 * x


@mistake("Counter", "The count starts at 0: count the call before you return.")
class FromZero:
    def __init__(self):
        self.count = -1

    def __call__(self):
        self.count += 1
        return self.count
