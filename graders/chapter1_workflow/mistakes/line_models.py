"""Plausible wrong versions of the tasks in chapter1_workflow/line_models."""

import copy
import itertools

import torch
from torch import nn

from learn.variants import mistake

# ------------------------------------------------------------------ Line


class _Line(nn.Module):
    """A right line, of which each mistake spoils one part."""

    def __init__(self, dtype=torch.float32):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1, dtype=dtype))
        self.bias = nn.Parameter(torch.randn(1, dtype=dtype))

    def forward(self, x):
        return self.weight * x + self.bias


@mistake(
    "Line",
    "A plain tensor is not registered, even with requires_grad: nobody trains, moves or saves it. Wrap it in nn.Parameter.",
)
class PlainTensors(_Line):
    def __init__(self, dtype=torch.float32):
        nn.Module.__init__(self)
        self.weight = torch.randn(1, dtype=dtype)
        self.bias = torch.randn(1, dtype=dtype)


@mistake(
    "Line", "nn.Parameter(...).to(dtype) gives a plain tensor, which nobody trains: convert the tensor first, then wrap it."
)
class ConvertedAfterWrapping(_Line):
    def __init__(self, dtype=torch.float32):
        nn.Module.__init__(self)
        self.weight = nn.Parameter(torch.randn(1)).to(dtype)
        self.bias = nn.Parameter(torch.randn(1)).to(dtype)


@mistake("Line", "Buffers are saved and moved, but not trained: what is to be learned is an nn.Parameter.")
class BuffersInstead(_Line):
    def __init__(self, dtype=torch.float32):
        nn.Module.__init__(self)
        self.register_buffer("weight", torch.randn(1, dtype=dtype))
        self.register_buffer("bias", torch.randn(1, dtype=dtype))


@mistake("Line", "nn.Module has to be ready before it can hold parameters: call super().__init__() first.", raises=True)
class WithoutSuper(_Line):
    def __init__(self, dtype=torch.float32):
        self.weight = nn.Parameter(torch.randn(1, dtype=dtype))
        self.bias = nn.Parameter(torch.randn(1, dtype=dtype))


@mistake("Line", "You make new parameters in each forward, so nothing that is learned stays: make them once, in __init__.")
class MadeInForward(_Line):
    def forward(self, x):
        self.weight = nn.Parameter(torch.randn(1, dtype=x.dtype, device=x.device))
        self.bias = nn.Parameter(torch.randn(1, dtype=x.dtype, device=x.device))
        return self.weight * x + self.bias


@mistake("Line", "You did not use dtype: give it to the call that makes the numbers, torch.randn(1, dtype=dtype).")
class DtypeIgnored(_Line):
    def __init__(self, _dtype=torch.float32):
        super().__init__()


@mistake(
    "Line", "Your result lost a dimension of x: (N,) against labels of shape (N, 1) broadcasts to (N, N). Use weight * x."
)
class MatrixProduct(_Line):
    def forward(self, x):
        return x @ self.weight + self.bias


# ------------------------------------------------------------------ Stack


def _linears(sizes, **kwargs):
    return [nn.Linear(d_in, d_out, **kwargs) for d_in, d_out in itertools.pairwise(sizes)]


def _through(layers, x, between=torch.relu):
    for layer in layers[:-1]:
        x = between(layer(x))
    return layers[-1](x)


class _Stack(nn.Module):
    """A right stack, of which each mistake spoils one part."""

    def __init__(self, sizes):
        super().__init__()
        self.layers = nn.ModuleList(_linears(sizes))

    def forward(self, x):
        return _through(self.layers, x)


@mistake("Stack", "Layers in a Python list are invisible to the module: no training, no .to(), no saving. Use nn.ModuleList.")
class InAList(_Stack):
    def __init__(self, sizes):
        nn.Module.__init__(self)
        self.layers = _linears(sizes)


