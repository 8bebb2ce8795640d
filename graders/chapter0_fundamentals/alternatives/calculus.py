"""Unusual but right versions of the tasks in chapter0_fundamentals/calculus."""

import numpy as np
import torch
from calculus import numerical_gradient

from learn.variants import alternative


@alternative("numerical_gradient", "changes a copy in place and puts each element back")
def in_place(f, x, h=1e-5):
    work = x.clone(memory_format=torch.contiguous_format)
    flat, out = work.view(-1), []
    for i in range(flat.numel()):
        old = flat[i].item()
        flat[i] = old + h
        up = f(work).item()
        flat[i] = old - h
        down = f(work).item()
        flat[i] = old
        out.append((up - down) / (2 * h))
    return torch.tensor(out, dtype=x.dtype, device=x.device).reshape(x.shape)


@alternative("numerical_gradient", "walks over NumPy's indices and fills an array")
def by_ndindex(f, x, h=1e-5):
    gradient = np.zeros(tuple(x.shape))
    for index in np.ndindex(*x.shape):
        up, down = x.clone(), x.clone()
        up[index] += h
        down[index] -= h
        gradient[index] = (f(up) - f(down)).item() / (2 * h)
    return torch.from_numpy(gradient).to(x.device)


@alternative("quadratic_gradient", "two einsum terms, one for each place of x")
def by_einsum(a, x):
    return torch.einsum("kj,j->k", a, x) + torch.einsum("ik,i->k", a, x)


@alternative("quadratic_gradient", "loops over the terms of the sum, in Python floats")
def by_terms(a, x):
    gradient = [0.0] * len(x)
    for i in range(len(x)):
        for j in range(len(x)):
            gradient[i] += float(a[i, j]) * float(x[j])
            gradient[j] += float(a[i, j]) * float(x[i])
    return torch.tensor(gradient, dtype=x.dtype, device=x.device)


@alternative("relative_error", "stacks the candidates for the size, in float64")
def stacked(a, b, floor=1e-3):
    a, b = a.double(), b.double()
    size = torch.stack([a.abs(), b.abs(), torch.full_like(a, floor)]).amax(dim=0)
    return float(torch.max((a - b).abs() / size))


@alternative("relative_error", "NumPy, element by element in the end")
def by_numpy(a, b, floor=1e-3):
    a, b = a.detach().cpu().numpy(), b.detach().cpu().numpy()
    size = np.maximum(np.maximum(np.abs(a), np.abs(b)), floor)
    return float(np.max(np.abs(a - b) / size))


@alternative("check_gradient", "asks at every element whether the difference is within its limit")
def limits(f, gradient, x, tolerance=1e-4):
    claimed, estimate = gradient(x), numerical_gradient(f, x)
    if claimed.shape != x.shape:
        return False
    limit = tolerance * torch.maximum(claimed.abs(), estimate.abs()).clamp(min=1e-3)
    return bool(((claimed - estimate).abs() <= limit).all())
