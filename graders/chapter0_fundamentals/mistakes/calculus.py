"""Plausible wrong versions of the tasks in chapter0_fundamentals/calculus."""

import numpy as np
import torch
from calculus import numerical_gradient, relative_error

from learn.variants import mistake


@mistake("numerical_gradient", "You took the one-sided difference f(x + h) - f(x): go h to both sides and divide by 2h.")
def one_sided(f, x, h=1e-5):
    gradient = torch.zeros(x.numel(), dtype=x.dtype, device=x.device)
    for i in range(x.numel()):
        moved = x.clone().reshape(-1)
        moved[i] += h
        gradient[i] = (f(moved.reshape(x.shape)) - f(x)) / h
    return gradient.reshape(x.shape)


@mistake("numerical_gradient", "You divided by h, but your two points are 2h apart: divide by 2h.")
def divided_by_h(f, x, h=1e-5):
    gradient = torch.zeros(x.numel(), dtype=x.dtype, device=x.device)
    for i in range(x.numel()):
        step = torch.zeros_like(gradient)
        step[i] = h
        step = step.reshape(x.shape)
        gradient[i] = (f(x + step) - f(x - step)) / h
    return gradient.reshape(x.shape)


@mistake("numerical_gradient", "You moved all elements at once: move one element at a time and leave the others in place.")
def all_at_once(f, x, h=1e-5):
    return torch.full(x.shape, float(f(x + h) - f(x - h)) / (2 * h), dtype=x.dtype, device=x.device)


@mistake(
    "numerical_gradient",
    "step[i] = h moves a whole row where x is a matrix: move each element on its own, for example in a flat step.",
)
def row_at_a_time(f, x, h=1e-5):
    gradient = torch.zeros_like(x)
    for i in range(len(x)):
        step = torch.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


@mistake("numerical_gradient", "You moved by h / 2 to each side: the points are x + h and x - h, which are 2h apart.")
def half_steps(f, x, h=1e-5):
    return numerical_gradient(f, x, h / 2)


@mistake("numerical_gradient", "You always step by 1e-5: use the step h that you are given.")
def fixed_step(f, x, h=1e-5):
    return numerical_gradient(f, x, 1e-5)


@mistake("numerical_gradient", "You did not move an element back before you moved the next one: start each time from x.")
def never_moved_back(f, x, h=1e-5):
    up, down = x.clone().reshape(-1), x.clone().reshape(-1)
    gradient = torch.zeros(x.numel(), dtype=x.dtype, device=x.device)
    for i in range(x.numel()):
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up.reshape(x.shape)) - f(down.reshape(x.shape))) / (2 * h)
    return gradient.reshape(x.shape)


@mistake("numerical_gradient", "x.reshape(-1) is a view of x, so each step moved the caller's x: work on a clone.")
def steps_reach_x(f, x, h=1e-5):
    flat = x.reshape(-1)
    gradient = torch.zeros(x.numel(), dtype=x.dtype, device=x.device)
    for i in range(x.numel()):
        flat[i] += h
        up = f(flat.reshape(x.shape))
        flat[i] -= 2 * h
        gradient[i] = (up - f(flat.reshape(x.shape))) / (2 * h)
    return gradient.reshape(x.shape)


@mistake("numerical_gradient", "view(-1) fails on a tensor that is not contiguous: use reshape, or index the elements.")
def viewed(f, x, h=1e-5):
    return numerical_gradient(f, x.view(-1).view(x.shape), h)


@mistake(
    "numerical_gradient",
    "float32 has about 7 digits, and a difference over a tiny step needs them all: stay in float64.",
)
def in_float32(f, x, h=1e-5):
    gradient = torch.zeros(x.numel(), device=x.device)
    for i in range(x.numel()):
        step = torch.zeros(x.numel(), device=x.device)
        step[i] = h
        step = step.reshape(x.shape)
        gradient[i] = (f(x.float() + step) - f(x.float() - step)) / (2 * h)
    return gradient.reshape(x.shape)


@mistake("numerical_gradient", "You used autograd: compute differences of f, which need nothing but the values of f.")
def by_autograd(f, x, h=1e-5):
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf)[0]


@mistake(
    "numerical_gradient",
    "Your steps are made on the CPU, and x + step fails where x is elsewhere: say device=x.device, or use zeros_like(x).",
)
def steps_on_cpu(f, x, h=1e-5):
    gradient = torch.zeros(x.numel(), dtype=x.dtype)
    for i in range(x.numel()):
        step = torch.zeros_like(gradient)
        step[i] = h
        step = step.reshape(x.shape)
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient.reshape(x.shape)


