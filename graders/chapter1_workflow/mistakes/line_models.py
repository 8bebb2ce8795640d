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
    "A plain tensor is not registered, so nobody trains, moves or saves it: assign an nn.Parameter to self in __init__.",
)
class PlainTensors(_Line):
    def __init__(self, dtype=torch.float32):
        nn.Module.__init__(self)
        self.weight = torch.randn(1, dtype=dtype)
        self.bias = torch.randn(1, dtype=dtype)


@mistake(
    "Line",
    "requires_grad=True makes no parameter: parameters() and .to() pass a plain tensor over. Use nn.Parameter.",
    same_as="PlainTensors",
)
class TensorsWithGradients(_Line):
    def __init__(self, dtype=torch.float32):
        nn.Module.__init__(self)
        self.weight = torch.randn(1, dtype=dtype, requires_grad=True)
        self.bias = torch.randn(1, dtype=dtype, requires_grad=True)


@mistake("Line", "nn.Parameter(...).to(dtype) gives a plain tensor, which is no leaf: convert the tensor first, then wrap it.")
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


@mistake(
    "Line",
    "Parameters in the class body belong to all lines at once, and to no module: assign them to self in __init__.",
    same_as="PlainTensors",
)
class InTheClassBody(_Line):
    weight = nn.Parameter(torch.randn(1))
    bias = nn.Parameter(torch.randn(1))

    def __init__(self, dtype=torch.float32):
        nn.Module.__init__(self)
        type(self).weight.data = self.weight.data.to(dtype)
        type(self).bias.data = self.bias.data.to(dtype)


@mistake("Line", "You make new parameters in each forward, so nothing that is learned stays: make them once, in __init__.")
class MadeInForward(_Line):
    def forward(self, x):
        self.weight = nn.Parameter(torch.randn(1, dtype=x.dtype, device=x.device))
        self.bias = nn.Parameter(torch.randn(1, dtype=x.dtype, device=x.device))
        return self.weight * x + self.bias


@mistake("Line", "nn.Linear holds its own weight, of shape (1, 1), under another name: hold the two parameters yourself.")
class WrapsLinear(nn.Module):
    def __init__(self, dtype=torch.float32):
        super().__init__()
        self.linear = nn.Linear(1, 1, dtype=dtype)

    @property
    def weight(self):
        return self.linear.weight

    @property
    def bias(self):
        return self.linear.bias

    def forward(self, x):
        return self.linear(x)


@mistake(
    "Line", "Your parameters have shape (), not (1,): torch.randn(()) is a single number, torch.randn(1) a vector of one."
)
class ShapeOfNumbers(_Line):
    def __init__(self, dtype=torch.float32):
        nn.Module.__init__(self)
        self.weight = nn.Parameter(torch.randn((), dtype=dtype))
        self.bias = nn.Parameter(torch.randn((), dtype=dtype))


@mistake("Line", "You switched requires_grad off for the bias: both parameters are to be learned.")
class BiasFrozen(_Line):
    def __init__(self, dtype=torch.float32):
        super().__init__(dtype)
        self.bias.requires_grad_(requires_grad=False)


@mistake("Line", "You did not use dtype: give it to the call that makes the numbers, torch.randn(1, dtype=dtype).")
class DtypeIgnored(_Line):
    def __init__(self, _dtype=torch.float32):
        super().__init__()


@mistake("Line", "x @ weight turns (N, 1) into (N,), which broadcasts to (N, N) against (N, 1) labels: multiply with *.")
class MatrixProduct(_Line):
    def forward(self, x):
        return x @ self.weight + self.bias


@mistake("Line", "weight and bias are swapped: the weight multiplies x, and the bias is added.")
class Swapped(_Line):
    def forward(self, x):
        return self.bias * x + self.weight


@mistake("Line", "You left the bias out: without it the line always goes through the origin.")
class WithoutBias(_Line):
    def forward(self, x):
        return self.weight * x


@mistake(
    "Line",
    ".item() or .data takes the numbers out of the graph, and no gradient reaches them: use the parameters as they are.",
)
class ThroughData(_Line):
    def forward(self, x):
        return self.weight.data * x + self.bias.data


@mistake("Line", "You moved the result to the CPU: return it as it is, on the device of x.")
class LineToCpu(_Line):
    def forward(self, x):
        return super().forward(x).cpu()


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
    same_as="InAList",
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


