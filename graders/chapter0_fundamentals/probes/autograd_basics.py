"""Probes for chapter0_fundamentals/autograd_basics: functions are chosen by name, a tensor's state is told in full."""

import torch


def ramp(x):
    """Return weights 1, 2, 3, ... of the shape and dtype of x, where x is."""
    return torch.arange(1, x.numel() + 1, dtype=x.dtype, device=x.device).reshape(x.shape)


SCALAR = {
    "cubic": lambda x: (x**3).sum(),
    "sine_of_sum": lambda x: torch.sin(x.sum()),
    "weighted": lambda x: (ramp(x) * x).sum(),
}

LOSSES = {
    "square": lambda w, x: ((w * x).sum() - 1) ** 2,
    "sine": lambda w, x: torch.sin(w * x).sum(),
}

FIRST = {
    "outer": lambda x: torch.outer(x.reshape(-1), x.reshape(-1)),
    "tanh": lambda x: 3 * torch.tanh(x),
}

SECOND = {
    "squares": lambda h: (ramp(h) * h**2).sum(),
    "sine": lambda h: torch.sin(ramp(h) * h).sum(),
}

ELEMENTWISE = {
    "cube": lambda x: x**3,
    "exp(2x)": lambda x: torch.exp(2 * x),
    "line": lambda x: 3 * x + 1,
    "sin(1000x)": lambda x: torch.sin(1000 * x),
    "x * sin(x)": lambda x: x * torch.sin(x),
}


def prepared(x, role, old):
    """Return x in a role: plain, a leaf with the gradient old, or hidden: computed from a leaf."""
    if role == "plain":
        return x
    x.requires_grad_()
    if role == "hidden":
        return x * 1
    x.grad = old
    return x


def around(x):
    """Tell what a task could have changed about a tensor."""
    return {"values": x, "requires_grad": x.requires_grad, "grad": x.grad if x.is_leaf else None}


def asks_for_grad(value):
    """Tell whether a result is a tensor that requires a gradient."""
    return isinstance(value, torch.Tensor) and value.requires_grad


def scalar_gradient(exercise, function, x, role, old=None):
    """Return the gradient of a named function, and what became of x."""
    x = prepared(x, role, old)
    gradient = exercise.gradient_of(SCALAR[function], x)
    return {"gradient": gradient, "requires_grad": asks_for_grad(gradient), "x": around(x)}


def weighted_gradient(exercise, x, weights):
    """Return the gradient of a function that uses weights which require a gradient, and what became of the weights."""
    weights.requires_grad_()
    gradient = exercise.gradient_of(lambda x: (weights * x**2).sum(), x)
    return {"gradient": gradient, "weights": around(weights)}


def accumulated(exercise, loss, w, xs, zero_between, role="plain", old=None):
    """Return what .grad held after each backward pass of a named loss, and what became of w."""
    w = prepared(w, role, old)
    return {"held": exercise.accumulate_gradients(LOSSES[loss], w, xs, zero_between=zero_between), "w": around(w)}


def target_after(exercise, prediction, target, role):
    """Return whether the target requires a gradient before and after the loss is computed."""
    target = prepared(target, role, None)
    before = target.requires_grad
    exercise.stop_gradient(prediction.requires_grad_(), target)
    return [before, target.requires_grad]


def rounded(exercise, x):
    """Round x, a leaf that requires a gradient, and return the result and x afterwards."""
    x.requires_grad_()
    return {"rounded": exercise.straight_through_round(x), "x": x}


def two_gradients(exercise, first, second, x, role="plain", old=None):
    """Return both gradients of a named pair of functions, how often each was called, and what became of x."""
    calls = {"first": 0, "second": 0}

    def counting_first(value):
        calls["first"] += 1
        return FIRST[first](value)

    def counting_second(value):
        calls["second"] += 1
        return SECOND[second](value)

    x = prepared(x, role, old)
    result = exercise.intermediate_gradient(counting_first, counting_second, x)
    gradients = tuple(result) if isinstance(result, list) else result
    return {"gradients": gradients, "calls": calls, "x": around(x)}


def stepped(exercise, values, grads, lr):
    """Take a step with leaves of these values and gradients, and tell all that became of them."""
    leaves = [value.requires_grad_() for value in values]
    for leaf, grad in zip(leaves, grads, strict=True):
        leaf.grad = grad
    views = [leaf.detach() for leaf in leaves]
    params = list(leaves)
    exercise.sgd_step(params, lr)
    return {
        "values": leaves,
        "views": views,
        "grads": [leaf.grad for leaf in leaves],
        "requires_grad": [leaf.requires_grad for leaf in leaves],
        "is_leaf": [leaf.is_leaf for leaf in leaves],
        "same_objects": all(one is other for one, other in zip(params, leaves, strict=True)),
    }


def curvature(exercise, function, x, role="plain", old=None):
    """Return the second derivative of a named function, and what became of x."""
    x = prepared(x, role, old)
    second = exercise.second_derivative(ELEMENTWISE[function], x)
    return {"second": second, "requires_grad": asks_for_grad(second), "x": around(x)}
