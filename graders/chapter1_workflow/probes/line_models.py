"""Probes for chapter1_workflow/line_models: modules are made from values that were sent, and told about in plain data."""

import copy

import torch
from torch import nn

# ------------------------------------------------------------------ Line


def _line(exercise, weight, bias, like):
    """Return a line with these two numbers, where ``like`` is and of its dtype, whatever holds them."""
    line = exercise.Line().to(like)
    with torch.no_grad():
        for name, value in (("weight", weight), ("bias", bias)):
            if hasattr(line, name):
                getattr(line, name).fill_(value)
    return line


def line(exercise, weight, bias, x):
    """Return what a line gives for x."""
    return _line(exercise, weight, bias, x)(x)


def line_step(exercise, weight, bias, x, y, lr):
    """Return the mean squared error of a line before and after a step of gradient descent, while there is another line."""
    model = _line(exercise, weight, bias, x)
    _line(exercise, 0.0, 0.0, x)  # which gets other numbers, in parameters of its own
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    before = ((model(x) - y) ** 2).mean()
    before.backward()
    optimizer.step()
    return [before, ((model(x) - y) ** 2).mean()]


# ------------------------------------------------------------------ modules of any kind


def parts(exercise, task, args):
    """Return what is known of a module's parameters but their values, and the names of its buffers and of what it saves."""
    module = getattr(exercise, task)(*args)
    return {
        "parameters": {
            name: {"shape": tuple(value.shape), "dtype": value.dtype, "requires_grad": value.requires_grad}
            for name, value in module.named_parameters()
        },
        "buffers": sorted(name for name, _ in module.named_buffers()),
        "state_dict": sorted(module.state_dict()),
    }


# ------------------------------------------------------------------ Stack


def shapes(exercise, sizes):
    """Return the shapes of a stack's parameters, sorted, of those that require a gradient."""
    return sorted(tuple(value.shape) for value in exercise.Stack(sizes).parameters() if value.requires_grad)


def called_twice(exercise, sizes, x):
    """Return what a stack gives when it is called twice."""
    model = exercise.Stack(sizes)
    return [model(x), model(x)]


# ------------------------------------------------------------------ Standardiser


def standardised(exercise, mean, std, x):
    """Return what a standardiser gives for x, once it was converted to the dtype of x; and x after that."""
    return {"output": exercise.Standardiser(mean, std).to(x)(x), "x": x}


def saved(exercise, mean, std):
    """Return the state_dict of a standardiser."""
    return dict(exercise.Standardiser(mean, std).state_dict())


def reloaded(exercise, mean, std, x):
    """Return what a standardiser gives for x, once it has loaded what another one saved; and the statistics given to it."""
    zeros, ones = torch.zeros_like(mean), torch.ones_like(std)
    layer = exercise.Standardiser(zeros, ones)
    layer.load_state_dict(copy.deepcopy(exercise.Standardiser(mean, std).state_dict()))
    return {"output": layer(x), "given": [zeros, ones]}


def changed_later(exercise, mean, std, x):
    """Return what a standardiser gives for x, once the tensors that it was made from have changed."""
    layer = exercise.Standardiser(mean, std)
    mean.add_(1)
    std.mul_(2)
    return layer(x)


# ------------------------------------------------------------------ count_parameters


def _tied(d, _h, _k):
    layer, other = nn.Linear(d, d), nn.Linear(d, d)
    other.weight = layer.weight
    return nn.Sequential(layer, nn.ReLU(), other, layer)


class _Nested(nn.Module):
    """Parameters at the top, and in modules inside modules."""

    def __init__(self, d, h, k):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(d))
        self.body = nn.Sequential(nn.Sequential(nn.Linear(d, h), nn.ReLU()), nn.ModuleDict({"head": nn.Linear(h, k)}))


MODELS = {
    "flat": lambda d, h, k: nn.Sequential(nn.Linear(d, h), nn.ReLU(), nn.Linear(h, k, bias=False)),
    "tied": _tied,
    "nested": _Nested,
    "with buffers": lambda d, h, _k: nn.Sequential(nn.Linear(d, h), nn.BatchNorm1d(h)),
}


def counted(exercise, model, sizes, frozen=()):
    """Count the parameters of a model; those with these names are frozen."""
    made = MODELS[model](*sizes)
    for name in frozen:
        made.get_parameter(name).requires_grad_(requires_grad=False)
    return exercise.count_parameters(made)


# ------------------------------------------------------------------ copy_weights


class _Net(nn.Module):
    """Layers by name, made in the order of the names, among them one with buffers."""

    def __init__(self, names, like):
        super().__init__()
        size = len(like)
        for name in names:
            self.add_module(name, nn.BatchNorm1d(size) if name == "norm" else nn.Linear(size, size))


def _net(names, state):
    """Return a net with the values of a state, where they are."""
    net = _Net(names, state["first.weight"]).to(state["first.weight"])
    for name, value in net.state_dict().items():
        value.copy_(state[name])
    return net


def _told(net):
    return {name: net.state_dict()[name].clone() for name in sorted(net.state_dict())}


def copied(exercise, source, target, names, other_names):
    """Copy the weights of a net into another one, and return what both hold."""
    nets = _net(names, source), _net(other_names, target)
    exercise.copy_weights(*nets)
    return {"source": _told(nets[0]), "target": _told(nets[1])}


def copied_and_changed(exercise, source, target, names, changed):
    """Copy the weights, change one of the two nets in place, and return what the other one holds."""
    nets = {"source": _net(names, source), "target": _net(names, target)}
    exercise.copy_weights(nets["source"], nets["target"])
    for value in nets.pop(changed).state_dict().values():
        value.add_(1)
    (other,) = nets.values()
    return _told(other)


def copied_and_trained(exercise, source, target, names, x):
    """Copy the weights into a net that an optimizer holds, take a step, and return what the net holds."""
    nets = _net(names, source), _net(names, target)
    optimizer = torch.optim.SGD(nets[1].parameters(), lr=0.1)
    exercise.copy_weights(*nets)
    optimizer.zero_grad()
    (nets[1].first(x) ** 2).sum().backward()
    optimizer.step()
    return _told(nets[1])


def refused(exercise, source, target):
    """Tell whether copying raises a RuntimeError; both modules are told as the numbers of outputs of their layers, by name."""
    modules = [nn.ModuleDict({name: nn.Linear(3, size) for name, size in layers.items()}) for layers in (source, target)]
    try:
        exercise.copy_weights(*modules)
    except NotImplementedError:  # a RuntimeError, too, but that of a task that is not written
        raise
    except RuntimeError:
        return True
    return False
