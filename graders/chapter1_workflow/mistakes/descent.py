"""Plausible wrong versions of the tasks in chapter1_workflow/descent."""

import numpy as np
import torch
from torch import nn

from learn.variants import mistake


def ones_beside(x):
    """Return the features and a column of ones."""
    return torch.cat([x, torch.ones_like(x[:, :1])], dim=1)


@mistake("normal_equations", "You forgot the column of ones, so your line has to pass through 0: append one for the bias.")
def column_forgotten(x, y):
    return torch.linalg.solve(x.T @ x, x.T @ y), torch.zeros_like(y[0])


@mistake("normal_equations", "The mean of y is the bias only where the features have mean 0: take the last weight instead.")
def mean_as_bias(x, y):
    columns = ones_beside(x)
    return torch.linalg.solve(columns.T @ columns, columns.T @ y)[:-1], y.mean()


@mistake("normal_equations", "Your column of ones is the first, but you took the last weight for the bias: it is the first.")
def wrong_end(x, y):
    columns = torch.cat([torch.ones_like(x[:, :1]), x], dim=1)
    solution = torch.linalg.solve(columns.T @ columns, columns.T @ y)
    return solution[:-1], solution[-1]


@mistake("normal_equations", "Your weights are a column, (D, 1), and your bias has shape (1,): the shapes are (D,) and ().")
def as_columns(x, y):
    solution = torch.linalg.lstsq(ones_beside(x), y[:, None]).solution
    return solution[:-1], solution[-1]


@mistake("normal_equations", "squeeze() takes the dimension of a single feature away as well: index the column with [:, 0].")
def squeezed(x, y):
    solution = torch.linalg.lstsq(ones_beside(x), y[:, None]).solution
    return solution[:-1].squeeze(), solution[-1].squeeze()


@mistake("normal_equations", "Your column of ones is made on the CPU, wherever x is: use torch.ones_like, or pass device=.")
def ones_on_cpu(x, y):
    columns = torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], dim=1)
    solution = torch.linalg.solve(columns.T @ columns, columns.T @ y)
    return solution[:-1], solution[-1]


@mistake(
    "gradient_descent",
    "You moved w before you computed the gradient of b, which saw the new w: compute both first, then move both.",
)
def weights_first(x, y, w, b, lr, steps):
    history = []
    for _ in range(steps):
        error = x @ w + b - y
        history.append((error**2).mean().item())
        w = w - lr * 2 * x.T @ error / len(y)
        b = b - lr * 2 * (x @ w + b - y).mean()
    return w, b, history


@mistake("gradient_descent", "You summed over the samples: the loss is a mean, so its gradients are divided by N.")
def summed(x, y, w, b, lr, steps):
    history = []
    for _ in range(steps):
        error = x @ w + b - y
        history.append((error**2).mean().item())
        w = w - lr * 2 * x.T @ error
        b = b - lr * 2 * error.sum()
    return w, b, history


@mistake("gradient_descent", "You computed the gradients once, before the loop: they change with every step.")
def gradients_once(x, y, w, b, lr, steps):
    error = x @ w + b - y
    of_w, of_b = 2 * x.T @ error / len(y), 2 * error.mean()
    history = []
    for _ in range(steps):
        history.append(((x @ w + b - y) ** 2).mean().item())
        w, b = w - lr * of_w, b - lr * of_b
    return w, b, history


@mistake("gradient_descent", "Your losses are off by one: the first one belongs to the start, before any step.")
def loss_after_step(x, y, w, b, lr, steps):
    history = []
    for _ in range(steps):
        error = x @ w + b - y
        w = w - lr * 2 * x.T @ error / len(y)
        b = b - lr * 2 * error.mean()
        history.append(((x @ w + b - y) ** 2).mean().item())
    return w, b, history


@mistake("gradient_descent", "-= moves the caller's weights: write w = w - ..., which makes a new tensor.")
def in_place(x, y, w, b, lr, steps):
    history = []
    for _ in range(steps):
        error = x @ w + b - y
        history.append((error**2).mean().item())
        w -= lr * 2 * x.T @ error / len(y)
        b -= lr * 2 * error.mean()
    return w, b, history


@mistake("gradient_descent", "You let autograd find the gradients: here they are worked out by hand.")
def with_autograd(x, y, w, b, lr, steps):
    w, b, history = w.clone().requires_grad_(), b.clone().requires_grad_(), []
    for _ in range(steps):
        loss = ((x @ w + b - y) ** 2).mean()
        history.append(loss.item())
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return w.detach(), b.detach(), history


