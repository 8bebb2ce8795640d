"""Modules with known parameters, whatever their layers are called, and layers whose output tells their mode."""

import weakref

import pytest
import torch
from torch import nn

from learn.worker.modules import InMemory, Telltale, expectile, filled, two_layers, values_of


class Backwards(nn.Module):
    """Two layers that are made in the other order, and named otherwise."""

    def __init__(self):
        super().__init__()
        self.last = nn.Linear(4, 2)
        self.first = nn.Linear(3, 4)

    def forward(self, x):
        return self.last(self.first(x))


def values(*shapes):
    return [torch.randn(shape, dtype=torch.float64) for shape in shapes]


def test_values_find_their_parameters_by_shape():
    """Two modules that compute the same agree when they are filled with the same values, in their dtype."""
    drawn = values((4, 3), (4,), (2, 4), (2,))
    forwards = filled(nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2)), drawn)
    backwards = filled(Backwards(), drawn)
    x = torch.randn(5, 3, dtype=torch.float64)
    torch.testing.assert_close(forwards(x), backwards(x))
    assert all(torch.equal(one, other) for one, other in zip(values_of(backwards, drawn), drawn, strict=True))
    assert [tuple(value.shape) for value in values_of(backwards)] == [(2, 4), (2,), (4, 3), (4,)]


def test_values_of_equal_shape_keep_their_order():
    """The first goes to the module's first parameter of that shape."""
    drawn = values((2, 2), (2,), (2, 2), (2,))
    filled_ones = values_of(filled(nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2)), drawn))
    assert all(torch.equal(one, other) for one, other in zip(filled_ones, drawn, strict=True))


def test_what_comes_back_are_copies_that_later_steps_leave_alone():
    """They need no gradients."""
    layer = filled(nn.Linear(1, 1), values((1, 1), (1,)))
    before = values_of(layer)
    layer.weight.data += 1
    assert not before[0].requires_grad
    assert not torch.equal(before[0], layer.weight)


@pytest.mark.parametrize(
    ("module", "found"),
    [(nn.Linear(3, 2), r"\(2,\), \(2, 3\)"), (nn.ReLU(), "none"), (nn.Linear(2, 2, bias=False), r"\(2, 2\)")],
)
def test_other_shapes_are_told_with_those_that_were_expected(module, found):
    """The learner reads the sentence."""
    with pytest.raises(ValueError, match=rf"of shapes {found}, expected \(2,\), \(2, 2\), in any order"):
        filled(module, values((2, 2), (2,)))


@pytest.mark.parametrize(("training", "gradients", "factor"), [(1, 1, 1), (0, 1, 2), (1, 0, 1.5), (0, 0, 2.5)])
def test_a_telltale_layer_has_four_factors(training, gradients, factor):
    """One for each combination of the two switches."""
    layer = Telltale().train(bool(training))
    with torch.set_grad_enabled(bool(gradients)):
        assert layer(torch.ones(2)).tolist() == [factor, factor]
    assert not list(layer.parameters())


def test_two_layers_are_filled_with_what_stands_between_them():
    """Their sizes come from the values."""
    drawn = values((4, 3), (4,), (4,), (4,), (2, 4), (2,))
    network = two_layers(drawn, nn.BatchNorm1d(4), nn.Tanh())
    assert network(torch.randn(5, 3, dtype=torch.float64)).shape == (5, 2)
    assert all(torch.equal(one, other) for one, other in zip(values_of(network), drawn, strict=True))


def test_a_graph_is_counted_for_as_long_as_it_is_in_memory():
    """What passes through it stays as it is, and so does its gradient."""
    graphs = weakref.WeakSet()
    x = torch.ones(2, requires_grad=True)
    y = InMemory.apply(x, graphs)
    assert len(graphs) == 1
    (3 * y).sum().backward()
    assert (y.tolist(), x.grad.tolist()) == ([1, 1], [3, 3])
    del y
    assert len(graphs) == 0


def test_an_expectile_tells_prediction_and_target_apart():
    """What is too low costs three times as much."""
    low, high = torch.tensor([0.0]), torch.tensor([2.0])
    assert (expectile(low, high).item(), expectile(high, low).item()) == (12, 4)
