"""Unusual but right versions of the tasks in chapter1_workflow/line_models."""

import copy
import itertools
import math

import torch
from torch import nn
from torch.nn import functional

from learn.variants import alternative


@alternative("Line", "registers its parameters by name, the bias first, and adds with addcmul")
class RegisteredLine(nn.Module):
    def __init__(self, dtype=torch.float32):
        super().__init__()
        for name in ("bias", "weight"):
            self.register_parameter(name, nn.Parameter(torch.zeros(1).to(dtype)))

    def forward(self, x):
        return torch.addcmul(self.bias, x, self.weight)


@alternative("Line", "torch's linear on a last dimension of size 1, with a conversion after the parameters were made")
class LinearLine(nn.Module):
    def __init__(self, dtype=torch.float32):
        super().__init__()
        self.weight, self.bias = (nn.Parameter(torch.empty(1).uniform_(-1, 1)) for _ in range(2))
        self.to(dtype)

    def forward(self, x):
        return functional.linear(x.unsqueeze(-1), self.weight.view(1, 1), self.bias).squeeze(-1)


@alternative("Stack", "nn.Sequential with nn.ReLU modules")
class SequentialStack(nn.Sequential):
    def __init__(self, sizes):
        layers = []
        for d_in, d_out in itertools.pairwise(sizes):
            layers += [nn.ReLU(), nn.Linear(d_in, d_out)]
        super().__init__(*layers[1:])


@alternative("Stack", "weights and biases of its own, the biases first, einsum and clamp")
class HandmadeStack(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.heights = nn.ParameterList(torch.zeros(size) for size in sizes[1:])
        pairs = itertools.pairwise(sizes)
        self.slopes = nn.ParameterList(torch.randn(d_out, d_in) / math.sqrt(d_in) for d_in, d_out in pairs)

    def forward(self, x):
        for index, (slope, height) in enumerate(zip(self.slopes, self.heights, strict=True)):
            x = torch.einsum("bi,oi->bo", x.clamp(min=0) if index else x, slope) + height
        return x


@alternative("Stack", "a stack inside a stack, the last layer made first")
class NestedStack(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.last = nn.Linear(*sizes[-2:])
        self.before = NestedStack(sizes[:-1]) if len(sizes) > 2 else None

    def forward(self, x):
        return self.last(x if self.before is None else functional.relu(self.before(x)))


@alternative("Standardiser", "nn.Buffer, filled afterwards, and torch's batch norm with fixed statistics")
class BatchNormStandardiser(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.std = nn.Buffer(torch.empty_like(std))
        self.mean = nn.Buffer(torch.empty_like(mean))
        self.load_state_dict({"mean": mean, "std": std})

    def forward(self, x):
        return functional.batch_norm(x, self.mean, self.std.square(), eps=0.0)


@alternative("Standardiser", "multiplies by a factor and adds a shift, both worked out in each call")
class AffineStandardiser(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        for name, value in {"std": std, "mean": mean}.items():
            self.register_buffer(name, value.detach().clone())

    def forward(self, x):
        return torch.addcmul(-self.mean / self.std, x, 1 / self.std)


@alternative("count_parameters", "walks through the modules itself, and remembers which parameters it has seen")
def by_walking(model):
    seen = {}

    def visit(module):
        seen.update({id(parameter): parameter for parameter in module._parameters.values() if parameter is not None})
        for child in module._modules.values():
            if child is not None:
                visit(child)

    visit(model)
    trainable = sum(math.prod(parameter.shape) for parameter in seen.values() if parameter.requires_grad)
    frozen = sum(math.prod(parameter.shape) for parameter in seen.values() if not parameter.requires_grad)
    return trainable + frozen, trainable


@alternative("count_parameters", "joins flattened copies")
def by_joining(model):
    flat = [torch.empty(0), *(p.detach().flatten().cpu() for p in model.parameters())]
    wanted = [torch.empty(0), *(torch.ones(p.numel()) for p in model.parameters() if p.requires_grad)]
    return len(torch.cat(flat)), int(torch.cat(wanted).sum())


@alternative("copy_weights", "by hand, under no_grad, once all names and shapes were compared")
def by_hand(source, target):
    ours, theirs = source.state_dict(), target.state_dict()
    if {name: value.shape for name, value in ours.items()} != {name: value.shape for name, value in theirs.items()}:
        raise RuntimeError("names or shapes do not fit")
    with torch.no_grad():
        for name in sorted(theirs):
            theirs[name].copy_(ours[name])


@alternative("copy_weights", "loads a deep copy, in the opposite order")
def by_deep_copy(source, target):
    state = copy.deepcopy(source).state_dict()
    target.load_state_dict({name: state[name] for name in reversed(list(state))}, strict=True)
