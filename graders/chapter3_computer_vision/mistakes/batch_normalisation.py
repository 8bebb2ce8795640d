"""Plausible wrong versions of the tasks in chapter3_computer_vision/batch_normalisation."""

import torch
from batch_normalisation import BatchNorm2d, batch_norm, fold_batch_norm
from torch import nn
from torch.nn import functional

from learn.variants import mistake

CHANNELS = (0, 2, 3)


def normalised(x, mean, var, weight, bias, eps):
    """Return the right result for given statistics, of shape (C,) or one that broadcasts."""
    mean, var = (s[:, None, None] if s.dim() == 1 else s for s in (mean, var))
    return (x - mean) / torch.sqrt(var + eps) * weight[:, None, None] + bias[:, None, None]


def update(running, new, momentum):
    """Update one of the running statistics in the right way."""
    with torch.no_grad():
        running.mul_(1 - momentum).add_(momentum * new)


# ------------------------------------------------------------------ batch_norm


@mistake("batch_norm", "You normalise by the batch in evaluation, too: use the running statistics where training is False.")
def batch_in_evaluation(x, running_mean, running_var, weight, bias, training, momentum=0.1, eps=1e-5):
    mean, var = x.mean(dim=CHANNELS), x.var(dim=CHANNELS, correction=0)
    if training:
        update(running_mean, mean, momentum)
        update(running_var, x.var(dim=CHANNELS), momentum)
    return normalised(x, mean, var, weight, bias, eps)


@mistake("batch_norm", "You update the running statistics in evaluation, too: what is tested must not change the network.")
def updated_in_evaluation(x, running_mean, running_var, weight, bias, training, momentum=0.1, eps=1e-5):
    before = running_mean.clone(), running_var.clone()
    result = batch_norm(x, running_mean, running_var, weight, bias, training=True, momentum=momentum, eps=eps)
    return result if training else normalised(x, *before, weight, bias, eps)


@mistake(
    "batch_norm",
    "You update running_var with the biased variance, by which you normalise: it takes the unbiased one, with N * H * W - 1.",
)
def biased_running_variance(x, running_mean, running_var, weight, bias, training, momentum=0.1, eps=1e-5):
    if not training:
        return batch_norm(x, running_mean, running_var, weight, bias, training=False, momentum=momentum, eps=eps)
    mean, var = x.mean(dim=CHANNELS), x.var(dim=CHANNELS, correction=0)
    update(running_mean, mean, momentum)
    update(running_var, var, momentum)
    return normalised(x, mean, var, weight, bias, eps)


@mistake(
    "batch_norm",
    "You average over the batch alone, so each pixel has its own mean: a channel has one, over dim=(0, 2, 3).",
)
def for_each_pixel(x, running_mean, running_var, weight, bias, training, momentum=0.1, eps=1e-5):
    result = batch_norm(x, running_mean, running_var, weight, bias, training, momentum, eps)
    if not training:
        return result
    return normalised(x, x.mean(dim=0, keepdim=True), x.var(dim=0, correction=0, keepdim=True), weight, bias, eps)


@mistake(
    "batch_norm",
    "You detached the batch's mean and variance: they depend on x, so the gradient has to flow through them as well.",
)
def detached_statistics(x, running_mean, running_var, weight, bias, training, momentum=0.1, eps=1e-5):
    batch_norm(x.detach(), running_mean, running_var, weight, bias, training, momentum, eps)
    if not training:
        return normalised(x, running_mean, running_var, weight, bias, eps)
    with torch.no_grad():
        mean, var = x.mean(dim=CHANNELS), x.var(dim=CHANNELS, correction=0)
    return normalised(x, mean, var, weight, bias, eps)


@mistake(
    "batch_norm",
    "running_mean = ... makes a new tensor, and the caller's stays as it was: change it in place, with mul_ and add_.",
)
def new_tensors(x, running_mean, running_var, weight, bias, training, momentum=0.1, eps=1e-5):
    return batch_norm(x, running_mean.clone(), running_var.clone(), weight, bias, training, momentum, eps)


@mistake("batch_norm", "You called PyTorch's own batch norm: compute mean and variance yourself.")
def by_library(x, running_mean, running_var, weight, bias, training, momentum=0.1, eps=1e-5):
    return functional.batch_norm(x, running_mean, running_var, weight, bias, training, momentum, eps)


# ------------------------------------------------------------------ BatchNorm2d


@mistake("BatchNorm2d", "You normalise by the unbiased variance, which is for running_var alone: say correction=0.")
class UnbiasedBatch(BatchNorm2d):
    def forward(self, x):
        result = super().forward(x)
        if not self.training:
            return result
        return normalised(x, x.mean(dim=CHANNELS), x.var(dim=CHANNELS), self.weight, self.bias, self.eps)


