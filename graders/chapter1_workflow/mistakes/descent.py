"""Plausible wrong versions of the tasks in chapter1_workflow/descent."""

import numpy as np
import torch
from descent import gradient_descent, largest_learning_rate, normal_equations
from torch import nn

from learn.variants import mistake


def ones_beside(x):
    """Return the features and a column of ones."""
    return torch.cat([x, torch.ones_like(x[:, :1])], dim=1)


@mistake("normal_equations", "You forgot the column of ones, so your line has to pass through 0: append one for the bias.")
def column_forgotten(x, y):
    return torch.linalg.solve(x.T @ x, x.T @ y), torch.zeros_like(y[0])


@mistake(
    "normal_equations",
    "You solved for w without the column of ones, and added a bias afterwards: both have to be solved for together.",
)
def bias_afterwards(x, y):
    w = torch.linalg.solve(x.T @ x, x.T @ y)
    return w, (y - x @ w).mean()


@mistake("normal_equations", "The mean of y is the bias only where the features have mean 0: take the last weight instead.")
def mean_as_bias(x, y):
    return normal_equations(x, y)[0], y.mean()


@mistake("normal_equations", "Your column of ones is the first, but you took the last weight for the bias: it is the first.")
def wrong_end(x, y):
    columns = torch.cat([torch.ones_like(x[:, :1]), x], dim=1)
    solution = torch.linalg.solve(columns.T @ columns, columns.T @ y)
    return solution[:-1], solution[-1]


@mistake("normal_equations", "You return the bias as one more weight: split the solution into (weights, bias).")
def not_split(x, y):
    columns = ones_beside(x)
    return torch.linalg.solve(columns.T @ columns, columns.T @ y)


@mistake("normal_equations", "Your weights are a column, (D, 1), and your bias has shape (1,): the shapes are (D,) and ().")
def as_columns(x, y):
    solution = torch.linalg.lstsq(ones_beside(x), y[:, None]).solution
    return solution[:-1], solution[-1]


@mistake("normal_equations", "squeeze() takes the dimension of a single feature away as well: index the column with [:, 0].")
def squeezed(x, y):
    solution = torch.linalg.lstsq(ones_beside(x), y[:, None]).solution
    return solution[:-1].squeeze(), solution[-1].squeeze()


@mistake(
    "normal_equations",
    "You added something to the diagonal, which is ridge regression and pulls the weights to 0: solve without it.",
)
def ridge(x, y):
    columns = ones_beside(x)
    matrix = columns.T @ columns + 0.1 * torch.eye(columns.shape[1], dtype=x.dtype, device=x.device)
    solution = torch.linalg.solve(matrix, columns.T @ y)
    return solution[:-1], solution[-1]


@mistake(
    "normal_equations",
    "The tiny number on the diagonal is not tiny beside features of a small scale: solve without it, in float64.",
)
def tiny_ridge(x, y):
    columns = ones_beside(x)
    matrix = columns.T @ columns + 1e-6 * torch.eye(columns.shape[1], dtype=x.dtype, device=x.device)
    solution = torch.linalg.solve(matrix, columns.T @ y)
    return solution[:-1], solution[-1]


@mistake("normal_equations", "You standardised the features and kept it so: these weights belong to other features than x.")
def of_standardised(x, y):
    spread, centre = x.std(dim=0, correction=0), x.mean(dim=0)
    return normal_equations((x - centre) / spread, y)


@mistake("normal_equations", "float() gives away half of the digits that float64 has: compute in the dtype of x.")
def in_float32(x, y):
    w, b = normal_equations(x.float(), y.float())
    return w.to(x.dtype), b.to(x.dtype)


@mistake("normal_equations", "double() makes the result float64 whatever x is: give it back in the dtype of x.")
def in_float64(x, y):
    return normal_equations(x.double(), y.double())


