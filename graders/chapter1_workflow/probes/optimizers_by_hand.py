"""Probes for chapter1_workflow/optimizers_by_hand.

Parameters are made from the values that are sent. ``grads`` has a row for each step: one gradient, or None, for each
parameter.
"""

from unittest import mock

import torch
from torch import nn


def trajectory(exercise, task, values, grads, options):
    """Take a step for each row of gradients; return the parameters after each."""
    leaves = [value.requires_grad_() for value in values]
    return moved(getattr(exercise, task)(leaves, **options), leaves, grads)


def taken(exercise, task, values, grads, options):
    """Give an optimizer a generator, clear gradients before and after the steps, and return what became of all."""
    leaves = [value.requires_grad_() for value in values]
    optimizer = getattr(exercise, task)((leaf for leaf in leaves), **options)
    optimizer.zero_grad()
    after = moved(optimizer, leaves, grads)
    optimizer.zero_grad()
    return {"after": after, "gone": [leaf.grad is None or not bool(leaf.grad.any()) for leaf in leaves]}


def moved(optimizer, leaves, grads):
    """Take a step for each row of gradients; return the parameters after each."""
    after = []
    for row in grads:
        for leaf, grad in zip(leaves, row, strict=True):
            leaf.grad = None if grad is None else grad.clone()  # like a gradient of backward(), it is no view
        optimizer.step()
        after.append([leaf.detach().clone() for leaf in leaves])
    return after


def memory(exercise, task, values, grads, options):
    """Take steps with gradients that always come in the same memory; return what views show, and what became of the rest."""
    leaves = [value.requires_grad_() for value in values]
    views = [leaf.detach() for leaf in leaves]
    optimizer = getattr(exercise, task)(leaves, **options)
    seen = {"views": [], "grads": [], "leaves": []}
    for leaf in leaves:
        leaf.grad = torch.zeros_like(leaf)
    for row in grads:
        for leaf, grad in zip(leaves, row, strict=True):
            leaf.grad.copy_(grad)
        optimizer.step()
        seen["views"].append([view.clone() for view in views])
        seen["grads"].append([None if leaf.grad is None else leaf.grad.clone() for leaf in leaves])
        seen["leaves"].append([leaf.is_leaf and leaf.requires_grad for leaf in leaves])
    return seen


def borrowed(exercise, task, values, grads, options):
    """Take steps and return the names of the optimizers of ``torch.optim`` that were made on the way."""
    made = []
    original = torch.optim.Optimizer.__init__

    def noting(self, *args, **kwargs):
        ready = [base for base in type(self).__mro__ if base.__module__.startswith("torch.optim.")]
        made.extend(base.__name__ for base in ready if base is not torch.optim.Optimizer)
        original(self, *args, **kwargs)

    with mock.patch.object(torch.optim.Optimizer, "__init__", noting):
        trajectory(exercise, task, values, grads, options)
    return made


class Tied(nn.Module):
    """An embedding and an output layer with the same weight, and a scale of shape ()."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(5, 3)
        self.norm = nn.LayerNorm(3)
        self.output = nn.Linear(3, 5)
        self.output.weight = self.embedding.weight
        self.scale = nn.Parameter(torch.ones(()))


class Fourfold(nn.Module):
    """A matrix whose name says bias, and parameters of one and three dimensions, in no layer at all."""

    def __init__(self):
        super().__init__()
        self.bias_table = nn.Parameter(torch.ones(2, 3))
        self.gain = nn.Parameter(torch.ones(4))
        self.cube = nn.Parameter(torch.ones(2, 2, 2))


MODELS = {
    "perceptron": lambda: nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)),
    "normalised": lambda: nn.Sequential(nn.Linear(3, 4), nn.LayerNorm(4), nn.Linear(4, 2), nn.BatchNorm1d(2)),
    "convolution": lambda: nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(8, 2)),
    "tied": Tied,
    "fourfold": Fourfold,
}


def model_groups(exercise, model, frozen, weight_decay):
    """Sort the parameters of a named model; return the weight decay of each group that a parameter is in, by its name.

    ``stranger`` counts parameters in the groups that are none of the model's.
    """
    built = MODELS[model]()
    names = {id(param): name for name, param in built.named_parameters()}
    for name, param in built.named_parameters():
        param.requires_grad_(name not in frozen)
    found = {name: [] for name in [*names.values(), "stranger"]}
    for group in exercise.decay_groups(built, weight_decay):
        for param in group["params"]:
            found[names.get(id(param), "stranger")].append(group.get("weight_decay", 0.0))
    return found


def decayed(exercise, model, weight_decay, lr):
    """Give the groups of a named model to AdamW and take a step with gradients of 0: only the decay moves anything."""
    built = MODELS[model]()
    for param in built.parameters():
        param.grad = torch.zeros_like(param)
        nn.init.ones_(param)
    torch.optim.AdamW(exercise.decay_groups(built, weight_decay), lr=lr).step()
    return {name: param.detach() for name, param in built.named_parameters()}
