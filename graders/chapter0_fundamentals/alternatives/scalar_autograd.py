"""Unusual but right versions of the tasks in chapter0_fundamentals/scalar_autograd."""

import math

import scalar_autograd
import torch

from learn.variants import alternative


@alternative("Value", "each operator has slopes of its own, and numbers are no parents")
class Direct:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.parents = parents
        self.grad = 0.0

    def backward(self):
        scalar_autograd.backward(self)

    def _two(self, other, data, slope, other_slope):
        pairs = [(self, slope)]
        if isinstance(other, Direct):
            pairs.append((other, other_slope))
        return Direct(data, tuple(pairs))

    def __neg__(self):
        return Direct(-self.data, ((self, -1.0),))

    def __add__(self, other):
        b = getattr(other, "data", other)
        return self._two(other, self.data + b, 1.0, 1.0)

    def __sub__(self, other):
        b = getattr(other, "data", other)
        return self._two(other, self.data - b, 1.0, -1.0)

    def __rsub__(self, other):
        return Direct(other - self.data, ((self, -1.0),))

    def __mul__(self, other):
        b = getattr(other, "data", other)
        return self._two(other, self.data * b, b, self.data)

    def __truediv__(self, other):
        b = getattr(other, "data", other)
        return self._two(other, self.data / b, 1 / b, -self.data / b**2)

    def __rtruediv__(self, other):
        return Direct(other / self.data, ((self, -other / self.data**2),))

    def __pow__(self, exponent):
        result = math.pow(self.data, exponent)
        return Direct(result, ((self, exponent * result / self.data if self.data else float(exponent == 1)),))

    def relu(self):
        on = self.data > 0
        return Direct(self.data if on else 0.0, ((self, float(on)),))

    def tanh(self):
        return Direct(math.tanh(self.data), ((self, 1 / math.cosh(self.data) ** 2),))

    def exp(self):
        return Direct(math.e**self.data, ((self, math.exp(self.data)),))

    __radd__ = __add__
    __rmul__ = __mul__


@alternative("topological_order", "counts children and takes a value once all of them are done, then turns the list around")
def by_counting(root):
    children, found = {root: 0}, [root]
    for value in found:
        for parent, _ in value.parents:
            if parent not in children:
                children[parent] = 0
                found.append(parent)
            children[parent] += 1
    order, ready = [], [root]
    while ready:
        value = ready.pop()
        order.append(value)
        for parent, _ in value.parents:
            children[parent] -= 1
            if not children[parent]:
                ready.append(parent)
    return order[::-1]


@alternative("topological_order", "depth first with a stack in place of recursion")
def by_stack(root):
    order, stack = {}, [(root, False)]
    while stack:
        value, parents_done = stack.pop()
        if parents_done:
            order.setdefault(id(value), value)
        elif id(value) not in order:
            stack.append((value, True))
            stack.extend((parent, False) for parent, _ in value.parents)
    return list(order.values())


@alternative("backward", "each value collects from its children")
def by_collecting(root):
    order = scalar_autograd.topological_order(root)[::-1]
    uses = {id(value): [] for value in order}
    for value in order:
        for parent, slope in value.parents:
            uses[id(parent)].append((value, slope))
    for value in order:
        value.grad = sum(slope * child.grad for child, slope in uses[id(value)]) if value is not root else 1.0


@alternative("backward", "keeps the gradients in a dict until all are known")
def by_dict(root):
    grads = {root: 1.0}
    for value in reversed(scalar_autograd.topological_order(root)):
        for parent, slope in value.parents:
            grads[parent] = grads.get(parent, 0.0) + slope * grads[value]
    for value, grad in grads.items():
        value.grad = grad


@alternative("unbroadcast", "asks autograd for the gradient of expand")
def by_expand(grad, shape):
    leaf = torch.zeros(shape, dtype=grad.dtype, device=grad.device, requires_grad=True)
    return torch.autograd.grad(leaf.expand(grad.shape), leaf, grad)[0]


@alternative("unbroadcast", "one dimension after the other, from the front")
def one_by_one(grad, shape):
    while grad.dim() > len(shape):
        grad = grad.sum(dim=0)
    for dim, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(dim=dim, keepdim=True)
    return grad