@mistake(
    "normal_equations",
    "You walked there by gradient descent, which needs ages where scales differ: solve the equations in one go.",
)
def walked(x, y):
    zeros = torch.zeros(x.shape[1], dtype=x.dtype, device=x.device)
    return gradient_descent(x, y, zeros, torch.zeros_like(y[0]), largest_learning_rate(x) / 2, 3)[:2]


@mistake("normal_equations", "-= centres the caller's features: make a new tensor with x - x.mean(dim=0).")
def centred_in_place(x, y):
    centre = x.mean(dim=0)
    x -= centre
    w = torch.linalg.solve(x.T @ x, x.T @ (y - y.mean()))
    return w, y.mean() - centre @ w


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


@mistake("gradient_descent", "You walked uphill: subtract lr times the gradient of the loss.")
def uphill(x, y, w, b, lr, steps):
    return gradient_descent(x, y, w, b, -lr, steps)


@mistake("gradient_descent", "You summed over the samples: the loss is a mean, so its gradients are divided by N.")
def summed(x, y, w, b, lr, steps):
    return gradient_descent(x, y, w, b, lr * len(y), steps)


@mistake("gradient_descent", "You left out the factor 2 of the gradient: the derivative of e**2 is 2e.")
def no_factor_two(x, y, w, b, lr, steps):
    return gradient_descent(x, y, w, b, lr / 2, steps)


@mistake("gradient_descent", "You never moved the bias: it has a gradient too, 2 times the mean error.")
def bias_forgotten(x, y, w, b, lr, steps):
    history = []
    for _ in range(steps):
        error = x @ w + b - y
        history.append((error**2).mean().item())
        w = w - lr * 2 * x.T @ error / len(y)
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


@mistake("gradient_descent", "You took a step for each sample: here one step uses the mean gradient of all samples.")
def sample_by_sample(x, y, w, b, lr, steps):
    history = []
    for _ in range(steps):
        history.append(((x @ w + b - y) ** 2).mean().item())
        for row, target in zip(x, y, strict=True):
            error = row @ w + b - target
            w, b = w - lr * 2 * error * row, b - lr * 2 * error
    return w, b, history


@mistake("gradient_descent", "You started from zeros: start from the w and b that you are given.")
def from_zeros(x, y, w, b, lr, steps):
    return gradient_descent(x, y, torch.zeros_like(w), torch.zeros_like(b), lr, steps)


@mistake("gradient_descent", "Your losses are off by one: the first one belongs to the start, before any step.")
def loss_after_step(x, y, w, b, lr, steps):
    history = []
    for _ in range(steps):
        w, b, _ = gradient_descent(x, y, w, b, lr, 1)
        history.append(((x @ w + b - y) ** 2).mean().item())
    return w, b, history


@mistake("gradient_descent", "You list one loss too many: there is one for each step, and none after the last.")
def one_loss_more(x, y, w, b, lr, steps):
    w, b, history = gradient_descent(x, y, w, b, lr, steps)
    return w, b, [*history, ((x @ w + b - y) ** 2).mean().item()]


@mistake("gradient_descent", "Your losses are tensors: item() makes a Python float of each.")
def losses_as_tensors(x, y, w, b, lr, steps):
    w, b, history = gradient_descent(x, y, w, b, lr, steps)
    return w, b, [torch.tensor(loss, dtype=x.dtype) for loss in history]


@mistake("gradient_descent", "You return the last loss alone: make a list, with the loss before each step.")
def last_loss_only(x, y, w, b, lr, steps):
    w, b, history = gradient_descent(x, y, w, b, lr, steps)
    return w, b, history[-1] if history else 0.0


@mistake("gradient_descent", "You list the square roots of the losses: the loss is the mean squared error itself.")
def rooted_losses(x, y, w, b, lr, steps):
    w, b, history = gradient_descent(x, y, w, b, lr, steps)
    return w, b, [loss**0.5 for loss in history]


@mistake("gradient_descent", "You took one step less than you were told: range(steps) counts them.")
def one_step_less(x, y, w, b, lr, steps):
    return gradient_descent(x, y, w, b, lr, steps - 1)