@mistake(
    "quadratic_gradient",
    "2 A x is right only for a symmetric A: x[k] meets row k and column k of A, so A^T counts too.",
)
def twice_a(a, x):
    return 2 * a @ x


@mistake(
    "quadratic_gradient",
    "You have half of it: x stands on both sides of A, and each side gives a term, A x and A^T x.",
)
def one_side(a, x):
    return a @ x


@mistake(
    "quadratic_gradient",
    "* multiplies element by element and broadcasts x over the rows: a matrix product is written @.",
)
def elementwise(a, x):
    return (a + a.T) * x


@mistake("quadratic_gradient", "You counted the diagonal once: the derivative of A[k, k] * x[k]**2 is 2 * A[k, k] * x[k].")
def diagonal_once(a, x):
    return (a + a.T - a.diag().diag()) @ x


@mistake("quadratic_gradient", "a += ... writes into the caller's matrix: make a new one with a + a.T.")
def adds_in_place(a, x):
    a += a.T.clone()
    return a @ x


@mistake("quadratic_gradient", "You let autograd do the work: the task asks for the formula.")
def formula_by_autograd(a, x):
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(leaf @ a @ leaf, leaf)[0]


@mistake(
    "quadratic_gradient", "You collect the derivatives in a tensor on the CPU, wherever x is: make it with zeros_like(x)."
)
def derivatives_on_cpu(a, x):
    gradient = torch.zeros(len(x), dtype=x.dtype)
    for k in range(len(x)):
        gradient[k] = (a[k] + a[:, k]) @ x
    return gradient


@mistake("relative_error", "You gave the absolute difference: divide each difference by the size of its elements.")
def absolute(a, b, floor=1e-3):
    return (a - b).abs().max().item()


@mistake("relative_error", "You averaged over the elements, which hides a single wrong one: take the largest.")
def averaged(a, b, floor=1e-3):
    size = torch.maximum(a.abs(), b.abs()).clamp(min=floor)
    return ((a - b).abs() / size).mean().item()


@mistake("relative_error", "You divided by the largest element of all: compare each difference with its own elements.")
def one_size_for_all(a, b, floor=1e-3):
    return ((a - b).abs().max() / max(a.abs().max(), b.abs().max(), floor)).item()


@mistake("relative_error", "Norms of whole tensors hide a small element that is wrong: divide element by element.")
def by_norms(a, b, floor=1e-3):
    return ((a - b).norm() / max(a.norm(), b.norm(), floor)).item()


@mistake(
    "relative_error",
    "You looked where the difference is largest: divide first, and take the largest of the quotients.",
)
def at_largest_difference(a, b, floor=1e-3):
    a, b = a.reshape(-1), b.reshape(-1)
    place = (a - b).abs().argmax()
    return ((a[place] - b[place]).abs() / max(a[place].abs(), b[place].abs(), floor)).item()


@mistake("relative_error", "You divided by |a| + |b|: divide by the larger of the two.")
def size_is_sum(a, b, floor=1e-3):
    return ((a - b).abs() / (a.abs() + b.abs()).clamp(min=floor)).max().item()


@mistake(
    "relative_error",
    "You divided by |b| alone: divide by the larger of |a| and |b|, so that their order does not matter.",
)
def size_of_b(a, b, floor=1e-3):
    return ((a - b).abs() / b.abs().clamp(min=floor)).max().item()


@mistake("relative_error", "You took the size from max(a, b) without abs: of two gradients of opposite sign it sees one.")
def size_with_sign(a, b, floor=1e-3):
    return ((a - b).abs() / torch.maximum(a, b).abs().clamp(min=floor)).max().item()


@mistake("relative_error", "0 / 0 is NaN: divide by at least the floor.")
def no_floor(a, b, floor=1e-3):
    return ((a - b).abs() / torch.maximum(a.abs(), b.abs())).max().item()


@mistake("relative_error", "You always used the floor 1e-3: use the one that you are given.")
def fixed_floor(a, b, floor=1e-3):
    size = torch.maximum(a.abs(), b.abs()).clamp(min=1e-3)
    return ((a - b).abs() / size).max().item()


@mistake("relative_error", "You added the floor to the size: it is a lower limit, one more number for max to choose from.")
def adds_floor(a, b, floor=1e-3):
    return ((a - b).abs() / (torch.maximum(a.abs(), b.abs()) + floor)).max().item()


@mistake(
    "relative_error",
    "Python's max drops a NaN, since every comparison with it is False: use torch's max, which keeps it.",
)
def drops_nan(a, b, floor=1e-3):
    worst = 0.0
    for one, other in zip(a.reshape(-1).tolist(), b.reshape(-1).tolist(), strict=True):
        worst = max(worst, abs(one - other) / max(abs(one), abs(other), floor))
    return worst


