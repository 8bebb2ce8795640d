"""Probes for chapter3_computer_vision/baselines: models and loaders cannot travel, what they do can."""

from functools import partial

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from learn.worker.modules import Telltale, filled, two_layers, values_of


def at_the_start(exercise, task, init):
    """Return the parameters of a new model of this class."""
    return values_of(getattr(exercise, task)(*init))


def outlined(exercise, init, x):
    """Return the shapes of the parameters of a ReluBaseline, sorted, and of its output."""
    model = exercise.ReluBaseline(*init)
    shapes = sorted(list(parameter.shape) for parameter in model.parameters())
    return {"parameters": shapes, "output": list(model(x).shape)}


def logits(exercise, init, x, values):
    """Return the logits of a ReluBaseline with these parameters."""
    return filled(exercise.ReluBaseline(*init), values)(x)


def trained(exercise, values, images, labels, batch_size, epochs=1, lr=0.2, stale=None, *, training=True, telltale=False):
    """Train a small network for some epochs; return what each epoch reports, and the parameters afterwards.

    Momentum and smoothed labels show whether it is the optimizer that steps, and whether the loss is the one that is given.
    """
    between = Telltale() if telltale else nn.Tanh()
    model = nn.Sequential(nn.Flatten(), two_layers(values, between)).train(training)
    for parameter, grad in zip(model.parameters(), stale or [], strict=False):
        parameter.grad = grad.clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.5)
    loader = DataLoader(TensorDataset(images, labels), batch_size)
    device, loss_fn = values[0].device, partial(nn.functional.cross_entropy, label_smoothing=0.2)
    reports = [exercise.train_epoch(model, loader, loss_fn, optimizer, device) for _ in range(epochs)]
    return {"reports": reports, "values": values_of(model, values)}


def trained_there(exercise, values, images, labels, batch_size):
    """Train a network where its values are, on pictures that come as lists and are on the CPU; return its parameters."""
    x, y = torch.tensor(images, dtype=values[0].dtype), torch.tensor(labels)
    return trained(exercise, values, x, y, batch_size)["values"]
