"""Probes for chapter2_classification/classifiers: models have weights that were sent, optimizers are chosen by name."""

import weakref

import torch
from torch import nn

from learn.worker.modules import InMemory, Telltale, filled, two_layers, values_of

OPTIMIZERS = {
    "sgd": lambda parameters, lr: torch.optim.SGD(parameters, lr=lr),
    "momentum": lambda parameters, lr: torch.optim.SGD(parameters, lr=lr, momentum=0.9),
    "adam": lambda parameters, lr: torch.optim.Adam(parameters, lr=lr),
}


class ModeLayer(nn.Module):
    """Doubles its input in evaluation mode."""

    def forward(self, x):
        return x if self.training else 2 * x


class GraphCounter(nn.Module):
    """Notes in each call how many of the graphs that it was part of are still there."""

    def __init__(self):
        super().__init__()
        self.graphs = weakref.WeakSet()
        self.counts = []

    def forward(self, x):
        self.counts.append(len(self.graphs))
        return InMemory.apply(x, self.graphs)


def network(values, layer):
    """Return a network with one hidden layer, with these weights, and a layer without any before the tanh."""
    return two_layers(values, layer, nn.Tanh())


def with_gradients(model, grads):
    """Return the model, with these gradients from somewhere else."""
    for parameter, grad in zip(model.parameters(), grads, strict=True):
        parameter.grad = grad
    return model


def shapes(exercise, init):
    """Return the shapes of an Mlp's parameters, sorted."""
    return sorted(tuple(parameter.shape) for parameter in exercise.Mlp(*init).parameters())


def scores(exercise, init, values, x):
    """Return the scores of an Mlp with these weights, in training and in evaluation mode."""
    model = filled(exercise.Mlp(*init), values)
    return {"training": model.train()(x), "evaluation": model.eval()(x)}


def fresh(exercise, init, x):
    """Return the weights of a new Mlp, and its scores."""
    model = exercise.Mlp(*init)
    return {"weights": values_of(model), "scores": model(x)}


def epoch(exercise, values, batches, optimizer, lr, *, training=True, grads=(None,) * 4, once=False):
    """Train for an epoch; return the answer and the weights afterwards."""
    model = with_gradients(network(values, Telltale()).train(training), grads)
    given = iter(batches) if once else batches
    answer = exercise.train_classifier_epoch(model, given, OPTIMIZERS[optimizer](model.parameters(), lr))
    return {"answer": answer, "weights": values_of(model)}


def graphs_kept(exercise, values, batches):
    """Train for an epoch; return how many graphs of earlier batches were still there when each batch came."""
    counter = GraphCounter()
    model = network(values, counter)
    exercise.train_classifier_epoch(model, batches, torch.optim.SGD(model.parameters(), lr=0.1))
    return counter.counts


def overfitted(exercise, values, x, y, bound, max_steps, optimizer, lr, *, training=True, grads=(None,) * 4):
    """Overfit one batch; return the answer and the weights afterwards."""
    model = with_gradients(network(values, ModeLayer()).train(training), grads)
    answer = exercise.overfit_batch(model, OPTIMIZERS[optimizer](model.parameters(), lr), x, y, bound, max_steps)
    return {"answer": answer, "weights": values_of(model)}
