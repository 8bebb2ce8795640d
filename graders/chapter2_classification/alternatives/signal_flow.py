"""Unusual but right versions of the tasks in chapter2_classification/signal_flow."""

import math

import torch
from torch import nn

from learn.variants import alternative


@alternative("xavier_uniform", "numbers between 0 and 1, stretched and shifted, copied into the detached weight")
def stretched(weight, gain=1.0):
    bound = gain * (6 / sum(weight.shape)) ** 0.5
    weight.detach().copy_(2 * bound * torch.rand(weight.shape) - bound)


@alternative("xavier_uniform", "nn.init.uniform_, with the bound by way of the standard deviation")
def by_init_uniform(weight, gain=1.0):
    std = gain * math.sqrt(2.0 / (weight.size(0) + weight.size(1)))
    nn.init.uniform_(weight, -(3**0.5) * std, 3**0.5 * std)


@alternative("xavier_uniform", "writes into weight.data, row by row, and returns the weight")
def rows_of_data(weight, gain=1.0):
    bound = gain * math.sqrt(6 / sum(weight.shape))
    for row in weight.data:
        row[:] = torch.empty_like(row).uniform_(-bound, bound)
    return weight


@alternative("kaiming_normal", "fills an empty tensor")
def empty_filled(fan_out, fan_in, generator):
    return torch.empty(fan_out, fan_in).normal_(0, (2 / fan_in) ** 0.5, generator=generator)


@alternative("kaiming_normal", "Box and Muller's formula, from uniform numbers in float64")
def box_muller(fan_out, fan_in, generator):
    u, v = torch.rand(2, fan_out, fan_in, generator=generator, dtype=torch.float64)
    normal = (-2 * torch.log1p(-u)).sqrt() * torch.cos(2 * math.pi * v)
    return (normal * math.sqrt(2 / fan_in)).float()


@alternative("layer_variances", "the mean of the squares less the square of the mean, into a tensor made before")
def by_squares(x, weights, activation):
    result = torch.empty(len(weights), dtype=x.dtype, device=x.device)
    for i, weight in enumerate(weights):
        z = torch.nn.functional.linear(x if i == 0 else activation(z), weight)  # noqa: F821  z is the layer before
        result[i] = ((z - z.mean()) ** 2).mean()
    return result


@alternative("layer_variances", "the signal as columns, one layer at a time by recursion")
def by_recursion(x, weights, activation):
    def below(h, rest):
        if not rest:
            return []
        z = rest[0] @ h
        return [torch.var(z, correction=0).reshape(1), *below(activation(z), rest[1:])]

    return torch.cat(below(x.T, weights))


@alternative("initialise", "model.apply, with PyTorch's own functions")
def by_apply(model):
    def fill(module):
        if isinstance(module, nn.Linear):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)

    model.apply(fill)


@alternative("initialise", "calls itself for the children, and copies numbers that are drawn row by row")
def by_children(model):
    if isinstance(model, nn.Linear):
        for row in model.weight.detach():
            row.copy_(torch.randn(len(row)) * (2 / len(row)) ** 0.5)
        if model.bias is not None:
            model.bias.data.fill_(0)
    for child in model.children():
        by_children(child)


@alternative("Dropout", "a Bernoulli mask, and torch.where")
class BernoulliDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.keep = 1 - p

    def forward(self, x):
        if not self.training or self.keep == 1:
            return x.clone()
        if self.keep == 0:
            return torch.zeros_like(x)
        mask = torch.bernoulli(torch.full(x.shape, self.keep)).to(x.device) > 0
        return torch.where(mask, x / self.keep, torch.zeros_like(x))


@alternative("Dropout", "masked_fill, with the probability in a buffer and a mask of one number after the other")
class FilledDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.register_buffer("p", torch.tensor(p, dtype=torch.float64), persistent=False)

    def forward(self, x):
        if self.training:
            p = float(self.p)
            drop = torch.rand(x.numel()).reshape(x.shape) < p
            x = x.masked_fill(drop.to(x.device), 0) / max(1 - p, 1e-9)
        return x
