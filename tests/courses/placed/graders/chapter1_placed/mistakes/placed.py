"""Mistakes for chapter1_placed/placed."""

import torch
from torch import nn

from learn.variants import mistake


@mistake("centred", "You forget the mean.")
def centred_not(x):
    return x


@mistake("centred", "You subtract from a tensor on the CPU: say device=x.device.")
def centred_on_cpu(x):
    return torch.zeros(x.shape) + x - x.mean()


@mistake("Shift", "Your module adds nothing.")
class ShiftNot(nn.Module):
    def __init__(self, size):
        super().__init__()

    def forward(self, x):
        return x


@mistake("Shift", "Your tensor of ones is no buffer, and stays where it was made: register it.")
class ShiftAttribute(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.ones = torch.ones(size)

    def forward(self, x):
        return x + self.ones


@mistake("ramp", "You count from one.")
def ramp_from_one(n, device=None):
    return torch.arange(1, n + 1, device=device)


@mistake("ramp", "You do not look at device: hand it on to torch.arange.")
def ramp_ignores_device(n, device=None):
    return torch.arange(n)


@mistake("clip_", "You clip a copy.")
def clip_copy(x):
    x.clamp(min=0)


@mistake("clip_", "You clip on the CPU and copy the result back: clamp_ works on every device.")
def clip_by_cpu(x):
    x.copy_(x.cpu().clamp(min=0))
