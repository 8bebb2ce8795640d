"""Probes for chapter0_fundamentals/calculus: functions cannot travel over the wire, their names can."""

import torch

FUNCTIONS = {
    "cubic": lambda x: (x**3).sum(),
    "sine_of_sum": lambda x: torch.sin(x.sum()),
    "weighted": lambda x: (x * torch.arange(x.numel(), dtype=x.dtype).reshape(x.shape)).sum(),
}


def gradient_of(exercise, function, x, h):
    """Return the numerical gradient of a named function, and x as it is afterwards."""
    gradient = exercise.numerical_gradient(FUNCTIONS[function], x, h)
    return {"gradient": gradient, "x": x}


def calls_autograd(exercise, x):
    """Tell whether the estimate also works for a function that autograd cannot see through."""
    return exercise.numerical_gradient(lambda t: (t.detach() ** 2).sum(), x)