@mistake("BatchNorm2d", "Your layer is always in training mode: pass self.training, which train() and eval() switch.")
class AlwaysTraining(BatchNorm2d):
    def forward(self, x):
        return batch_norm(
            x, self.running_mean, self.running_var, self.weight, self.bias, training=True, momentum=self.momentum, eps=self.eps
        )


@mistake(
    "BatchNorm2d",
    "Your running statistics are plain attributes, so to(device) and the state_dict leave them out: use register_buffer.",
)
class PlainAttributes(nn.Module):
    def __init__(self, num_features, momentum=0.1, eps=1e-5):
        super().__init__()
        self.momentum, self.eps = momentum, eps
        self.weight, self.bias = nn.Parameter(torch.ones(num_features)), nn.Parameter(torch.zeros(num_features))
        self.running_mean, self.running_var = torch.zeros(num_features), torch.ones(num_features)

    forward = BatchNorm2d.forward


@mistake(
    "BatchNorm2d", "persistent=False keeps your buffers out of the state_dict, so a loaded layer has lost them: leave it out."
)
class NotSaved(BatchNorm2d):
    def __init__(self, num_features, momentum=0.1, eps=1e-5):
        super().__init__(num_features, momentum, eps)
        self.register_buffer("running_mean", torch.zeros(num_features), persistent=False)
        self.register_buffer("running_var", torch.ones(num_features), persistent=False)


@mistake("BatchNorm2d", "Your weight and bias are no parameters, so nobody trains them: wrap them in nn.Parameter.")
class NothingToTrain(BatchNorm2d):
    def __init__(self, num_features, momentum=0.1, eps=1e-5):
        super().__init__(num_features, momentum, eps)
        del self.weight, self.bias
        self.register_buffer("weight", torch.ones(num_features))
        self.register_buffer("bias", torch.zeros(num_features))


@mistake(
    "BatchNorm2d",
    "Your running statistics are part of the graph, which keeps all batches in memory: update them under torch.no_grad().",
)
class KeepsTheGraph(BatchNorm2d):
    def forward(self, x):
        if not self.training:
            return super().forward(x)
        mean, var = x.mean(dim=CHANNELS), x.var(dim=CHANNELS)
        self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
        self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        return normalised(x, mean, x.var(dim=CHANNELS, correction=0), self.weight, self.bias, self.eps)


@mistake("BatchNorm2d", "You used PyTorch's own nn.BatchNorm2d: make the parameters and the buffers yourself.")
class WrapsTheModule(nn.Module):
    def __init__(self, num_features, momentum=0.1, eps=1e-5):
        super().__init__()
        self.norm = nn.BatchNorm2d(num_features, eps=eps, momentum=momentum)

    def forward(self, x):
        return self.norm(x)


# ------------------------------------------------------------------ fold_batch_norm


@mistake("fold_batch_norm", "The convolution's bias goes through the batch norm, too: (bias - running_mean) * scale.")
def bias_not_scaled(weight, bias, running_mean, running_var, bn_weight, bn_bias, eps=1e-5):
    new_weight, new_bias = fold_batch_norm(weight, None, running_mean, running_var, bn_weight, bn_bias, eps)
    return new_weight, new_bias if bias is None else new_bias + bias


@mistake("fold_batch_norm", "Without a bias the running mean still has to be subtracted: take the bias as 0.")
def mean_forgotten_without_bias(weight, bias, running_mean, running_var, bn_weight, bn_bias, eps=1e-5):
    folded = fold_batch_norm(weight, bias, running_mean, running_var, bn_weight, bn_bias, eps)
    return (folded[0], bn_bias.clone()) if bias is None else folded


@mistake("fold_batch_norm", "You added eps to the root: it belongs below it, sqrt(running_var + eps).")
def eps_outside(weight, bias, running_mean, running_var, bn_weight, bn_bias, eps=1e-5):
    var = (running_var.sqrt() + eps) ** 2
    return fold_batch_norm(weight, bias, running_mean, var, bn_weight, bn_bias, 0.0)


@mistake("fold_batch_norm", "*= changed the caller's weight, and a second call scales it again: build new tensors.")
def weight_in_place(weight, bias, running_mean, running_var, bn_weight, bn_bias, eps=1e-5):
    new_weight, new_bias = fold_batch_norm(weight, bias, running_mean, running_var, bn_weight, bn_bias, eps)
    weight.data.copy_(new_weight)
    return new_weight, new_bias


@mistake("fold_batch_norm", "Your zeros for the missing bias are on the CPU: torch.zeros_like(running_mean) goes where it is.")
def zeros_on_cpu(weight, bias, running_mean, running_var, bn_weight, bn_bias, eps=1e-5):
    if bias is None:
        bias = torch.zeros(len(running_mean), dtype=weight.dtype)
    return fold_batch_norm(weight, bias, running_mean, running_var, bn_weight, bn_bias, eps)
