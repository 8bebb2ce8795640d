"""Plausible wrong versions of the tasks in chapter0_fundamentals/scalar_autograd.

A wrong ``Value`` takes over what is right and replaces one operator.
"""

import math

import torch
from scalar_autograd import Value, topological_order

from learn.variants import mistake


class Base(Value):
    """What the wrong versions share: a way to make a result of their own class, with a pair for each operand."""

    def made(self, data, *pairs):
        return type(self)(data, tuple((self.lifted(operand), slope) for operand, slope in pairs))

    def lifted(self, operand):
        return operand if isinstance(operand, Value) else type(self)(operand)


@mistake("Value", "Your __add__ changes the left operand and returns it: make a new Value with the sum.")
class AddsInPlace(Base):
    def __add__(self, other):
        other = self.lifted(other)
        self.data += other.data
        return self


@mistake("Value", "The slope of a * b with respect to a is b's number, not a's: yours are swapped.")
class OwnSlope(Base):
    def __mul__(self, other):
        other = self.lifted(other)
        return self.made(self.data * other.data, (self, self.data), (other, other.data))


@mistake("Value", "You kept the parents in a dict, where a * a is one entry: keep two pairs, one for each operand.")
class ParentsInDict(Base):
    def __mul__(self, other):
        other = self.lifted(other)
        slopes = {self: other.data, other: self.data}
        return self.made(self.data * other.data, *slopes.items())

    def __add__(self, other):
        other = self.lifted(other)
        return self.made(self.data + other.data, *{self: 1.0, other: 1.0}.items())


@mistake("Value", "Both operands of your a - b have slope 1: if b grows, the result shrinks, so b's slope is -1.")
class MinusSlope(Base):
    def __sub__(self, other):
        other = self.lifted(other)
        return self.made(self.data - other.data, (self, 1.0), (other, 1.0))


@mistake("Value", "Your 3 - a gives a - 3: in __rsub__ the number stands on the left, and self is taken away from it.")
class ReversedMinus(Base):
    def __rsub__(self, other):
        return self - other


@mistake("Value", "Your 4 / a gives a / 4: in __rtruediv__ the number is divided by self.")
class ReversedDivision(Base):
    def __rtruediv__(self, other):
        return self / other


@mistake("Value", "You expect a Value on the right: a Python number has no .data, so make a Value of it first.", raises=True)
class NoNumbers(Base):
    def __add__(self, other):
        return self.made(self.data + other.data, (self, 1.0), (other, 1.0))


