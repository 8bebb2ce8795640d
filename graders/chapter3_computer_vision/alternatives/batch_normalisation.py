"""Unusual but right versions of the tasks in chapter3_computer_vision/batch_normalisation."""

import torch
from torch import nn
from torch.nn import functional

from learn.variants import alternative


@alternative("batch_norm", "a table of pixels with a column for each channel, and sums in place of mean and var")
def as_table(x, running_mean, running_var, weight, bias, training, momentum=0.1, eps=1e-5):
    table = x.permute(0, 2, 3, 1).reshape(-1, x.shape[1])
    if training:
        mean = table.sum(dim=0) / len(table)
        squares = ((table - mean) ** 2).sum(dim=0)
        var = squares / len(table)
        running_mean.data.copy_((1 - momentum) * running_mean + momentum * mean.detach())
        running_var.data.copy_((1 - momentum) * running_var + momentum * squares.detach() / (len(table) - 1))
    else:
        mean, var = running_mean, running_var
    result = torch.addcmul(bias, (table - mean) * (var + eps).rsqrt(), weight)
    return result.reshape(x.shape[0], *x.shape[2:], -1).permute(0, 3, 1, 2)


@alternative("batch_norm", "channel by channel, as a line a * x + b, in float64")
def channel_by_channel(x, running_mean, running_var, weight, bias, training, momentum=0.1, eps=1e-5):
    channels = []
    for k in range(x.shape[1]):
        channel = x[:, k].double()
        mean, var = running_mean[k].double(), running_var[k].double()
        if training:
            mean, var = channel.mean(), channel.var(unbiased=False)
            running_mean[k] += momentum * (mean.detach() - running_mean[k])
            running_var[k] += momentum * (channel.detach().var() - running_var[k])
        slope = weight[k] / (var + eps) ** 0.5
        channels.append((slope * channel + (bias[k] - slope * mean)).to(x.dtype))
    return torch.stack(channels, dim=1)


@alternative("BatchNorm2d", "PyTorch's function, one buffer for both statistics, the bias before the weight, and a counter")
class OneBuffer(nn.Module):
    def __init__(self, num_features, momentum=0.1, eps=1e-5):
        super().__init__()
        self.shift = nn.Parameter(torch.zeros(num_features))
        self.scale = nn.Parameter(torch.ones(num_features))
        self.register_buffer("gathered", torch.tensor([[0.0], [1.0]]).repeat(1, num_features))
        self.register_buffer("steps", torch.tensor(0))
        self.options = {"momentum": momentum, "eps": eps}

    def forward(self, x):
        if self.training:
            self.steps += 1
        return functional.batch_norm(x, *self.gathered, self.scale, self.shift, self.training, **self.options)


@alternative("BatchNorm2d", "buffers of shape (1, C, 1, 1) that get new values, and a deviation in place of the variance")
class Shaped(nn.Module):
    def __init__(self, num_features, momentum=0.1, eps=1e-5):
        super().__init__()
        self.momentum, self.eps = momentum, eps
        self.gamma = nn.Parameter(torch.ones(num_features))
        self.beta = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("center", torch.zeros(1, num_features, 1, 1))
        self.register_buffer("spread", torch.ones(1, num_features, 1, 1))

    def forward(self, x):
        mean, var = self.center, self.spread
        if self.training:
            var, mean = torch.var_mean(x, dim=(0, 2, 3), correction=0, keepdim=True)
            count = x[:, 0].numel()
            self.center = torch.lerp(self.center, mean.detach(), self.momentum)
            self.spread = torch.lerp(self.spread, var.detach() * count / (count - 1), self.momentum)
        z = (x - mean) / (var + self.eps).sqrt()
        return torch.einsum("nchw,c->nchw", z, self.gamma) + self.beta.reshape(-1, 1, 1)


@alternative("fold_batch_norm", "a diagonal matrix times the rows of the weight")
def by_matrix(weight, bias, running_mean, running_var, bn_weight, bn_bias, eps=1e-5):
    scale = torch.diag(bn_weight * (running_var + eps).rsqrt())
    bias = torch.zeros_like(running_mean) if bias is None else bias
    return (scale @ weight.flatten(1)).reshape(weight.shape), scale @ (bias - running_mean) + bn_bias


@alternative("fold_batch_norm", "one output channel after the other")
def channel_after_channel(weight, bias, running_mean, running_var, bn_weight, bn_bias, eps=1e-5):
    kernels, shifts = [], []
    for k, kernel in enumerate(weight):
        deviation = torch.sqrt(running_var[k] + eps)
        before = 0.0 if bias is None else bias[k]
        kernels.append(kernel / deviation * bn_weight[k])
        shifts.append(bn_bias[k] + bn_weight[k] * (before - running_mean[k]) / deviation)
    return torch.stack(kernels), torch.stack(shifts)
