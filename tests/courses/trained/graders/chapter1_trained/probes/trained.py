"""Probes for chapter1_trained/trained."""

from torch import nn

from learn.worker.modules import Telltale, filled, values_of


def stepped(exercise, values, stale, x, rate):
    """Return the weights after a step from these ones, in a model in evaluation mode that holds an old gradient."""
    linear = filled(nn.Linear(x.shape[1], len(values[1])), values)
    linear.weight.grad = stale
    exercise.one_step(nn.Sequential(linear, Telltale()).eval(), x, rate)
    return values_of(linear)