@mistake("gradient_descent", "Your loop takes a step before it looks at steps: with 0 steps it must take none.")
def at_least_one_step(x, y, w, b, lr, steps):
    return gradient_descent(x, y, w, b, lr, max(steps, 1))


@mistake("gradient_descent", "-= moves the caller's weights: write w = w - ..., which makes a new tensor.")
def in_place(x, y, w, b, lr, steps):
    new_w, new_b, history = gradient_descent(x, y, w, b, lr, steps)
    return w.copy_(new_w), b.copy_(new_b), history


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


@mistake("descend_with_autograd", "You moved the weights alone: the bias has a gradient too.")
def bias_not_moved(loss, w, b, lr, steps):
    w, b, history = w.detach().clone().requires_grad_(), b.detach(), []
    for _ in range(steps):
        value = loss(w, b)
        history.append(value.item())
        (of_w,) = torch.autograd.grad(value, w)
        with torch.no_grad():
            w -= lr * of_w
    return w.detach(), b, history


@mistake(
    "descend_with_autograd",
    "You moved w before you computed the gradient of b: one backward() gives both gradients at the same place.",
)
def weights_before_bias(loss, w, b, lr, steps):
    w, b, history = w.detach().clone().requires_grad_(), b.detach().clone().requires_grad_(), []
    for _ in range(steps):
        value = loss(w, b)
        history.append(value.item())
        (of_w,) = torch.autograd.grad(value, w)
        with torch.no_grad():
            w -= lr * of_w
        (of_b,) = torch.autograd.grad(loss(w, b), b)
        with torch.no_grad():
            b -= lr * of_b
    return w.detach(), b.detach(), history


@mistake(
    "descend_with_autograd", "A leaf that requires a gradient forbids in-place changes: do them under no_grad().", raises=True
)
def without_no_grad(loss, w, b, lr, steps):
    w, b, history = w.detach().clone().requires_grad_(), b.detach().clone().requires_grad_(), []
    for _ in range(steps):
        value = loss(w, b)
        history.append(value.item())
        value.backward()
        w -= lr * w.grad
        b -= lr * b.grad
        w.grad = b.grad = None
    return w.detach(), b.detach(), history


@mistake(
    "descend_with_autograd",
    "w = w - ... makes a tensor that is no leaf, and a hidden value keeps no .grad: change the leaf in place.",
    raises=True,
)
def rebound(loss, w, b, lr, steps):
    w, b, history = w.detach().clone().requires_grad_(), b.detach().clone().requires_grad_(), []
    for _ in range(steps):
        value = loss(w, b)
        history.append(value.item())
        value.backward()
        w = w - lr * w.grad
        b = b - lr * b.grad
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


@mistake("descend_with_autograd", "Your losses are off by one: the first one belongs to the start, before any step.")
def noted_after_update(loss, w, b, lr, steps):
    w, b, history = w.detach().clone().requires_grad_(), b.detach().clone().requires_grad_(), []
    for _ in range(steps):
        loss(w, b).backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
            history.append(loss(w, b).item())
        w.grad = b.grad = None
    return w.detach(), b.detach(), history


@mistake("descend_with_autograd", "You return the leaves, which still require a gradient: return them detached.")
def leaves_returned(loss, w, b, lr, steps):
    w, b, history = w.detach().clone().requires_grad_(), b.detach().clone().requires_grad_(), []
    for _ in range(steps):
        value = loss(w, b)
        history.append(value.item())
        value.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return w, b, history


