"""Unusual but right versions of the tasks in chapter1_recurrent/recurrent."""

import torch

from learn.variants import alternative


@alternative("lstm", "PyTorch's own layer, called as a function")
def by_torch(x, state, weight_ih, weight_hh, bias):
    h, c = (part.unsqueeze(0) for part in state)
    flat = (weight_ih, weight_hh, bias, torch.zeros_like(bias))
    options = {"has_biases": True, "num_layers": 1, "dropout": 0.0, "train": False}
    out, h, c = torch.lstm(x, (h, c), flat, **options, bidirectional=False, batch_first=True)
    return out, (h[0], c[0])