@mistake("gradient_descent", "NumPy reaches only the CPU's memory, and tensors may be elsewhere: stay in torch.")
def in_numpy(x, y, w, b, lr, steps):
    x, y, w, b, history = x.numpy(), y.numpy(), w.numpy(), b.numpy(), []
    for _ in range(steps):
        error = x @ w + b - y
        history.append(float((error**2).mean()))
        w = (w - lr * 2 * x.T @ error / len(y)).astype(x.dtype)
        b = np.asarray(b - lr * 2 * error.mean(), dtype=x.dtype)
    return torch.tensor(w), torch.tensor(b), history


@mistake("descend_with_autograd", "You never cleared the gradients, so backward() added each one to all before it.")
def never_cleared(loss, w, b, lr, steps):
    w, b, history = w.detach().clone().requires_grad_(), b.detach().clone().requires_grad_(), []
    for _ in range(steps):
        value = loss(w, b)
        history.append(value.item())
        value.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
    return w.detach(), b.detach(), history


@mistake(
    "descend_with_autograd",
    "You cleared the gradients between backward() and the update, so nothing moved: clear them after the update.",
)
def cleared_too_early(loss, w, b, lr, steps):
    w, b, history = w.detach().clone().requires_grad_(), b.detach().clone().requires_grad_(), []
    for _ in range(steps):
        value = loss(w, b)
        history.append(value.item())
        value.backward()
        w.grad.zero_()
        b.grad.zero_()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
    return w.detach(), b.detach(), history


@mistake(
    "descend_with_autograd",
    "You updated before backward(), with the gradient of the step before: first backward(), then the update.",
)
def update_before_backward(loss, w, b, lr, steps):
    w, b, history = w.detach().clone().requires_grad_(), b.detach().clone().requires_grad_(), []
    for _ in range(steps):
        value = loss(w, b)
        history.append(value.item())
        if w.grad is not None:
            with torch.no_grad():
                w -= lr * w.grad
                b -= lr * b.grad
        w.grad = b.grad = None
        value.backward()
    return w.detach(), b.detach(), history


@mistake(
    "descend_with_autograd",
    "Under no_grad(), w = w - ... makes a tensor that does not require a gradient: change the leaf in place, with -= .",
    raises=True,
)
def rebound_under_no_grad(loss, w, b, lr, steps):
    w, b, history = w.detach().clone().requires_grad_(), b.detach().clone().requires_grad_(), []
    for _ in range(steps):
        value = loss(w, b)
        history.append(value.item())
        value.backward()
        with torch.no_grad():
            w = w - lr * w.grad
            b = b - lr * b.grad
    return w.detach(), b.detach(), history


@mistake("descend_with_autograd", "Your list holds the losses as tensors, each with its whole graph: append loss.item().")
def losses_keep_graphs(loss, w, b, lr, steps):
    w, b, history = w.detach().clone().requires_grad_(), b.detach().clone().requires_grad_(), []
    for _ in range(steps):
        value = loss(w, b)
        history.append(value)
        value.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return w.detach(), b.detach(), history


@mistake("descend_with_autograd", "detach() shares the caller's memory, and -= wrote into it: add clone().")
def shared_memory(loss, w, b, lr, steps):
    w, b, history = w.detach().requires_grad_(), b.detach().requires_grad_(), []
    for _ in range(steps):
        value = loss(w, b)
        history.append(value.item())
        value.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return w.detach(), b.detach(), history


@mistake(
    "descend_with_autograd",
    "torch.tensor(w.tolist()) makes your leaves on the CPU, wherever w is: w.detach().clone() stays there.",
)
def leaves_on_cpu(loss, w, b, lr, steps):
    w, b = (torch.tensor(start.tolist(), dtype=start.dtype, requires_grad=True) for start in (w, b))
    history = []
    for _ in range(steps):
        value = loss(w, b)
        history.append(value.item())
        value.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return w.detach(), b.detach(), history


def layer_from(x, w, b):
    """Return a layer with these weights and this bias."""
    model = nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    with torch.no_grad():
        model.weight.copy_(w[None])
        model.bias.copy_(b[None])
    return model


def trained(model, optimizer, x, y, steps):
    """Train a layer in the right way, and return it with its losses."""
    history = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x).squeeze(1), y)
        history.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model, history


@mistake("fit_with_torch", "You never called zero_grad(), so backward() added each gradient to all before it.")
def no_zero_grad(x, y, w, b, lr, steps):
    model, history = layer_from(x, w, b), []
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x).squeeze(1), y)
        history.append(loss.item())
        loss.backward()
        optimizer.step()
    return model, history


