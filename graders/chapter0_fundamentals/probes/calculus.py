"""Probes for chapter0_fundamentals/calculus: functions cannot travel over the wire, their names can."""

import torch

FUNCTIONS = {
    "cubic": lambda x: (x**3).sum(),
    "opaque": lambda x: (x.detach() ** 2).sum(),
    "sine_of_sum": lambda x: torch.sin(x.sum()),
    "steep": lambda x: 1e6 * (x**3).sum(),
    "sum": torch.sum,
    "weighted": lambda x: (x * torch.arange(x.numel(), dtype=x.dtype, device=x.device).reshape(x.shape)).sum(),
}

GRADIENTS = {
    "3x^2": lambda x: 3 * x**2,
    "3000000x^2": lambda x: 3e6 * x**2,
    "-3x^2": lambda x: -3 * x**2,
    "3.03x^2": lambda x: 3.03 * x**2,
    "3x^2, NaN in the middle": lambda x: torch.where(
        torch.arange(len(x), device=x.device) == len(x) // 2, torch.nan, 3 * x**2
    ),
    "3x^2, doubled at the end": lambda x: torch.cat([3 * x[:-1] ** 2, 6 * x[-1:] ** 2]),
    "3x^2, in reverse order": lambda x: (3 * x**2).flip(0),
    "a column of ones": lambda x: torch.ones(len(x), 1, dtype=x.dtype, device=x.device),
    "a single one": lambda x: torch.ones((), dtype=x.dtype, device=x.device),
    "ones": torch.ones_like,
}


def estimate(exercise, function, x, h):
    """Return the numerical gradient of a named function, and x as it is afterwards."""
    gradient = exercise.numerical_gradient(FUNCTIONS[function], x, h)
    return {"gradient": gradient, "x": x}


def judgement(exercise, function, gradient, x, tolerance):
    """Return what check_gradient says about a named function and a named claim about its gradient."""
    return exercise.check_gradient(FUNCTIONS[function], GRADIENTS[gradient], x, tolerance)