@mistake(
    "Stack", "You put a ReLU before the first layer, which throws away all negative inputs: it stands only between layers."
)
class ReluBeforeTheFirst(_Stack):
    def forward(self, x):
        return super().forward(x.relu())


@mistake("Stack", "You added a softmax at the end: the stack returns what its last layer gives.")
class SoftmaxAtTheEnd(_Stack):
    def forward(self, x):
        return super().forward(x).softmax(dim=1)


@mistake("Stack", "Between the layers stands a ReLU, not a sigmoid.")
class SigmoidBetween(_Stack):
    def forward(self, x):
        return _through(self.layers, x, between=torch.sigmoid)


@mistake("Stack", "You switched the biases off: each layer has one.")
class WithoutBiases(_Stack):
    def __init__(self, sizes):
        nn.Module.__init__(self)
        self.layers = nn.ModuleList(_linears(sizes, bias=False))


@mistake(
    "Stack", "Between your layers the graph is cut (.detach() or .data), so only the last one learns: pass on what you get."
)
class DetachedBetween(_Stack):
    def forward(self, x):
        return _through(self.layers, x, between=lambda hidden: hidden.detach().relu())


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
    "Standardiser", "requires_grad=False leaves them parameters, which count and decay as such: register buffers instead."
)
class AsFrozenParameters(_Standardiser):
    def __init__(self, mean, std):
        nn.Module.__init__(self)
        self.mean = nn.Parameter(mean.clone(), requires_grad=False)
        self.std = nn.Parameter(std.clone(), requires_grad=False)


@mistake("Standardiser", "persistent=False keeps the buffers out of the state_dict: they would not be saved with the model.")
class NotPersistent(_Standardiser):
    def __init__(self, mean, std):
        nn.Module.__init__(self)
        self.register_buffer("mean", mean.clone(), persistent=False)
        self.register_buffer("std", std.clone(), persistent=False)


@mistake("Standardiser", "You saved a third number beside mean and std: work out what you need from the two buffers.")
class ThirdBuffer(_Standardiser):
    def __init__(self, mean, std):
        super().__init__(mean, std)
        self.register_buffer("factor", 1 / std)

    def forward(self, x):
        return (x - self.mean) * self.factor


@mistake(
    "Standardiser",
    "Beside the buffers you keep plain copies and use those: load_state_dict and .to() do not reach them.",
    same_as="PlainAttributes",
)
class PlainCopiesUsed(_Standardiser):
    def __init__(self, mean, std):
        super().__init__(mean, std)
        self.fixed = mean.clone(), std.clone()

    def forward(self, x):
        return (x - self.fixed[0]) / self.fixed[1]


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


@mistake("Standardiser", "You divided before you subtracted: (x - mean) needs its parentheses.")
class WithoutParentheses(_Standardiser):
    def forward(self, x):
        return x - self.mean / self.std


@mistake("Standardiser", "You turned everything into float32: leave the dtype to .to(), and compute in that of x.")
class AlwaysFloat32(_Standardiser):
    def forward(self, x):
        return (x.float() - self.mean.float()) / self.std.float()


@mistake("Standardiser", "Under no_grad() no gradient gets through to x: buffers need none anyway, so leave it out.")
class UnderNoGrad(_Standardiser):
    @torch.no_grad()
    def forward(self, x):
        return super().forward(x)


@mistake("Standardiser", "You computed on the CPU: buffers move with the module, so use them where they are.")
class StandardisedOnCpu(_Standardiser):
    def forward(self, x):
        return ((x.cpu() - self.mean.cpu()) / self.std.cpu()).to(x.device)


# ------------------------------------------------------------------ count_parameters


@mistake("count_parameters", "You counted tensors: each parameter counts with all its elements, parameter.numel().")
def tensors_counted(model):
    parameters = list(model.parameters())
    return len(parameters), sum(parameter.requires_grad for parameter in parameters)


@mistake("count_parameters", "len(parameter) is only its first dimension: numel() multiplies all of them.")
def first_dimensions(model):
    parameters = list(model.parameters())
    return sum(map(len, parameters)), sum(len(parameter) for parameter in parameters if parameter.requires_grad)


