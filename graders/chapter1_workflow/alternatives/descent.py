"""Unusual but right versions of the tasks in chapter1_workflow/descent."""

import torch
from torch import nn

from learn.variants import alternative


@alternative("normal_equations", "least squares by PyTorch")
def by_lstsq(x, y):
    columns = torch.cat([torch.ones(len(x), 1, dtype=x.dtype, device=x.device), x], dim=1)
    solution = torch.linalg.lstsq(columns, y[:, None]).solution[:, 0]
    return solution[1:], solution[0]


@alternative("normal_equations", "centres everything, and works the bias out from the means")
def by_centring(x, y):
    centred = x - x.mean(dim=0)
    w = torch.linalg.inv(centred.T @ centred) @ centred.T @ (y - y.mean())
    return w, y.mean() - x.mean(dim=0) @ w


@alternative("gradient_descent", "sample by sample, in place on copies")
def in_loops(x, y, w, b, lr, steps):
    w, b, history = w.clone(), b.clone(), []
    for _ in range(steps):
        of_w, of_b, total = torch.zeros_like(w), torch.zeros_like(b), 0.0
        for row, target in zip(x, y, strict=True):
            error = (row * w).sum() + b - target
            of_w += 2 * error * row / len(x)
            of_b += 2 * error / len(x)
            total += error.item() ** 2
        history.append(total / len(x))
        w -= lr * of_w
        b -= lr * of_b
    return w, b, history


@alternative("gradient_descent", "matrices that are computed once, in float64")
def precomputed(x, y, w, b, lr, steps):
    columns, targets = torch.cat([x, torch.ones_like(x[:, :1])], dim=1).double(), y.double()
    matrix, vector = columns.T @ columns / len(x), columns.T @ targets / len(x)
    weights, history = torch.cat([w, b[None]]).double(), []
    for _ in range(steps):
        history.append((weights @ matrix @ weights - 2 * vector @ weights + targets.square().mean()).item())
        weights = weights - lr * 2 * (matrix @ weights - vector)
    weights = weights.to(x.dtype)
    return weights[:-1], weights[-1], history


@alternative("descend_with_autograd", "torch.autograd.grad, with new leaves in each step")
def by_grad(loss, w, b, lr, steps):
    w, b, history = w.detach(), b.detach(), []
    for _ in range(steps):
        leaves = w.requires_grad_(), b.requires_grad_()
        value = loss(*leaves)
        history.append(float(value.detach()))
        of_w, of_b = torch.autograd.grad(value, leaves)
        w, b = w.detach() - lr * of_w, b.detach() - lr * of_b
    return w.detach(), b.detach(), history


@alternative("descend_with_autograd", "parameters and PyTorch's own optimizer")
def by_optimizer(loss, w, b, lr, steps):
    params = [nn.Parameter(w.detach().clone()), nn.Parameter(b.detach().clone())]
    optimizer = torch.optim.SGD(params, lr=lr)
    losses = torch.empty(steps, dtype=w.dtype)
    for step in range(steps):
        value = loss(*params)
        losses[step] = value.detach()
        value.backward()
        optimizer.step()
        optimizer.zero_grad()
    return params[0].detach(), params[1].detach(), losses.tolist()


@alternative("fit_with_torch", "load_state_dict, a column of targets, gradients zeroed at the end")
def by_state_dict(x, y, w, b, lr, steps):
    model = nn.Linear(x.size(1), 1).to(x)
    model.load_state_dict({"weight": w.reshape(1, -1), "bias": b.reshape(1)})
    optimizer, criterion = torch.optim.SGD(model.parameters(), lr), nn.MSELoss()
    history = []
    for _ in range(steps):
        loss = criterion(model(x), y.unsqueeze(1))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        history.append(float(loss.detach()))
    return model, history


@alternative("fit_with_torch", "a closure, groups of parameters, and a loss of one's own")
def by_closure(x, y, w, b, lr, steps):
    model = nn.Linear(x.shape[-1], 1, device=x.device, dtype=x.dtype)
    model.weight = nn.Parameter(w.clone()[None])
    model.bias = nn.Parameter(b.clone()[None])
    optimizer = torch.optim.SGD([{"params": [model.weight]}, {"params": [model.bias]}], lr=lr)

    def closure():
        model.zero_grad()
        loss = (y - model(x)[:, 0]).square().sum() / len(y)
        loss.backward()
        return loss

    return model, [optimizer.step(closure).item() for _ in range(steps)]


@alternative("largest_learning_rate", "the largest singular value, squared")
def by_svd(x):
    columns = torch.hstack([torch.ones_like(x[:, :1]), x])
    return float(len(x) / torch.linalg.svdvals(columns)[0] ** 2)


@alternative("largest_learning_rate", "autograd's Hessian of the loss at 0")
def by_autograd(x):
    def loss(weights):
        return ((x @ weights[:-1] + weights[-1]) ** 2).mean()

    hessian = torch.autograd.functional.hessian(loss, x.new_zeros(x.shape[1] + 1))
    return 2 / max(torch.linalg.eigvals(hessian).real.tolist())


@alternative("largest_learning_rate", "power iteration")
def by_power_iteration(x):
    columns = torch.cat([x, torch.ones_like(x[:, :1])], dim=1).double()
    direction = torch.ones(columns.shape[1], dtype=torch.float64, device=x.device) + columns[0]
    for _ in range(200):
        direction = columns.T @ (columns @ direction)
        length = torch.linalg.vector_norm(direction)
        direction = direction / length
    return len(x) / length.item()
