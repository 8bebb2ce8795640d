"""Probes for chapter1_workflow/descent: losses are chosen by name, models are told by what they hold."""

import torch
from torch import nn

from learn.worker.modules import values_of

LOSSES = {
    "squares": lambda x, y: lambda w, b: ((x @ w + b - y) ** 2).mean(),
    "log_cosh": lambda x, y: lambda w, b: torch.cosh(x @ w + b - y).log().mean(),
}


def around(x):
    """Tell what a task could have changed about a tensor."""
    return {"values": x, "requires_grad": x.requires_grad, "grad": x.grad}


def descended(exercise, loss, x, y, w, b, lr, steps):
    """Walk down a named loss, and tell what became of the start."""
    result = exercise.descend_with_autograd(LOSSES[loss](x, y), w, b, lr, steps)
    return {"result": result, "start": [around(w), around(b)]}


def fitted(exercise, x, y, w, b, lr, steps):
    """Fit a layer, and tell what it holds, and what became of the arguments.

    Of a layer that never moved also its gradient, which is nobody's business, but tells why.
    """
    begin = [w[None].clone(), b[None].clone()]
    result = exercise.fit_with_torch(x, y, w, b, lr, steps)
    model, history = result if isinstance(result, tuple) and len(result) == 2 else (result, None)
    seen = {"values": None, "history": history, "arguments": [x, y, w, b], "gradient": None}
    if isinstance(model, nn.Linear):
        seen["values"], gradient = values_of(model, begin), model.weight.grad
        still = all(torch.equal(value, old.to(value)) for value, old in zip(seen["values"], begin, strict=True))
        if still and gradient is not None and gradient.any():
            seen["gradient"] = gradient
    return seen
