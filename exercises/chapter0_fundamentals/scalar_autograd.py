"""A tiny reverse-mode autograd: a ``Value`` is a number that remembers what it was made of.

Operators write the graph down, ``topological_order`` says in which order to walk through it, ``backward`` walks, and
``unbroadcast`` is what tensors need on top. Only ``backward`` builds on another task, ``topological_order``.
"""

from __future__ import annotations

import math

import torch


class Value:
    """A scalar that remembers what it was made of. Write the operators in plain Python; the rest is given.

    Each operator returns a new ``Value`` that holds the result and a parent for each operand: a pair of the operand and
    the slope, which is the derivative of the result with respect to that operand. No operator changes its operands. In
    ``a * a`` both operands are ``a``: two pairs, each with a slope of its own. A Python number as an operand acts as
    ``Value(number)``; whether it becomes a parent is up to you.

    Operators: ``a + b``, ``a - b``, ``a * b``, ``a / b`` where either side may be a Python number, ``-a``, ``a ** n``
    with a Python number ``n``, ``a.relu()``, ``a.tanh()`` and ``a.exp()``. An operator may be built from others,
    through intermediate values: the slopes along each path multiply, and different paths add up.

    Attributes:
        data: The number, a Python float.
        parents: A tuple of pairs ``(parent, slope)``: a Value and a float. A value that was not computed has none.
        grad: A float, 0.0 at first: ``backward`` puts the derivative of its root with respect to this value here.

    Example:
        >>> a, b = Value(2.0), Value(-3.0)
        >>> product = a * b
        >>> product.data
        -6.0
        >>> [(parent.data, slope) for parent, slope in product.parents]
        [(2.0, -3.0), (-3.0, 2.0)]
        >>> (1 - a).data, (a**3).data, b.relu().data
        (-1.0, 8.0, 0.0)
    """

    def __init__(self, data: float, parents: tuple[tuple[Value, float], ...] = ()) -> None:
        self.data = float(data)
        self.parents = parents
        self.grad = 0.0

    def __repr__(self) -> str:
        return f"Value({self.data}, grad={self.grad})"

    def backward(self) -> None:
        """Fill ``grad`` of this value and of everything that it was made of."""
        backward(self)

    # Python calls these where the left operand is a number: 3 + a, 3 * a.

    def __radd__(self, other: float) -> Value:
        return self + other

    def __rmul__(self, other: float) -> Value:
        return self * other

    def __neg__(self) -> Value:
        return self * -1

    def __add__(self, other: Value | float) -> Value:
        """Return ``self + other``."""
        raise NotImplementedError

    def __mul__(self, other: Value | float) -> Value:
        """Return ``self * other``."""
        raise NotImplementedError

    def __sub__(self, other: Value | float) -> Value:
        """Return ``self - other``."""
        raise NotImplementedError

    def __rsub__(self, other: float) -> Value:
        """Return ``other - self``: Python calls this for ``3 - a``, with ``a`` as self."""
        raise NotImplementedError

    def __pow__(self, exponent: float) -> Value:
        """Return ``self ** exponent``.

        Args:
            exponent: A Python number like 3, -2 or 0.5, for which the result and its slope exist.
        """
        raise NotImplementedError

    def __truediv__(self, other: Value | float) -> Value:
        """Return ``self / other``, where ``other`` is not 0."""
        raise NotImplementedError

    def __rtruediv__(self, other: float) -> Value:
        """Return ``other / self``: Python calls this for ``3 / a``, with ``a`` as self, which is not 0."""
        raise NotImplementedError

    def relu(self) -> Value:
        """Return ``self`` where it is positive, else 0. The slope at 0 is 0."""
        raise NotImplementedError

    def tanh(self) -> Value:
        """Return the hyperbolic tangent, ``math.tanh``. The slope is 1 minus the square of the result."""
        raise NotImplementedError

    def exp(self) -> Value:
        """Return e to the power of ``self`` (``math.exp``)."""
        raise NotImplementedError


def topological_order(root: Value) -> list[Value]:
    """Return every value that ``root`` was made of, parents before children.

    Args:
        root: Any value. No path from it is longer than 200 steps, so that you may use recursion.

    Returns:
        A list with ``root`` and everything that is reached from it through ``parents``, each object exactly once, also
        if several paths lead to it. A value comes after all of its parents, so ``root`` is last. Two different objects
        are two entries, even if they hold the same number.

    Example:
        >>> a = Value(1.0)
        >>> b = Value(2.0, ((a, 1.0),))
        >>> root = Value(3.0, ((b, 1.0), (a, 1.0)))
        >>> [value.data for value in topological_order(root)]
        [1.0, 2.0, 3.0]
    """
    raise NotImplementedError


def backward(root: Value) -> None:
    """Set the gradient of everything that ``root`` was made of.

    Afterwards each value's ``grad`` is the derivative of ``root`` with respect to it, by the chain rule: the sum, over
    all paths from ``root`` to the value, of the product of the slopes on the path. So the ``grad`` of ``root`` is 1.0.
    What ``grad`` held before does not matter: it is replaced, unlike the ``.grad`` of a PyTorch leaf, which adds up.

    Go from the root to the leaves, each value once: a graph of 60 values may have a billion paths.

    Args:
        root: Any value.

    Returns:
        None. Nothing but ``grad`` changes.

    Example:
        >>> a = Value(3.0)
        >>> square = Value(9.0, ((a, 3.0), (a, 3.0)))
        >>> root = Value(12.0, ((square, 1.0), (a, 1.0)))
        >>> backward(root)
        >>> root.grad, square.grad, a.grad
        (1.0, 1.0, 7.0)
    """
    raise NotImplementedError


def unbroadcast(grad: torch.Tensor, shape: tuple[int, ...]) -> torch.Tensor:
    """Sum a gradient back to the shape that was broadcast.

    If a tensor of shape (3, 1) is added to one of shape (2, 3, 4), each of its elements is used 8 times, and the
    gradient that arrives has shape (2, 3, 4). The gradient of an element is the sum over its uses.

    Args:
        grad: The gradient that arrives, floating dtype, of a shape that ``shape`` broadcasts to.
        shape: The shape before broadcasting, a tuple of ints or a ``torch.Size``. It may have fewer dimensions than
            ``grad``; they are aligned at the end. It may be () or the shape of ``grad`` itself.

    Returns:
        A tensor of that shape, the dtype of ``grad``.

    Not allowed: ``sum_to_size``.

    Example:
        >>> unbroadcast(torch.ones(2, 3, 4), (3, 1))
        tensor([[8.],
                [8.],
                [8.]])
    """
    raise NotImplementedError