@mistake(
    "descend_with_autograd",
    "You walked with the caller's own tensors, with the gradients that they had: work on w.detach().clone().",
)
def callers_leaves(loss, w, b, lr, steps):
    w.requires_grad_()
    b.requires_grad_()
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
    "clone() of a tensor that requires a gradient is no leaf and gets no .grad: detach it first, w.detach().clone().",
)
def clone_without_detach(loss, w, b, lr, steps):
    w, b, history = w.clone().requires_grad_(), b.clone().requires_grad_(), []
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
    "You called zero_grad() between backward() and step(), so the step had no gradient: zero_grad, backward, step.",
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
    "You called step() before backward(), when there was no gradient yet: the order is zero_grad, backward, step.",
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
    "You called step() before backward(), so each step took the gradient of the one before: zero_grad, backward, step.",
)
def one_step_behind(x, y, w, b, lr, steps):
    model, history = layer_from(x, w, b), []
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x).squeeze(1), y)
        history.append(loss.item())
        optimizer.step()
        optimizer.zero_grad()
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
    "Your optimizer has copies of the parameters, and the layer's own never move: give it model.parameters().",
)
def optimizer_of_copies(x, y, w, b, lr, steps):
    model = layer_from(x, w, b)
    copies = [parameter.detach().clone().requires_grad_() for parameter in model.parameters()]
    return trained(model, torch.optim.SGD(copies, lr=lr), x, y, steps)


@mistake(
    "fit_with_torch",
    "You put new parameters into the layer after the optimizer was made, which moves the old ones: fill it before.",
    same_as="optimizer_of_copies",
)
def optimizer_too_early(x, y, w, b, lr, steps):
    model = nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model.weight, model.bias = nn.Parameter(w.clone()[None]), nn.Parameter(b.clone()[None])
    return trained(model, optimizer, x, y, steps)


@mistake("fit_with_torch", "You gave the optimizer the weight alone: model.parameters() has the bias as well.")
def weight_alone(x, y, w, b, lr, steps):
    model = layer_from(x, w, b)
    return trained(model, torch.optim.SGD([model.weight], lr=lr), x, y, steps)


@mistake("fit_with_torch", "Your layer starts from its own random numbers: copy w and b into it first.")
def random_start(x, y, w, b, lr, steps):
    model = nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    return trained(model, torch.optim.SGD(model.parameters(), lr=lr), x, y, steps)


@mistake("fit_with_torch", "You copied the weights, but the bias still starts from a random number: copy b as well.")
def random_bias(x, y, w, b, lr, steps):
    model = nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    model.weight.data.copy_(w[None])
    return trained(model, torch.optim.SGD(model.parameters(), lr=lr), x, y, steps)


@mistake(
    "fit_with_torch",
    "model.weight.data = w[None] shares the caller's memory, and training moved the caller's w: copy_ the values.",
)
def memory_shared(x, y, w, b, lr, steps):
    model = nn.Linear(x.shape[1], 1, dtype=x.dtype, device=x.device)
    model.weight.data, model.bias.data = w[None], b[None]
    return trained(model, torch.optim.SGD(model.parameters(), lr=lr), x, y, steps)


@mistake("fit_with_torch", "You trained with the sum of the squares: take their mean, or the steps grow with N.")
def sum_of_squares(x, y, w, b, lr, steps):
    model, history = layer_from(x, w, b), []
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x).squeeze(1), y, reduction="sum")
        history.append(loss.item() / len(y))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model, history


@mistake("fit_with_torch", "You used momentum, which adds a part of the last step: plain SGD has none.")
def with_momentum(x, y, w, b, lr, steps):
    model = layer_from(x, w, b)
    return trained(model, torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9), x, y, steps)


@mistake("fit_with_torch", "You used Adam, whose steps have another length: use torch.optim.SGD.")
def with_adam(x, y, w, b, lr, steps):
    model = layer_from(x, w, b)
    return trained(model, torch.optim.Adam(model.parameters(), lr=lr), x, y, steps)


@mistake("fit_with_torch", "You took a step for each sample: here one step uses the mean loss of all samples.")
def one_sample_each(x, y, w, b, lr, steps):
    model, history = layer_from(x, w, b), []
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        history.append(nn.functional.mse_loss(model(x).squeeze(1), y).item())
        for row, target in zip(x, y, strict=True):
            optimizer.zero_grad()
            (model(row)[0] - target).square().backward()
            optimizer.step()
    return model, history


