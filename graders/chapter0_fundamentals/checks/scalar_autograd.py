"""Checks for chapter0_fundamentals/scalar_autograd.  D0, D1, D2 = sizes of a gradient's dimensions.

A graph is a list with an entry for each node: its parents, as pairs of an earlier node's number and a slope.
"""

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

CHAIN = [[], [0], [1], [2]]
TREE = [[], [], [], [0, 1], [2, 3]]
SHARED_LEAF = [[], [0, 0], [0, 1]]
DIAMOND = [[], [0], [1], [1], [2, 3]]
LONG_AND_SHORT = [[], [0], [1], [2], [1, 3]]
SHORT_AND_LONG = [[], [0], [1], [2], [3, 1]]


def with_slopes(rng, shape):
    """Give each edge of a graph a slope between 1 and 2."""
    return [[(parent, rng.uniform(1, 2)) for parent in parents] for parents in shape]


def random_graph(rng):
    """Draw a graph in which each node has one or two earlier parents, one of them the node before it."""
    shape = [[]] + [[rng.integer(0, node - 1), node - 1] for node in range(1, 9)]
    return with_slopes(rng, shape)


def compare(submission, reference, rng, part, texts):
    """Compare one part of what expressions of two values between 1 and 2, and -2 and -1, give."""
    for text in texts:
        a, b = rng.uniform(1, 2), rng.uniform(-2, -1)
        for inputs in ({"text": text, "a": a, "b": b}, {"text": text, "a": b, "b": a}):
            seen, known = submission.observe("expression", **inputs), reference.observe("expression", **inputs)
            for name, value in known.items():
                if name.startswith(part):
                    expect(seen[name], f"the {name} in {text}").to_match(value)


@check("Value", title="computes the numbers")
def test_value_data(submission, reference, rng):
    texts = ["a + b", "a - b", "a * b", "a / b", "-a", "a ** 3", "a ** -2", "a.relu()", "a.tanh()", "a.exp()"]
    compare(submission, reference, rng, "data", texts)


@check("Value", points=2, title="has the slopes of + - * /")
def test_value_arithmetic(submission, reference, rng):
    texts = ["a + b", "a - b", "a * b", "a / b", "-a", "(a * b + a) / (b - a)"]
    compare(submission, reference, rng, "slope", texts)


@check("Value", title="has the slopes of powers and functions")
def test_value_functions(submission, reference, rng):
    texts = ["a ** 3", "a ** -2", "(a * a) ** 0.5", "a.relu()", "a.tanh()", "a.exp()"]
    compare(submission, reference, rng, "slope", texts)


@check("Value", title="takes Python numbers on either side")
def test_value_numbers(submission, reference, rng):
    texts = ["a + 3", "3 + a", "a - 3", "3 - a", "a * 3", "3 * a", "a / 4", "4 / a"]
    compare(submission, reference, rng, ("data", "slope"), texts)


@check("Value", title="counts a value that occurs twice")
def test_value_twice(submission, reference, rng):
    compare(submission, reference, rng, "slope", ["a * a", "a + a", "a - a", "a / a"])


@check("Value", title="has slope 0 at the corner of relu")
def test_value_corner(submission, reference):
    inputs = {"text": "a.relu()", "a": 0.0, "b": 0.0}
    seen, known = submission.observe("expression", **inputs), reference.observe("expression", **inputs)
    expect(seen["slope of a"], "the slope of relu at 0").to_match(known["slope of a"])


@check("Value", needs="test_value_data", title="makes new values and leaves its operands as they were")
def test_value_pure(submission, reference, rng):
    for text in ("a + b", "a * b", "a - b", "a.relu()"):
        inputs = {"text": text, "a": rng.uniform(1, 2), "b": rng.uniform(-2, -1)}
        seen, known = submission.observe("operands_after", **inputs), reference.observe("operands_after", **inputs)
        expect(seen["new"]).to_be_true("The result is one of the operands: make a new Value.")
        expect(seen["operands"], "data, grad and number of parents of each operand").to_match(known["operands"])


def order_of(submission, graph, numbers=None):
    """Ask for the order of a graph, in which each node holds its place unless other numbers are given."""
    places = list(range(len(graph)))
    order = submission.observe("order_of", graph=graph, numbers=numbers or places)
    if order is None:
        expect(order, "the order").to_match(places)
    return order


@check("topological_order", title="lists each value once")
def test_topological_order_once(submission, rng):
    for graph in ([[]], with_slopes(rng, TREE), with_slopes(rng, DIAMOND), random_graph(rng)):
        order = order_of(submission, graph)
        expect(sorted(order), "the sorted numbers of the nodes").to_match(list(range(len(graph))))


