"""Probes for chapter1_workflow/schedules: parameters, models and optimizers are made here, from values that are sent."""

import torch
from torch import nn

from learn.worker.modules import two_layers, values_of


def clipped(exercise, values, grads, max_norm, as_generator=False):
    """Clip the gradients of parameters; return the norm and the gradients afterwards."""
    leaves = [value.requires_grad_() for value in values]
    for leaf, grad in zip(leaves, grads, strict=True):
        leaf.grad = None if grad is None else grad.clone()
    norm = exercise.clip_gradients((leaf for leaf in leaves) if as_generator else leaves, max_norm)
    return {"norm": norm, "grads": [leaf.grad for leaf in leaves]}


class Diary(nn.Module):
    """A layer that changes nothing and writes down how many samples pass it, forwards and backwards."""

    def __init__(self):
        super().__init__()
        self.entries = []

    def forward(self, x):
        self.entries.append(f"forward {len(x)}")
        if x.requires_grad:
            x.register_hook(lambda grad: self.entries.append(f"backward {len(grad)}"))
        return x


def accumulated(exercise, values, batches, stale, momentum, part):
    """Take accumulated steps with a model of two linear layers, and return a part of what came of it.

    Args:
        exercise: The learner's module.
        values: Weight and bias of both layers.
        batches: A list of pieces for each step.
        stale: Gradients that the parameters have from before, or None.
        momentum: The optimizer's.
        part: "losses", those that were returned; "values", the parameters afterwards; or "diary", what passed the model.
    """
    diary = Diary()
    model = two_layers(values, nn.Tanh(), diary)
    for parameter, old in zip(model.parameters(), stale or [None] * 4, strict=True):
        parameter.grad = old
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=momentum)
    losses = [exercise.accumulated_step(model, optimizer, nn.functional.mse_loss, pieces) for pieces in batches]
    return {"losses": losses, "values": values_of(model), "diary": diary.entries}[part]


def groups_after(exercise, groups, rates):
    """Set learning rates one after the other, with a step of gradients of 1 after each.

    Args:
        exercise: The learner's module.
        groups: The settings of each group, and its parameters' values.
        rates: The learning rates.

    Returns:
        The rate of each group after each call, and the parameters in the end.
    """
    leaves = [[value.requires_grad_() for value in group["params"]] for group in groups]
    given = [group | {"params": params} for group, params in zip(groups, leaves, strict=True)]
    optimizer = torch.optim.SGD(given, lr=1.0, momentum=0.5)
    seen = []
    for rate in rates:
        exercise.set_learning_rate(optimizer, rate)
        seen.append([group["lr"] for group in optimizer.param_groups])
        for leaf in [leaf for group in leaves for leaf in group]:
            leaf.grad = torch.ones_like(leaf)
        optimizer.step()
    return {"rates": seen, "params": [[leaf.detach() for leaf in group] for group in leaves]}