@mistake(
    "fit_with_torch",
    "You called zero_grad() between backward() and step(), which wiped the gradient out: call it before backward().",
)
def zero_grad_between(x, y, w, b, lr, steps):
    model, history = layer_from(x, w, b), []
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x).squeeze(1), y)
        history.append(loss.item())
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
    return model, history


@mistake(
    "fit_with_torch",
    "You called step() before backward(), when there was no gradient yet: the order is zero_grad(), backward(), step().",
)
def step_before_backward(x, y, w, b, lr, steps):
    model, history = layer_from(x, w, b), []
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x).squeeze(1), y)
        history.append(loss.item())
        optimizer.zero_grad()
        optimizer.step()
        loss.backward()
    return model, history


@mistake(
    "fit_with_torch",
    "The layer's column, (N, 1), minus y, (N,), is (N, N): every prediction met every target. Squeeze it to (N,).",
)
def column_meets_vector(x, y, w, b, lr, steps):
    model, history = layer_from(x, w, b), []
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = ((model(x) - y) ** 2).mean()
        history.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model, history


@mistake(
    "fit_with_torch",
    "Your optimizer moves old parameters or copies, and not the layer's own: make it last, of model.parameters().",
)
def optimizer_too_early(x, y, w, b, lr, steps):
    model = nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model.weight, model.bias = nn.Parameter(w.clone()[None]), nn.Parameter(b.clone()[None])
    return trained(model, optimizer, x, y, steps)


@mistake(
    "fit_with_torch",
    "model.weight.data = w[None] shares the caller's memory, and training moved the caller's w: copy_ the values.",
)
def memory_shared(x, y, w, b, lr, steps):
    model = nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    model.weight.data, model.bias.data = w[None], b[None]
    return trained(model, torch.optim.SGD(model.parameters(), lr=lr), x, y, steps)


@mistake("fit_with_torch", "Your loss is the sum of the squares: take their mean, or the steps grow with N.")
def sum_of_squares(x, y, w, b, lr, steps):
    model, history = layer_from(x, w, b), []
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x).squeeze(1), y, reduction="sum")
        history.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model, history


@mistake("fit_with_torch", "A layer is float32 unless you say otherwise, and cannot meet float64: pass dtype=x.dtype.")
def layer_in_float32(x, y, w, b, lr, steps):
    model = nn.Linear(x.shape[1], 1, device=x.device)
    with torch.no_grad():
        model.weight.copy_(w[None])
        model.bias.copy_(b[None])
    return trained(model, torch.optim.SGD(model.parameters(), lr=lr), x, y, steps)


@mistake("fit_with_torch", "Your layer is made on the CPU, wherever x is: pass device=x.device, or move it before training.")
def layer_on_cpu(x, y, w, b, lr, steps):
    model = nn.Linear(x.shape[1], 1, dtype=x.dtype)
    with torch.no_grad():
        model.weight.copy_(w[None])
        model.bias.copy_(b[None])
    return trained(model, torch.optim.SGD(model.parameters(), lr=lr), x, y, steps)


def bound_from(columns, factor=2.0):
    """Return 2 over the largest eigenvalue of factor times the columns' mean products."""
    return 2 / torch.linalg.eigvalsh(factor * columns.T @ columns / len(columns))[-1].item()


@mistake("largest_learning_rate", "You forgot the column of ones: the bias is learned too, and bends the loss like a weight.")
def bias_column_forgotten(x):
    return bound_from(x)


@mistake("largest_learning_rate", "You forgot the 2 of the Hessian, which comes from the square: it is 2 / N times A^T A.")
def hessian_without_two(x):
    return bound_from(ones_beside(x), factor=1.0)


@mistake("largest_learning_rate", "eigvalsh sorts in ascending order, so [0] is the smallest: the largest is the last one.")
def smallest_eigenvalue(x):
    columns = ones_beside(x)
    smallest = torch.linalg.eigvalsh(2 * columns.T @ columns / len(x))[0].item()
    return 2 / smallest if smallest else float("inf")


@mistake("largest_learning_rate", "You did not divide by N: the loss is a mean over the samples, and so is its Hessian.")
def not_divided(x):
    return bound_from(ones_beside(x)) / len(x)


@mistake("largest_learning_rate", "numel() counts N * D elements, but the mean is over N samples: divide by len(x).")
def divided_by_elements(x):
    return bound_from(ones_beside(x)) * x.shape[1]


@mistake("largest_learning_rate", "Your column of ones is made on the CPU, wherever x is: use torch.ones_like(x[:, :1]).")
def bound_ones_on_cpu(x):
    return bound_from(torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], dim=1))