@mistake("relative_error", "You returned a tensor: .item() makes a Python float of it.")
def stays_a_tensor(a, b, floor=1e-3):
    return ((a - b).abs() / torch.maximum(a.abs(), b.abs()).clamp(min=floor)).max()


@mistake(
    "relative_error",
    "torch.full makes your floors on the CPU, and they do not mix with a and b elsewhere: use clamp(min=floor) or full_like.",
)
def floors_on_cpu(a, b, floor=1e-3):
    size = torch.stack([a.abs(), b.abs(), torch.full(a.shape, floor, dtype=a.dtype)]).amax(dim=0)
    return ((a - b).abs() / size).max().item()


@mistake("check_gradient", "You asked for equality, but differences are never exact: allow the tolerance.")
def exactly_equal(f, gradient, x, tolerance=1e-4):
    return torch.equal(gradient(x), numerical_gradient(f, x))


@mistake(
    "check_gradient",
    "You compared the absolute difference, which is large where gradients are large: use relative_error.",
)
def judged_absolutely(f, gradient, x, tolerance=1e-4):
    claimed = gradient(x)
    return claimed.shape == x.shape and (claimed - numerical_gradient(f, x)).abs().max().item() <= tolerance


@mistake("check_gradient", "You passed a gradient that is right at any element: it has to be right at all of them.")
def any_element(f, gradient, x, tolerance=1e-4):
    claimed, estimate = gradient(x), numerical_gradient(f, x)
    if claimed.shape != x.shape or claimed.isnan().any():
        return False
    return bool(((claimed - estimate).abs() <= tolerance * estimate.abs()).any())


@mistake("check_gradient", "You compared sizes without the sign: uphill and downhill are not the same.")
def without_sign(f, gradient, x, tolerance=1e-4):
    claimed = gradient(x)
    return claimed.shape == x.shape and relative_error(claimed.abs(), numerical_gradient(f, x).abs()) <= tolerance


@mistake("check_gradient", "You compared the sums of the two gradients: compare element by element.")
def sums(f, gradient, x, tolerance=1e-4):
    claimed = gradient(x)
    return claimed.shape == x.shape and relative_error(claimed.sum(), numerical_gradient(f, x).sum()) <= tolerance


@mistake("check_gradient", "Norms of whole gradients hide a small element that is wrong: use relative_error.")
def judged_by_norms(f, gradient, x, tolerance=1e-4):
    claimed, estimate = gradient(x), numerical_gradient(f, x)
    return claimed.shape == x.shape and ((claimed - estimate).norm() <= tolerance * estimate.norm()).item()


@mistake("check_gradient", "You did not look at the shape: another shape broadcasts against x's and may seem right.")
def broadcasts(f, gradient, x, tolerance=1e-4):
    return relative_error(gradient(x), numerical_gradient(f, x)) <= tolerance


@mistake("check_gradient", "NaN > tolerance is False, so NaN slipped through: ask whether the error is <= tolerance.")
def lets_nan_through(f, gradient, x, tolerance=1e-4):
    claimed = gradient(x)
    return claimed.shape == x.shape and not relative_error(claimed, numerical_gradient(f, x)) > tolerance


@mistake("check_gradient", "You always used the tolerance 1e-4: use the one that you are given.")
def fixed_tolerance(f, gradient, x, tolerance=1e-4):
    claimed = gradient(x)
    return claimed.shape == x.shape and relative_error(claimed, numerical_gradient(f, x)) <= 1e-4


@mistake("check_gradient", "You returned a tensor: make a Python bool of it with bool(...).")
def answers_with_a_tensor(f, gradient, x, tolerance=1e-4):
    claimed = gradient(x)
    right = claimed.shape == x.shape and relative_error(claimed, numerical_gradient(f, x)) <= tolerance
    return torch.tensor(right)


@mistake(
    "check_gradient",
    "numpy() takes tensors on the CPU alone, and x may be on an accelerator: compare in torch, which works on any device.",
)
def judged_in_numpy(f, gradient, x, tolerance=1e-4):
    claimed, estimate = gradient(x), numerical_gradient(f, x)
    if claimed.shape != x.shape:
        return False
    claimed, estimate = claimed.numpy(), estimate.numpy()
    limit = tolerance * np.maximum(np.maximum(np.abs(claimed), np.abs(estimate)), 1e-3)
    return bool((np.abs(claimed - estimate) <= limit).all())
