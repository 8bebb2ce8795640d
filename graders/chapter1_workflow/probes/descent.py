"""Probes for chapter1_workflow/descent: losses are chosen by name, models are told by what they hold and predict."""

import torch
from torch import nn

from learn.worker.modules import values_of

LOSSES = {
    "squares": lambda x, y: lambda w, b: ((x @ w + b - y) ** 2).mean(),
    "log_cosh": lambda x, y: lambda w, b: torch.cosh(x @ w + b - y).log().mean(),
}


def around(x):
    """Tell what a task could have changed about a tensor."""
    return {"values": x, "requires_grad": x.requires_grad, "grad": x.grad if x.is_leaf else None}


def descended(exercise, loss, x, y, w, b, lr, steps, old=None):
    """Walk down a named loss; with ``old``, the start is a pair of leaves that have these gradients already."""
    if old is not None:
        for start, grad in zip((w, b), old, strict=True):
            start.requires_grad_()
            start.grad = grad
    result = exercise.descend_with_autograd(LOSSES[loss](x, y), w, b, lr, steps)
    tensors = [value for value in result if isinstance(value, torch.Tensor)] if isinstance(result, tuple) else []
    requires_grad = [tensor.requires_grad for tensor in tensors]
    return {"result": result, "requires_grad": requires_grad, "start": [around(w), around(b)]}


def fitted(exercise, x, y, w, b, lr, steps, *, left=False):
    """Fit a layer, and tell what it is, what it holds, and what became of the arguments.

    With ``left``, also which gradient is left at the end: it is nobody's business, but tells why a layer was not trained.
    """
    result = exercise.fit_with_torch(x, y, w, b, lr, steps)
    model, history = result if isinstance(result, tuple) and len(result) == 2 else (result, None)
    seen = {"is_linear": isinstance(model, nn.Linear), "history": history, "arguments": [x, y, w, b]}
    if seen["is_linear"]:
        seen["values"] = values_of(model, [w[None], b[None]])
        seen["left"] = model.weight.grad if left else None
    return seen