@mistake(
    "Stack",
    "You make new, random layers in each forward, and nothing that is learned stays: make them in __init__.",
    same_as="InAList",  # on a device, where nothing is asked but what both lack; elsewhere they are told apart
)
class LayersMadeInForward(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.sizes = sizes

    def forward(self, x):
        return _through(_linears(self.sizes, dtype=x.dtype, device=x.device), x)


@mistake("Stack", "nn.Module has to be ready before it can hold layers: call super().__init__() first.", raises=True)
class StackWithoutSuper(_Stack):
    def __init__(self, sizes):
        self.layers = nn.ModuleList(_linears(sizes))


@mistake("Stack", "You used one and the same layer several times, which shares its weights: make a new one for each place.")
class OneLayerForAll(_Stack):
    def __init__(self, sizes):
        nn.Module.__init__(self)
        made = {}
        for pair in itertools.pairwise(sizes):
            made[pair] = made.get(pair) or nn.Linear(*pair)
        self.layers = nn.ModuleList(made[pair] for pair in itertools.pairwise(sizes))


@mistake("Stack", "There is no ReLU between your layers: then all of them together are just one linear layer.")
class WithoutRelu(_Stack):
    def forward(self, x):
        return _through(self.layers, x, between=lambda hidden: hidden)


@mistake("Stack", "You put a ReLU after the last layer too, so the result is never negative: it stands only between layers.")
class ReluAfterTheLast(_Stack):
    def forward(self, x):
        return super().forward(x).relu()


@mistake("Stack", "You made a tensor without device=, which is on the CPU, wherever x is: use .relu(), or zeros_like.")
class ZerosOnCpu(_Stack):
    def forward(self, x):
        return _through(self.layers, x, between=lambda hidden: torch.maximum(hidden, torch.zeros(1, dtype=x.dtype)))


# ------------------------------------------------------------------ Standardiser


class _Standardiser(nn.Module):
    """A right standardiser, of which each mistake spoils one part."""

    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", mean.clone())
        self.register_buffer("std", std.clone())

    def forward(self, x):
        return (x - self.mean) / self.std


@mistake("Standardiser", "mean and std are plain attributes, which nobody saves or moves: use self.register_buffer.")
class PlainAttributes(_Standardiser):
    def __init__(self, mean, std):
        nn.Module.__init__(self)
        self.mean, self.std = mean.clone(), std.clone()


@mistake("Standardiser", "You move plain tensors in each forward, and nobody saves them: a registered buffer moves by itself.")
class MovedInForward(_Standardiser):
    def __init__(self, mean, std):
        nn.Module.__init__(self)
        self.mean, self.std = mean.clone(), std.clone()

    def forward(self, x):
        return (x - self.mean.to(x)) / self.std.to(x)


@mistake("Standardiser", "Your mean and std are parameters, which an optimizer would change: register them as buffers.")
class AsParameters(_Standardiser):
    def __init__(self, mean, std):
        nn.Module.__init__(self)
        self.mean, self.std = nn.Parameter(mean.clone()), nn.Parameter(std.clone())


@mistake(
    "Standardiser", "A buffer holds the very tensor that it is given, so it changes with the caller's: register a clone()."
)
class CallersTensors(_Standardiser):
    def __init__(self, mean, std):
        nn.Module.__init__(self)
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)


@mistake(
    "Standardiser", "You measured the batch itself: then an example's result depends on its neighbours. Use mean and std."
)
class StatisticsOfTheBatch(_Standardiser):
    def forward(self, x):
        return (x - x.mean(dim=0)) / x.std(dim=0, correction=0)


@mistake(
    "Standardiser",
    "-= and /= change the caller's batch, which the next epoch standardises once more: x - mean makes a new one.",
)
class ChangesTheBatch(_Standardiser):
    def forward(self, x):
        x -= self.mean
        x /= self.std
        return x


# ------------------------------------------------------------------ count_parameters