@mistake("fit_with_torch", "Your losses are off by one: the first one belongs to the start, before any step.")
def loss_after_the_step(x, y, w, b, lr, steps):
    model = layer_from(x, w, b)
    _, history = trained(model, torch.optim.SGD(model.parameters(), lr=lr), x, y, steps)
    last = nn.functional.mse_loss(model(x).squeeze(1), y).item()
    return model, [*history, last][1:]


@mistake("fit_with_torch", "Your list holds the losses as tensors, each with its whole graph: append loss.item().")
def graphs_kept(x, y, w, b, lr, steps):
    model, history = layer_from(x, w, b), []
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        loss = nn.functional.mse_loss(model(x).squeeze(1), y)
        history.append(loss)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model, history


@mistake("fit_with_torch", "You return weights and bias: return the layer itself, and the list of losses.", raises=True)
def weights_returned(x, y, w, b, lr, steps):
    return gradient_descent(x, y, w, b, lr, steps)


@mistake("fit_with_torch", "A layer is float32 unless you say otherwise, and meets float64 here: pass dtype=x.dtype.")
def layer_in_float32(x, y, w, b, lr, steps):
    model = nn.Linear(x.shape[1], 1, device=x.device)
    with torch.no_grad():
        model.weight.copy_(w[None])
        model.bias.copy_(b[None])
    return trained(model, torch.optim.SGD(model.parameters(), lr=lr), x, y, steps)


@mistake("fit_with_torch", "You made everything float64: the layer has to have the dtype of x.")
def layer_in_float64(x, y, w, b, lr, steps):
    x, y = x.double(), y.double()
    model = layer_from(x, w, b)
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


@mistake("largest_learning_rate", "You return 1 / eigenvalue, the fastest rate along that direction: the bound is 2 / it.")
def one_over(x):
    return bound_from(ones_beside(x)) / 2


@mistake("largest_learning_rate", "eigvalsh sorts in ascending order, so [0] is the smallest: the largest is the last one.")
def smallest_eigenvalue(x):
    columns = ones_beside(x)
    smallest = torch.linalg.eigvalsh(2 * columns.T @ columns / len(x))[0].item()
    return 2 / smallest if smallest else float("inf")


@mistake("largest_learning_rate", "The trace is the sum of all eigenvalues, which gives too small a bound: take the largest.")
def by_trace(x):
    columns = ones_beside(x)
    return len(x) / columns.square().sum().item()


@mistake(
    "largest_learning_rate",
    "You took the largest number on the diagonal: eigenvalues also depend on how the columns go together.",
)
def by_diagonal(x):
    return 1 / ones_beside(x).square().mean(dim=0).max().item()


@mistake("largest_learning_rate", "You did not divide by N: the loss is a mean over the samples, and so is its Hessian.")
def not_divided(x):
    return bound_from(ones_beside(x)) / len(x)


@mistake("largest_learning_rate", "numel() counts N * D elements, but the mean is over N samples: divide by len(x).")
def divided_by_elements(x):
    return bound_from(ones_beside(x)) * x.shape[1]


@mistake(
    "largest_learning_rate",
    "A singular value of the features is the root of an eigenvalue of A^T A: square it.",
)
def singular_not_squared(x):
    return len(x) / torch.linalg.svdvals(ones_beside(x))[0].item()


@mistake("largest_learning_rate", "You centred the features first, which is another problem, with a larger bound.")
def centred_first(x):
    return bound_from(ones_beside(x - x.mean(dim=0)))


@mistake("largest_learning_rate", "Your result is a tensor: item() makes a Python float of it.")
def bound_as_tensor(x):
    return torch.tensor(bound_from(ones_beside(x)))


@mistake("largest_learning_rate", "Your column of ones is made on the CPU, wherever x is: use torch.ones_like(x[:, :1]).")
def bound_ones_on_cpu(x):
    return bound_from(torch.cat([x, torch.ones(len(x), 1, dtype=x.dtype)], dim=1))
