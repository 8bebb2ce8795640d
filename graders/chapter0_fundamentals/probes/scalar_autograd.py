"""Probes for chapter0_fundamentals/scalar_autograd: expressions are chosen by name, graphs are built from lists.

A graph is a list with an entry for each node: its parents, as pairs of an earlier node's number and a slope. The last
node is the root.
"""

EXPRESSIONS = {
    "a + b": lambda a, b: a + b,
    "a - b": lambda a, b: a - b,
    "a * b": lambda a, b: a * b,
    "a / b": lambda a, b: a / b,
    "-a": lambda a, _b: -a,
    "a + 3": lambda a, _b: a + 3,
    "3 + a": lambda a, _b: 3 + a,
    "a - 3": lambda a, _b: a - 3,
    "3 - a": lambda a, _b: 3 - a,
    "a * 3": lambda a, _b: a * 3,
    "3 * a": lambda a, _b: 3 * a,
    "a / 4": lambda a, _b: a / 4,
    "4 / a": lambda a, _b: 4 / a,
    "a ** 3": lambda a, _b: a**3,
    "a ** -2": lambda a, _b: a**-2,
    "(a * a) ** 0.5": lambda a, _b: (a * a) ** 0.5,
    "a.relu()": lambda a, _b: a.relu(),
    "a.tanh()": lambda a, _b: a.tanh(),
    "a.exp()": lambda a, _b: a.exp(),
    "a + a": lambda a, _b: a + a,
    "a * a": lambda a, _b: a * a,
    "a - a": lambda a, _b: a - a,
    "a / a": lambda a, _b: a / a,
    "(a * b + a) / (b - a)": lambda a, b: (a * b + a) / (b - a),
}


def slope_between(value, leaf):
    """Return the derivative of a value with respect to one of its ancestors, as the sum over all paths."""
    if value is leaf:
        return 1.0
    return sum(slope * slope_between(parent, leaf) for parent, slope in value.parents)


def expression(exercise, text, a, b):
    """Evaluate an expression of two values; return its number and its slopes with respect to both."""
    left, right = exercise.Value(a), exercise.Value(b)
    result = EXPRESSIONS[text](left, right)
    if not hasattr(result, "parents"):
        return {"data": result, "slope of a": None, "slope of b": None}
    return {"data": result.data, "slope of a": slope_between(result, left), "slope of b": slope_between(result, right)}


def operands_after(exercise, text, a, b):
    """Evaluate an expression and return what its operands hold afterwards, and whether the result is one of them."""
    left, right = exercise.Value(a), exercise.Value(b)
    result = EXPRESSIONS[text](left, right)
    held = [(value.data, value.grad, len(value.parents)) for value in (left, right)]
    return {"operands": held, "new": result is not left and result is not right}


class Parents(tuple):  # noqa: SLOT001  it needs room for its count
    """A node's parents, which count how often they are gone through."""

    walks = 0

    def __iter__(self):
        self.walks += 1
        return super().__iter__()


def build(exercise, graph, numbers):
    """Build a graph and return its nodes, in order."""
    nodes = []
    for parents, number in zip(graph, numbers, strict=True):
        pairs = [(nodes[index], slope) for index, slope in parents]
        nodes.append(exercise.Value(number, Parents(pairs)))
    return nodes


def order_of(exercise, graph, numbers):
    """Return the numbers of the nodes in the order that topological_order gives, -1 for an object that is no node.

    None if it gives no order at all.
    """
    nodes = build(exercise, graph, numbers)
    place = {id(node): index for index, node in enumerate(nodes)}
    order = exercise.topological_order(nodes[-1])
    return None if order is None else [place.get(id(node), -1) for node in order]


def grads_of(exercise, graph, old=0.0, passes=1):
    """Give every node an old gradient, walk back from the root, and return each node's gradient."""
    nodes = build(exercise, graph, range(len(graph)))
    for node in nodes:
        node.grad = old
    for _ in range(passes):
        exercise.backward(nodes[-1])
    return [node.grad for node in nodes]


def most_walks(exercise, graph):
    """Walk back from the root and return how often the parents of one node were gone through, at most."""
    nodes = build(exercise, graph, range(len(graph)))
    exercise.backward(nodes[-1])
    return max(getattr(node.parents, "walks", 0) for node in nodes)