@mistake("count_parameters", "You counted tensors: each parameter counts with all its elements, parameter.numel().")
def tensors_counted(model):
    parameters = list(model.parameters())
    return len(parameters), sum(parameter.requires_grad for parameter in parameters)


@mistake(
    "count_parameters",
    "A module's parameters() holds those of its inner modules, so you counted them several times: model.parameters() is all.",
)
def every_module_in_full(model):
    found = [p for module in model.modules() for p in module.parameters()]
    return sum(p.numel() for p in found), sum(p.numel() for p in found if p.requires_grad)


@mistake("count_parameters", "The state_dict holds buffers too, and a shared parameter twice: go through model.parameters().")
def state_counted(model):
    total = sum(value.numel() for value in model.state_dict().values())
    return total, total - sum(p.numel() for p in model.parameters() if not p.requires_grad)


@mistake(
    "count_parameters",
    "You counted a shared parameter once for each module that holds it: model.parameters() gives it only once.",
)
def module_by_module(model):
    found = [p for module in model.modules() for p in module.parameters(recurse=False)]
    return sum(p.numel() for p in found), sum(p.numel() for p in found if p.requires_grad)


@mistake("count_parameters", "You looked at the children only: parameters at the top, outside them, count as well.")
def only_of_children(model):
    found = {id(p): p for child in model.children() for p in child.parameters()}.values()
    return sum(p.numel() for p in found), sum(p.numel() for p in found if p.requires_grad)


@mistake("count_parameters", "You took all parameters for trainable: only those with requires_grad are.")
def frozen_counted(model):
    total = sum(p.numel() for p in model.parameters())
    return total, total


@mistake("count_parameters", "You left the frozen parameters out of the total too: they belong to it.")
def frozen_left_out(model):
    trainable = sum(p.numel() for p in model.parameters() if p.requires_grad)
    return trainable, trainable


# ------------------------------------------------------------------ copy_weights


@mistake(
    "copy_weights",
    "You passed over names that do not fit, as strict=False does: unloaded weights stay random, unseen. Let it raise.",
)
def not_strict(source, target):
    target.load_state_dict(source.state_dict(), strict=False)


@mistake("copy_weights", "assign=True puts source's own tensors into target: both change together. Copy the values instead.")
def assigned(source, target):
    target.load_state_dict(source.state_dict(), assign=True)


@mistake("copy_weights", "assign=True gives target new parameters, and its optimizer still holds the old ones: leave it out.")
def copies_assigned(source, target):
    target.load_state_dict(copy.deepcopy(source.state_dict()), assign=True)


@mistake("copy_weights", "You copied the parameters and forgot the buffers: state_dict() holds both.")
def buffers_forgotten(source, target):
    ours, theirs = dict(source.named_parameters()), dict(target.named_parameters())
    if {k: v.shape for k, v in ours.items()} != {k: v.shape for k, v in theirs.items()}:
        raise RuntimeError("names or shapes do not fit")
    with torch.no_grad():
        for name, parameter in theirs.items():
            parameter.copy_(ours[name])


@mistake("copy_weights", "You went by position: the same names may have been made in another order. Go by name.")
def by_position(source, target):
    ours, theirs = source.state_dict(), target.state_dict()
    if {k: v.shape for k, v in ours.items()} != {k: v.shape for k, v in theirs.items()}:
        raise RuntimeError("names or shapes do not fit")
    for new, old in zip(ours.values(), theirs.values(), strict=True):
        if new.shape == old.shape:
            old.copy_(new)


@mistake(
    "copy_weights", "target = ... only gives the name another module, and the caller's stays as it was: change it in place."
)
def name_rebound(source, target):
    target = copy.deepcopy(source)  # noqa: F841  that is the mistake


@mistake("copy_weights", "You sent the values through the CPU and back: copy them where they are.")
def through_cpu(source, target):
    target.load_state_dict({name: value.cpu().clone() for name, value in source.state_dict().items()})
