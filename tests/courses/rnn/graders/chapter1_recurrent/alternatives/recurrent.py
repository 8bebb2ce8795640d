"""Unusual but right versions of the tasks in chapter1_recurrent/recurrent."""

import torch

from learn.variants import alternative


@alternative("lstm", "PyTorch's own layer, called as a function")
def by_torch(x, state, weight_ih, weight_hh, bias):
    h, c = (part.unsqueeze(0) for part in state)
    flat = (weight_ih, weight_hh, bias, torch.zeros_like(bias))
    out, h, c = torch.lstm(x, (h, c), flat, True, 1, 0.0, False, False, True)
    return out, (h[0], c[0])
