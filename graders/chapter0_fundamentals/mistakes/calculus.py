"""Plausible wrong versions of the tasks in chapter0_fundamentals/calculus."""

import torch

from learn.variants import mistake


@mistake("numerical_gradient", "You took f(x + h) - f(x), the one-sided difference; go h to both sides and divide by 2h.")
def one_sided(f, x, h=1e-5):
    gradient = torch.zeros_like(x)
    for i in range(x.numel()):
        moved = x.clone()
        moved.view(-1)[i] += h
        gradient.view(-1)[i] = (f(moved) - f(x)) / h
    return gradient


@mistake("numerical_gradient", "Divide by 2h: the two points are 2h apart.")
def divided_by_h(f, x, h=1e-5):
    gradient = torch.zeros_like(x)
    for i in range(x.numel()):
        step = torch.zeros_like(x)
        step.view(-1)[i] = h
        gradient.view(-1)[i] = (f(x + step) - f(x - step)) / h
    return gradient


@mistake("numerical_gradient", "You moved all elements at once: move one element at a time.")
def all_at_once(f, x, h=1e-5):
    return torch.full_like(x, float(f(x + h) - f(x - h)) / (2 * h))


@mistake("numerical_gradient", "You changed x itself and did not put it back: work on a copy.")
def x_left_moved(f, x, h=1e-5):
    gradient = torch.zeros_like(x)
    for i in range(x.numel()):
        up, down = x.clone(), x.clone()
        up.view(-1)[i] += h
        down.view(-1)[i] -= h
        gradient.view(-1)[i] = (f(up) - f(down)) / (2 * h)
    x += h
    return gradient


@mistake("quadratic", "x.sum() * ... is no matrix product: * multiplies element by element.")
def elementwise(a, x):
    return (a * x * x).sum()


@mistake("quadratic", "detach() cuts the graph: no gradient reaches the inputs.")
def detached(a, x):
    return (x @ a @ x).detach()


@mistake("quadratic", "Only one of the two x takes part in the graph, so half of the gradient of x is missing.")
def half_detached(a, x):
    return x @ a @ x.detach()