@mistake("count_parameters", "You counted matrices only: biases are parameters as well.")
def without_vectors(model):
    matrices = [parameter for parameter in model.parameters() if parameter.dim() > 1]
    return sum(p.numel() for p in matrices), sum(p.numel() for p in matrices if p.requires_grad)


@mistake("count_parameters", "The state_dict holds buffers too, and a shared parameter twice: go through model.parameters().")
def state_counted(model):
    total = sum(value.numel() for value in model.state_dict().values())
    return total, total - sum(p.numel() for p in model.parameters() if not p.requires_grad)


@mistake("count_parameters", "You counted a shared parameter once for each name: model.parameters() gives it only once.")
def shared_counted_twice(model):
    found = [parameter for _, parameter in model.named_parameters(remove_duplicate=False)]
    return sum(p.numel() for p in found), sum(p.numel() for p in found if p.requires_grad)


@mistake("count_parameters", "You added up module by module, and a parameter that two of them share counted twice.")
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


@mistake("count_parameters", "Your second number counts the frozen parameters: count those that require a gradient.")
def frozen_for_trainable(model):
    total = sum(p.numel() for p in model.parameters())
    return total, sum(p.numel() for p in model.parameters() if not p.requires_grad)


@mistake("count_parameters", ".grad is None until there was a backward pass: ask for requires_grad.")
def by_gradients(model):
    total = sum(p.numel() for p in model.parameters())
    return total, sum(p.numel() for p in model.parameters() if p.grad is not None)


@mistake(
    "count_parameters", "NumPy reaches only the CPU's memory, and the model may be elsewhere: numel() works on any device."
)
def counted_in_numpy(model):
    sizes = [(p.detach().numpy().size, p.requires_grad) for p in model.parameters()]
    return sum(size for size, _ in sizes), sum(size for size, trainable in sizes if trainable)


# ------------------------------------------------------------------ copy_weights


@mistake("copy_weights", "strict=False passes names over that do not fit, and says nothing: what was not loaded stays random.")
def not_strict(source, target):
    target.load_state_dict(source.state_dict(), strict=False)


@mistake("copy_weights", "assign=True puts source's own tensors into target: both change together. Copy the values instead.")
def assigned(source, target):
    target.load_state_dict(source.state_dict(), assign=True)


@mistake("copy_weights", "assign=True gives target new parameters, and its optimizer still holds the old ones: leave it out.")
def copies_assigned(source, target):
    target.load_state_dict(copy.deepcopy(source.state_dict()), assign=True)


@mistake(
    "copy_weights",
    "A state_dict holds the tensors themselves, no copies: .data = ... makes both modules share them. Use copy_().",
)
def memory_shared(source, target):
    target.load_state_dict(source.state_dict())
    for name, parameter in target.named_parameters():
        parameter.data = source.state_dict()[name]


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


@mistake("copy_weights", "You copied backwards: source keeps its values, and target gets them.")
def backwards(source, target):
    source.load_state_dict(target.state_dict())


@mistake(
    "copy_weights", "target = ... only gives the name another module, and the caller's stays as it was: change it in place."
)
def name_rebound(source, target):
    target.load_state_dict(target.state_dict())
    target = copy.deepcopy(source)
    target.load_state_dict(source.state_dict())


@mistake("copy_weights", "You went through source's names only: a name that only target has goes unnoticed, and stays random.")
def one_side_only(source, target):
    theirs = target.state_dict()
    for name, value in source.state_dict().items():
        if name not in theirs or theirs[name].shape != value.shape:
            raise RuntimeError(f"{name} does not fit")
        theirs[name].copy_(value)


@mistake("copy_weights", "You looked at the names and not at the shapes: copy_() broadcasts, so one row fills a whole matrix.")
def shapes_unchecked(source, target):
    ours, theirs = source.state_dict(), target.state_dict()
    if ours.keys() != theirs.keys():
        raise RuntimeError("names do not fit")
    for name, value in theirs.items():
        value.copy_(ours[name])


@mistake("copy_weights", "A leaf that requires a gradient forbids in-place changes: copy under torch.no_grad().", raises=True)
def without_no_grad(source, target):
    ours = dict(source.named_parameters())
    for name, parameter in target.named_parameters():
        parameter.copy_(ours[name])


@mistake("copy_weights", "You sent the values through the CPU and back: copy them where they are.")
def through_cpu(source, target):
    target.load_state_dict({name: value.cpu().clone() for name, value in source.state_dict().items()})
