"""Unusual but right versions of the tasks in chapter2_classification/activations."""

import functools
import math

import torch
from activations import logsumexp as own_logsumexp
from activations import sigmoid as own_sigmoid

from learn.variants import alternative


@alternative("sigmoid", "the exponential of a softplus, by way of logaddexp")
def sigmoid_by_logaddexp(x):
    return torch.exp(-torch.logaddexp(torch.zeros_like(x), -x))


@alternative("sigmoid", "limits the logit to where exp is harmless, in the dtype at hand")
def sigmoid_limited(x):
    return torch.reciprocal(1 + (-x.clamp(min=-80.0)).exp())


@alternative("sigmoid", "replaces the inputs of each branch before the branches are computed")
def sigmoid_two_wheres(x):
    above = x > 0
    power = torch.where(above, -x, x).exp()
    return torch.where(above, 1 - power / (1 + power), power / (1 + power))


@alternative("tanh", "a sigmoid, stretched and moved")
def tanh_by_sigmoid(x):
    return 2 * own_sigmoid(2 * x) - 1


@alternative("tanh", "expm1, with the inputs limited")
def tanh_by_expm1(x):
    less = torch.expm1(2 * x.clamp(-40.0, 40.0))
    return less / (less + 2)


@alternative("relu", "fills what is not positive")
def relu_filled(x):
    return x.masked_fill(x <= 0, 0)


@alternative("relu", "writes the positive elements into zeros")
def relu_scattered(x):
    result = torch.zeros_like(x)
    positive = x > 0
    result[positive] = x[positive]
    return result


@alternative("gelu", "the complementary error function")
def gelu_by_erfc(x):
    return 0.5 * x * torch.erfc(-x * math.sqrt(0.5))


@alternative("gelu", "PyTorch's normal distribution function")
def gelu_by_ndtr(x):
    return torch.special.ndtr(x).mul(x)


@alternative("softmax", "subtracts the logarithm of the sum, found pair by pair, before exp")
def softmax_by_logarithms(x, dim):
    total = functools.reduce(torch.logaddexp, x.unbind(dim))
    return torch.exp(x - total.unsqueeze(dim))


@alternative("softmax", "moves the dimension to the end, detaches the maximum, computes in float64")
def softmax_in_double(x, dim):
    wide = x.movedim(dim, -1).double()
    powers = torch.exp(wide - wide.detach().max(dim=-1, keepdim=True).values)
    return torch.einsum("...k,...->...k", powers, 1 / powers.sum(dim=-1)).movedim(-1, dim).to(x.dtype)


@alternative("logsumexp", "adds one slice after the other with logaddexp")
def logsumexp_by_pairs(x, dim, *, keepdim=False):
    total = functools.reduce(torch.logaddexp, x.unbind(dim))
    return total.unsqueeze(dim) if keepdim else total


@alternative("logsumexp", "a detached maximum that nan_to_num makes finite")
def logsumexp_detached_maximum(x, dim, *, keepdim=False):
    largest = x.detach().max(dim=dim, keepdim=True).values.nan_to_num(posinf=0.0, neginf=0.0)
    total = (x - largest).exp().sum(dim, keepdim=keepdim)
    return total.log() + (largest if keepdim else largest.squeeze(dim))


@alternative("log_softmax", "subtracts the own logsumexp")
def log_softmax_by_sum(x, dim):
    return x - own_logsumexp(x, dim, keepdim=True)


@alternative("log_softmax", "adds the slices up with logaddexp")
def log_softmax_by_pairs(x, dim):
    return x - functools.reduce(torch.logaddexp, x.unbind(dim)).unsqueeze(dim)
