"""Probes for chapter2_classification/signal_flow: what a call leaves in a weight or a model, and what a module gives."""

import sys
from pathlib import Path

import torch
from torch import nn

OLD = 7.0
"""What parameters hold before a task fills them."""


def library_functions(run, words):
    """Return the names of PyTorch's functions that a call goes through, of those that have one of the words in them."""
    names = set()

    def note(frame, event, function):
        if event == "c_call":
            names.add(function.__name__)
        elif event == "call" and frame.f_code.co_filename.startswith(str(Path(torch.__file__).parent)):
            names.add(frame.f_code.co_name)

    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
    return sorted(name for name in names if any(word in name for word in words))


# ------------------------------------------------------------------ xavier_uniform


def xavier_weights(exercise, shapes, gain=None):
    """Return weights, plain tensors, after they were filled one after the other."""
    weights = [torch.full(shape, OLD) for shape in shapes]
    for weight in weights:
        if gain is None:
            exercise.xavier_uniform(weight)
        else:
            exercise.xavier_uniform(weight, gain)
    return weights


def xavier_parameter(exercise, shape):
    """Return a parameter after it was filled, what its memory holds, and what kind of tensor it is."""
    weight = nn.Parameter(torch.full(shape, OLD))
    memory = weight.detach()
    exercise.xavier_uniform(weight)
    return {"weight": weight.detach(), "memory": memory, "requires_grad": weight.requires_grad, "leaf": weight.is_leaf}


def xavier_there(exercise, weight):
    """Return zeros where a weight is after it was filled: which numbers it got depends on the device."""
    exercise.xavier_uniform(weight)
    return 0 * weight.detach()


def xavier_functions(exercise):
    return library_functions(lambda: exercise.xavier_uniform(torch.zeros(3, 4)), ["xavier", "kaiming"])


# ------------------------------------------------------------------ kaiming_normal


def kaiming_weights(exercise, shape, seeds, calls=1):
    """Return the weights that several calls give, one after the other, with a generator of each seed."""
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    return [exercise.kaiming_normal(*shape, generator) for generator in generators for _ in range(calls)]


def kaiming_keeps_global_state(exercise):
    before = torch.get_rng_state()
    exercise.kaiming_normal(3, 4, torch.Generator().manual_seed(1))
    return torch.equal(torch.get_rng_state(), before)


def kaiming_functions(exercise):
    return library_functions(lambda: exercise.kaiming_normal(3, 4, torch.Generator()), ["xavier", "kaiming"])


# ------------------------------------------------------------------ layer_variances


def variances(exercise, x, weights, activation):
    return exercise.layer_variances(x, weights, getattr(torch, activation))


# ------------------------------------------------------------------ initialise


class Block(nn.Module):
    """Two linear layers, one without bias, beside layers of other kinds and a parameter of its own."""

    def __init__(self, size):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(size, size), nn.Sequential(nn.ReLU(), nn.Linear(size, size // 2, bias=False)))
        self.others = nn.ModuleList([nn.BatchNorm1d(size), nn.Embedding(5, size), nn.Conv1d(2, 3, 4)])
        self.own = nn.Parameter(torch.zeros(size, 3))


MODELS = {
    "flat": lambda size: nn.Sequential(nn.Linear(size, 2 * size), nn.ReLU(), nn.Linear(2 * size, size)),
    "nested": lambda size: nn.Sequential(Block(size), nn.Linear(size // 2, size)),
    "layer": lambda size: nn.Linear(size, size // 2),
    "equal layers": lambda size: nn.Sequential(nn.Linear(size, size), nn.Linear(size, size)),
    "no bias first": lambda size: nn.Sequential(nn.Linear(size, 3, bias=False), nn.Linear(3, size)),
}


def built(model, size):
    """Build a model by its name, all of whose parameters hold the old number."""
    model = MODELS[model](size)
    for parameter in model.parameters():
        nn.init.constant_(parameter, OLD)
    return model


def of_linear_layers(model, kind):
    """Return a model's weights or biases, by the names of its linear layers."""
    layers = {name or "the layer itself": layer for name, layer in model.named_modules() if isinstance(layer, nn.Linear)}
    found = {name: getattr(layer, kind) for name, layer in layers.items()}
    return {name: parameter.detach().clone() for name, parameter in found.items() if parameter is not None}


def initialised(exercise, model, size, kind, times=1):
    """Return the weights or biases of the linear layers after each of several calls."""
    model = built(model, size)
    found = []
    for _ in range(times):
        exercise.initialise(model)
        found.append(of_linear_layers(model, kind))
    return found


def initialised_others(exercise, model, size):
    """Return the parameters that belong to no linear layer, as they are after a call."""
    model = built(model, size)
    linear = {id(p) for layer in model.modules() if isinstance(layer, nn.Linear) for p in layer.parameters()}
    others = {name: parameter for name, parameter in model.named_parameters() if id(parameter) not in linear}
    exercise.initialise(model)
    return {name: parameter.detach() for name, parameter in others.items()}


def initialised_objects(exercise, model, size):
    """Freeze the first layer; return which are the same objects after a call, and which require a gradient."""
    model = built(model, size)
    before = dict(model.named_parameters())
    for parameter in list(before.values())[:2]:
        parameter.requires_grad_(requires_grad=False)
    exercise.initialise(model)
    after = dict(model.named_parameters())
    same = {name: after.get(name) is parameter for name, parameter in before.items()}
    return {"same": same, "requires_grad": {name: parameter.requires_grad for name, parameter in after.items()}}


def initialised_there(exercise, x):
    """Return zeros where the parameters of a model are, which was beside x before a call."""
    model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)).to(x)
    exercise.initialise(model)
    return {name: 0 * parameter.detach() for name, parameter in model.named_parameters()}


# ------------------------------------------------------------------ Dropout


def dropped(exercise, p, x, *, training=True, grad=True):
    """Return what a new module gives, in a mode that the model around it is told."""
    model = nn.Sequential(exercise.Dropout(p)).train(training)
    with torch.set_grad_enabled(grad):
        return model(x)


def dropped_again(exercise, p, x, seed):
    """Return what one module gives with a seed, with the same seed again, and at the call after that."""
    module = exercise.Dropout(p)
    found = []
    for seeded in (True, True, False):
        if seeded:
            torch.manual_seed(seed)
        found.append(module(x.clone()))
    return found


def dropped_gradient(exercise, p, x, upstream):
    """Send a gradient back through a module; return its output, the gradient of x, and x as it is afterwards."""
    leaf = x.clone().requires_grad_()
    hidden = leaf * 1  # changes in place, which a leaf would refuse, are to show
    output = exercise.Dropout(p)(hidden)
    if output.requires_grad:
        output.backward(upstream)
    return {"output": output.detach(), "gradient": leaf.grad, "x": hidden.detach()}


def dropped_there(exercise, p, x):
    """Return zeros where the output in training mode is, since chance depends on the device, and the output in evaluation."""
    module = exercise.Dropout(p).to(x)
    return {"in training": 0 * module(x), "in evaluation": module.eval()(x)}


def dropout_functions(exercise):
    return library_functions(lambda: exercise.Dropout(0.5)(torch.ones(4)), ["dropout"])
