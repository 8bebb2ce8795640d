"""Unusual but right versions of the tasks in chapter0_fundamentals/calculus."""

import torch

from learn.variants import alternative


@alternative("numerical_gradient", "changes x in place and puts it back")
def in_place(f, x, h=1e-5):
    work = x.clone()
    flat, out = work.view(-1), []
    for i in range(flat.numel()):
        old = flat[i].item()
        flat[i] = old + h
        up = f(work).item()
        flat[i] = old - h
        down = f(work).item()
        flat[i] = old
        out.append((up - down) / (2 * h))
    return torch.tensor(out, dtype=x.dtype).reshape(x.shape)


@alternative("quadratic", "einsum")
def by_einsum(a, x):
    return torch.einsum("i,ij,j->", x, a, x)