@check("topological_order", points=2, title="puts parents before children")
def test_topological_order_parents(submission, rng):
    for shape in (LONG_AND_SHORT, SHORT_AND_LONG, DIAMOND):
        order = order_of(submission, with_slopes(rng, shape))
        late = [
            (parent, child)
            for child, parents in enumerate(shape)
            for parent in parents
            if {parent, child} <= set(order) and order.index(parent) > order.index(child)
        ]
        expect(late, "the list of parents that come after their child").to_match([])


@check("topological_order", title="puts the root last")
def test_topological_order_root(submission, rng):
    for shape in (CHAIN, TREE):
        order = order_of(submission, with_slopes(rng, shape))
        expect(order[-1:], "the number of the last node").to_match([len(shape) - 1])


@check("topological_order", title="tells apart values that hold the same number")
def test_topological_order_equal(submission, rng):
    graph = with_slopes(rng, TREE)
    order = order_of(submission, graph, numbers=[1.0] * len(graph))
    expect(sorted(order), "the sorted numbers of the nodes").to_match(list(range(len(graph))))


@check("backward", needs="topological_order", title="multiplies the slopes along a path")
def test_backward_paths(submission, reference, rng):
    for shape in ([[]], CHAIN, TREE):
        graph = with_slopes(rng, shape)
        seen = submission.observe("grads_of", graph=graph)
        expect(seen, "the gradients of the nodes").to_match(reference.observe("grads_of", graph=graph))


@check("backward", needs="topological_order", title="adds up the gradients of a value that is used twice")
def test_backward_shared(submission, reference, rng):
    graph = with_slopes(rng, SHARED_LEAF)
    seen = submission.observe("grads_of", graph=graph)
    expect(seen, "the gradients of the nodes").to_match(reference.observe("grads_of", graph=graph))


@check("backward", points=2, needs="topological_order", title="is right where paths meet in the middle of a graph")
def test_backward_diamonds(submission, reference, rng):
    graphs = [with_slopes(rng, shape) for shape in (LONG_AND_SHORT, SHORT_AND_LONG, DIAMOND)]
    for graph in (*graphs, random_graph(rng)):
        seen = submission.observe("grads_of", graph=graph)
        expect(seen, "the gradients of the nodes").to_match(reference.observe("grads_of", graph=graph))


@check("backward", needs="topological_order", title="replaces old gradients")
def test_backward_again(submission, reference, rng):
    graph = with_slopes(rng, CHAIN)
    for inputs in ({"old": 5.0}, {"passes": 2}):
        seen = submission.observe("grads_of", graph=graph, **inputs)
        expect(seen, "the gradients of the nodes").to_match(reference.observe("grads_of", graph=graph, **inputs))


@check("backward", needs="topological_order", title="handles each value once, not once for each path")
def test_backward_once(submission):
    graph = [[]] + [[(node, 0.5), (node, 0.5)] for node in range(12)]
    walks = submission.observe("most_walks", graph=graph)
    expect(walks, "how often the parents of one value were gone through").to_be_at_most(100)


@check("unbroadcast", title="sums over dimensions that broadcasting put in front")
def test_unbroadcast_front(submission, reference, rng):
    d0, d1, d2 = rng.sizes(3)
    for shape in [(d1, d2), (d2,), ()]:
        grad = rng.randn(d0, d1, d2)
        expect(submission.call("unbroadcast", grad, shape)).to_match(reference.call("unbroadcast", grad, shape))


@check("unbroadcast", title="sums over dimensions of size 1 and keeps them")
def test_unbroadcast_ones(submission, reference, rng):
    d0, d1, d2 = rng.sizes(3)
    for shape in [(d0, 1, d2), (1, d1, 1), (1, 1, 1)]:
        grad = rng.strided(rng.randn(d0, d1, d2))
        expect(submission.call("unbroadcast", grad, shape)).to_match(reference.call("unbroadcast", grad, shape))


@check("unbroadcast", title="does both at once")
def test_unbroadcast_both(submission, reference, rng):
    d0, d1, d2 = rng.sizes(3)
    for shape in [(d1, 1), (1, d2), (1,)]:
        grad = rng.randn(d0, d1, d2)
        expect(submission.call("unbroadcast", grad, shape)).to_match(reference.call("unbroadcast", grad, shape))


@check("unbroadcast", title="gives a gradient back that needs no sum")
def test_unbroadcast_same(submission, reference, rng):
    for shape in [tuple(rng.sizes(3)), (1, 3), (1,), ()]:
        grad = rng.randn(*shape)
        expect(submission.call("unbroadcast", grad, shape)).to_match(reference.call("unbroadcast", grad, shape))


@check("unbroadcast", needs="test_unbroadcast_front", title="does without sum_to_size", reported=True)
def test_unbroadcast_sums(submission, rng):
    expect(submission.library_calls("unbroadcast", rng.randn(2, 3, 4), (3, 1))).to_avoid("sum_to_size")


test_unbroadcast_device = follows_device(
    "unbroadcast", lambda rng: [rng.randn(2, 3, 4), (3, 1)], needs=("test_unbroadcast_front", "test_unbroadcast_ones")
)
