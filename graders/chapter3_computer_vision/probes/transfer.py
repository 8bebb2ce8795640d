"""Probes for chapter3_computer_vision/transfer: models cannot travel, what makes them can."""

from collections import OrderedDict

import torch
from torch import nn

from learn.worker.modules import Telltale, filled, values_of


def network(values, between):
    """Return a filled model for rows: a body, an auxiliary layer whose name begins like the head's, and the head itself.

    Args:
        values: Weight and bias of the body, shapes (F, D) and (F,), of the layer "fc2", (F, F) and (F,), and of the last
            layer, "fc.1", (K, F) and (K,).
        between: The name of what comes after the body, see ``LAYERS``, or ``"telltale in head"``, or ``"telltale in fc2"``.
    """
    (hidden, inputs), num_classes = values[0].shape, len(values[-1])
    first = Telltale() if between == "telltale in head" else nn.Identity()
    parts = OrderedDict(
        body=nn.Sequential(nn.Linear(inputs, hidden), LAYERS.get(between, nn.Identity)(hidden)),
        fc2=nn.Sequential(nn.Linear(hidden, hidden), Telltale() if between == "telltale in fc2" else nn.Identity()),
        fc=nn.Sequential(first, nn.Linear(hidden, num_classes)),
    )
    return filled(nn.Sequential(parts), values)


LAYERS = {"batch norm": lambda size: nn.BatchNorm1d(size, affine=False), "telltale": lambda size: Telltale()}


def trained(exercise, values, rows, labels, heads, between="", *, training=True, frozen=False):
    """Freeze all but a head, take two steps with all parameters, and do the same with the next head.

    Returns all losses, the weights, and the running statistics afterwards.
    """
    model = network(values, between).train(training).requires_grad_(not frozen)
    losses = []
    for head in heads:
        exercise.freeze(model, head)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
        for _ in range(2):
            loss = nn.functional.cross_entropy(model(rows), labels)
            losses.append(loss.item())
            optimizer.zero_grad()
            if loss.requires_grad:
                loss.backward()
            optimizer.step()
    return {"losses": losses, "weights": values_of(model, values), "statistics": list(model.buffers())}


def classifier(kind, values, *, bias=True):
    """Return a filled model for rows whose last linear layer has weights of shape (K, F), and a place that ``kind`` names."""
    (hidden, inputs), num_classes = values[0].shape, len(values[-1])
    first = nn.Linear(inputs, hidden)
    middle, last = nn.Linear(hidden, hidden), nn.Linear(hidden, num_classes, bias=bias)
    kinds = {
        "flat": lambda: nn.Sequential(first, nn.Tanh(), middle, nn.Tanh(), last),
        "not at the end": lambda: nn.Sequential(
            OrderedDict(body=first, act=nn.Tanh(), neck=middle, output=last, squash=nn.Softsign())
        ),
        "nested": lambda: nn.Sequential(
            OrderedDict(body=nn.Sequential(first, nn.Tanh()), top=nn.Sequential(middle, nn.Sequential(nn.Tanh(), last)))
        ),
        "two levels": lambda: nn.Sequential(
            OrderedDict(fc=first, act=nn.Tanh(), classifier=nn.Sequential(middle, nn.Tanh(), last), squash=nn.Softsign())
        ),
    }
    return filled(kinds[kind](), values)


def shapes_after(exercise, kind, values, num_classes, *, bias=True):
    """Replace the head of a model, and return the shapes of the model's parameters, in order."""
    model = classifier(kind, values, bias=bias)
    exercise.replace_head(model, num_classes)
    return [tuple(parameter.shape) for parameter in model.parameters()]


def with_new_head(exercise, kind, values, rows, num_classes, new, *, bias=True):
    """Replace the head of a model, give what has the shapes of ``new`` these values, and return what it makes of rows."""
    model = classifier(kind, values, bias=bias)
    exercise.replace_head(model, num_classes)
    by_shape = {tuple(value.shape): value for value in new}
    for parameter in model.parameters():
        if tuple(parameter.shape) in by_shape:
            parameter.data = by_shape[tuple(parameter.shape)].to(parameter)
    return model(rows)


def fresh(exercise, kind, values, num_classes):
    """Replace the head of a model, and return the model's last two parameters as they are then."""
    model = classifier(kind, values)
    exercise.replace_head(model, num_classes)
    return [parameter.detach() for parameter in model.parameters()][-2:]


def gradients_after(exercise, kind, values, rows, num_classes, new, frozen):
    """Replace the head of a model whose other layers are frozen or not; return the gradients of all parameters, or None."""
    model = classifier(kind, values)
    for parameter in list(model.parameters())[:-2]:
        parameter.requires_grad_(not frozen)
    exercise.replace_head(model, num_classes)
    for parameter, value in zip(list(model.parameters())[-2:], new, strict=True):
        parameter.data = value.to(parameter)
    output = model(rows)
    if output.requires_grad:
        (output**2).sum().backward()
    return [parameter.grad for parameter in model.parameters()]


def returned(exercise, kind, values, rows, num_classes):
    """Change the weights of the model that was given, and return what the one that comes back and this one make of rows."""
    model = classifier(kind, values)
    other = exercise.replace_head(model, num_classes)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(0.5)
    return [other(rows) if isinstance(other, nn.Module) else other, model(rows)]


def pipeline(values, kind):
    """Return a filled model for pictures: two convolutions, and a layer after the first that ``kind`` names."""
    features, channels = values[0].shape[:2]
    after = {
        "plain": nn.Tanh,
        "in place": lambda: nn.ReLU(inplace=True),
        "telltale": Telltale,
        "batch norm": lambda: nn.BatchNorm2d(features, affine=False),
    }
    parts = OrderedDict(
        start=nn.Conv2d(channels, features, 3, padding=1),
        after=after[kind](),
        block=nn.Sequential(nn.Conv2d(features, len(values[2]), 3, stride=2), nn.ReLU(), nn.Dropout(0.5)),
        pool=nn.AdaptiveAvgPool2d(1),
        flat=nn.Flatten(),
    )
    return filled(nn.Sequential(parts), values)


def maps(exercise, values, kind, layer, images, *, training=True):
    """Return the maps of a layer."""
    return exercise.feature_maps(pipeline(values, kind).train(training), layer, images)


class BrokenError(Exception):
    """What a broken layer raises."""


class Broken(nn.Module):
    """A layer that raises an exception."""

    def forward(self, x):
        """Raise it."""
        message = "this layer is broken"
        raise BrokenError(message)


def left_behind(exercise, values, layer, images, training, *, broken=False):
    """Ask for maps of a layer, and look at the model afterwards.

    Args:
        training: The name of each part that is in training mode before.
        broken: The model's first layer raises an exception.

    Returns:
        Whether this exception came out, the number of hooks, of which one was there before, and the mode of each module.
    """
    model = pipeline(values, "plain")
    model.get_submodule(layer).register_forward_hook(lambda module, args, output: None)
    if broken:
        model.start = Broken()
    for name, module in model.named_modules():
        module.training = name in training
    raised = False
    try:
        exercise.feature_maps(model, layer, images)
    except BrokenError:
        raised = True
    hooks = [len(module._forward_hooks) + len(module._forward_pre_hooks) for module in model.modules()]
    modes = {name: module.training for name, module in model.named_modules()}
    return {"raised": raised, "hooks": sum(hooks), "training": modes}