@mistake("Value", "// rounds down to a whole number: divide with / .")
class FloorDivision(Base):
    def __truediv__(self, other):
        other = self.lifted(other)
        return self.made(self.data // other.data, (self, 1 / other.data), (other, -self.data / other.data**2))


@mistake("Value", "The slope of a / b with respect to b is -a / b**2: yours has lost its minus.")
class DivisionSlope(Base):
    def __truediv__(self, other):
        other = self.lifted(other)
        return self.made(self.data / other.data, (self, 1 / other.data), (other, self.data / other.data**2))


@mistake("Value", "The slope of a ** n is n * a ** (n - 1): you left the exponent at n.")
class PowerSlope(Base):
    def __pow__(self, exponent):
        return self.made(self.data**exponent, (self, exponent * self.data**exponent))


@mistake("Value", "n * a ** n - 1 means (n * a ** n) - 1: put the exponent into brackets, a ** (n - 1).")
class PowerPrecedence(Base):
    def __pow__(self, exponent):
        return self.made(self.data**exponent, (self, exponent * self.data**exponent - 1))


@mistake("Value", "You let relu's gradient through everywhere: where the input is negative, the slope is 0.")
class LeakyRelu(Base):
    def relu(self):
        return self.made(max(self.data, 0.0), (self, 1.0))


@mistake("Value", "At 0 your relu has slope 1: the task says 0, so ask for data > 0 and not >= 0.")
class CornerOfRelu(Base):
    def relu(self):
        return self.made(max(self.data, 0.0), (self, 1.0 if self.data >= 0 else 0.0))


@mistake("Value", "The slope of tanh is 1 - tanh(x)**2: you squared the input and not the result.")
class TanhOfInput(Base):
    def tanh(self):
        return self.made(math.tanh(self.data), (self, 1 - self.data**2))


@mistake("Value", "The slope of tanh is 1 - tanh(x)**2: you left out the square.")
class TanhNotSquared(Base):
    def tanh(self):
        result = math.tanh(self.data)
        return self.made(result, (self, 1 - result))


@mistake("Value", "Your relu changes the operand and returns it: make a new Value, with slope 1 or 0.")
class ReluInPlace(Base):
    def relu(self):
        self.data = max(self.data, 0.0)
        return self


@mistake("Value", "The slope of exp is exp(x), the result itself, and not x.")
class ExpSlope(Base):
    def exp(self):
        return self.made(math.exp(self.data), (self, self.data))


@mistake("Value", "Your exp makes a Value without parents, which cuts the graph: note the operand and its slope.")
class ExpWithoutParents(Base):
    def exp(self):
        return self.made(math.exp(self.data))


def reached(root, visit):
    """Call visit on every value that root was made of, once for each path."""
    visit(root)
    for parent, _ in root.parents:
        reached(parent, visit)


@mistake("topological_order", "You list a value once for each path that leads to it: remember which ones you have seen.")
def once_per_path(root):
    order = []
    for parent, _ in root.parents:
        order += once_per_path(parent)
    return [*order, root]


@mistake("topological_order", "You noted each value before its parents, so children come first: append it after them.")
def children_first(root):
    order = []
    reached(root, lambda value: order.append(value) if value not in order else None)
    return order


@mistake(
    "topological_order",
    "Going level by level puts a value too early if a longer path leads to it as well: go depth first.",
)
def level_by_level(root):
    order = [root]
    for value in order:
        for parent, _ in value.parents:
            if parent not in order:
                order.append(parent)
    return order[::-1]


@mistake("topological_order", "You forgot the root: it belongs to the list, in the last place.")
def without_root(root):
    return topological_order(root)[:-1]


@mistake("topological_order", "You left out values without parents: the leaves belong to the list too.")
def without_leaves(root):
    return [value for value in topological_order(root) if value.parents]


@mistake(
    "topological_order",
    "You remember the numbers that you have seen: two values may hold the same one. Remember objects.",
)
def seen_by_number(root):
    order, seen = [], set()

    def visit(value):
        if value.data not in seen:
            seen.add(value.data)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(root)
    return order


@mistake("topological_order", "You sorted by the numbers that the values hold: what counts is who is whose parent.")
def sorted_by_number(root):
    found = set()
    reached(root, found.add)
    return sorted(found, key=lambda value: -value.data)


@mistake("backward", "Nothing starts the flow: the derivative of the root with respect to itself is 1.")
def never_started(root):
    for value in topological_order(root):
        value.grad = 0.0
    for value in reversed(topological_order(root)):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


@mistake("backward", "You overwrite a gradient that came on another path: add to it with += .")
def overwrites(root):
    root.grad = 1.0
    for value in reversed(topological_order(root)):
        for parent, slope in value.parents:
            parent.grad = slope * value.grad


@mistake("backward", "Along a path you added the slopes: the chain rule multiplies them.")
def adds_slopes(root):
    for value in topological_order(root):
        value.grad = 0.0
    root.grad = 1.0
    for value in reversed(topological_order(root)):
        for parent, slope in value.parents:
            parent.grad += slope + value.grad


@mistake("backward", "You gave parents the slope alone: multiply it with the gradient that has arrived at the child.")
def slopes_alone(root):
    for value in topological_order(root):
        value.grad = 0.0
    root.grad = 1.0
    for value in reversed(topological_order(root)):
        for parent, slope in value.parents:
            parent.grad += slope


@mistake("backward", "You went from the leaves to the root: gradients flow from the root, so go in reversed order.")
def wrong_way(root):
    for value in topological_order(root):
        value.grad = 0.0
    root.grad = 1.0
    for value in topological_order(root):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


@mistake(
    "backward",
    "You pass a value's whole gradient on at each visit, so parts of it count twice: finish its children first.",
)
def passed_on_at_each_visit(root):
    for value in topological_order(root):
        value.grad = 0.0
    root.grad = 1.0

    def pass_on(value):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad
            pass_on(parent)

    pass_on(root)


@mistake("backward", "You go level by level, and pass a gradient on before all of it has arrived: use topological_order.")
def in_levels(root):
    for value in topological_order(root):
        value.grad = 0.0
    root.grad = 1.0
    order = [root]
    for value in order:
        for parent, slope in value.parents:
            parent.grad += slope * value.grad
            if parent not in order:
                order.append(parent)


@mistake("backward", "You add to gradients of an earlier call: set each one to 0.0 before you start.")
def old_gradients_stay(root):
    root.grad = 1.0
    for value in reversed(topological_order(root)):
        for parent, slope in value.parents:
            parent.grad += slope * value.grad


@mistake("backward", "You walk along every path, and their number doubles at each fork: handle each value once.")
def along_every_path(root):
    for value in topological_order(root):
        value.grad = 0.0

    def arrive(value, amount):
        value.grad += amount
        for parent, slope in value.parents:
            arrive(parent, amount * slope)

    arrive(root, 1.0)


@mistake("unbroadcast", "You only summed the dimensions in front: those of size 1 were broadcast too.")
def front_only(grad, shape):
    while grad.dim() > len(shape):
        grad = grad.sum(dim=0)
    return grad


@mistake(
    "unbroadcast",
    "You only summed dimensions of size 1: those that were added in front have to go as well.",
    raises=True,
)
def ones_only(grad, shape):
    for dim, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(dim=dim, keepdim=True)
    return grad.reshape(shape)


@mistake("unbroadcast", "You lost dimensions of size 1: sum them with keepdim=True.")
def ones_dropped(grad, shape):
    while grad.dim() > len(shape):
        grad = grad.sum(dim=0)
    dims = [dim for dim, size in enumerate(shape) if size == 1]
    return grad.sum(dim=dims) if dims else grad


@mistake("unbroadcast", "You averaged: a value that was used 8 times gets the sum of 8 gradients.")
def averaged(grad, shape):
    extra = grad.dim() - len(shape)
    dims = [*range(extra), *(extra + dim for dim, size in enumerate(shape) if size == 1)]
    return grad.mean(dim=dims, keepdim=True).reshape(shape) if dims else grad


@mistake("unbroadcast", "You took the first of the gradients: each use counts, so sum them.")
def first_one(grad, shape):
    while grad.dim() > len(shape):
        grad = grad[0]
    for dim, size in enumerate(shape):
        if size == 1:
            grad = grad.narrow(dim, 0, 1)
    return grad


@mistake("unbroadcast", "sum(dim=()) does not sum nothing, it sums everything: leave it out where there is nothing to sum.")
def empty_dims(grad, shape):
    extra = grad.dim() - len(shape)
    dims = [*range(extra), *(extra + dim for dim, size in enumerate(shape) if size == 1)]
    return grad.sum(dim=dims, keepdim=True).reshape(shape)


@mistake(
    "unbroadcast",
    "Where no dimension was added in front, you returned at once: a size of 1 may still have been broadcast.",
)
def same_rank_is_done(grad, shape):
    extra = grad.dim() - len(shape)
    if extra == 0:
        return grad
    dims = [*range(extra), *(extra + dim for dim, size in enumerate(shape) if size == 1)]
    return grad.sum(dim=dims, keepdim=True).reshape(shape)


@mistake(
    "unbroadcast",
    "You looked for the 1s at grad's positions: shapes are aligned at the end, so add the offset in front.",
)
def aligned_at_start(grad, shape):
    extra = grad.dim() - len(shape)
    dims = {*range(extra), *(dim for dim, size in enumerate(shape) if size == 1)}
    return grad.sum(dim=tuple(dims), keepdim=True).squeeze() if dims else grad


@mistake("unbroadcast", "sum_to_size is the whole answer: find the dimensions and sum over them yourself.")
def by_sum_to_size(grad, shape):
    return grad.sum_to_size(shape)


@mistake("unbroadcast", "The zeros that you expanded are on the CPU, wherever grad is: make them with device=grad.device.")
def zeros_on_cpu(grad, shape):
    before = torch.zeros(shape, dtype=grad.dtype, requires_grad=True)
    return torch.autograd.grad(before.expand(grad.shape), before, grad)[0]
