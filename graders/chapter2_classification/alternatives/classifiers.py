"""Unusual but right versions of the tasks in chapter2_classification/classifiers."""

import math
from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional

from learn.variants import alternative


@alternative("collapse_linear", "runs the zero vector and the unit vectors through the stack")
def by_unit_vectors(layers):
    first = layers[0][0]
    probes = torch.cat([first.new_zeros(1, first.shape[1]), torch.eye(first.shape[1], dtype=first.dtype, device=first.device)])
    for weight, bias in layers:
        probes = functional.linear(probes, weight, bias)
    return (probes[1:] - probes[0]).T, probes[0]


@alternative("collapse_linear", "folds from the last layer to the first")
def from_the_end(layers):
    weight, bias = layers[-1]
    for earlier_weight, earlier_bias in reversed(layers[:-1]):
        bias = torch.einsum("oh,h->o", weight, earlier_bias) + bias
        weight = torch.einsum("oh,hi->oi", weight, earlier_weight)
    return weight.clone(), bias.clone()


@alternative("radial_features", "the upper triangle of the outer product of each point with itself")
def by_outer_product(x):
    outer = torch.einsum("ni,nj->nij", x, x)
    return torch.column_stack([x, outer[:, 0, 0], outer[:, 1, 1], outer[:, 0, 1]])


@alternative("radial_features", "unbinds the columns and stacks five of them")
def by_columns(x):
    a, b = x.unbind(dim=1)
    return torch.stack((a, b, a.square(), b.square(), a * b), dim=-1)


@alternative("Mlp", "nn.Sequential")
class BySequential(nn.Module):
    def __init__(self, num_inputs, hidden_sizes, num_outputs):
        super().__init__()
        self.network = nn.Sequential()
        for size in hidden_sizes:
            self.network.append(nn.Linear(num_inputs, size)).append(nn.ReLU())
            num_inputs = size
        self.network.append(nn.Linear(num_inputs, num_outputs))

    def forward(self, x):
        return self.network(x)


@alternative(
    "Mlp", "makes the output layer first, and the others under names of their own, each with a bias before its weight"
)
class OutputFirst(nn.Module):
    def __init__(self, num_inputs, hidden_sizes, num_outputs):
        super().__init__()
        sizes = [num_inputs, *hidden_sizes]
        self.head = nn.Linear(sizes[-1], num_outputs)
        for i, (inputs, outputs) in enumerate(pairwise(sizes)):
            setattr(self, f"hidden_{i}", nn.Linear(inputs, outputs))
        self.depth = len(hidden_sizes)

    def forward(self, x):
        for i in range(self.depth):
            x = getattr(self, f"hidden_{i}")(x).clamp(min=0)
        return self.head(x)


@alternative("Mlp", "bare parameters and matrix products, with Glorot's initialisation")
class BareParameters(nn.Module):
    def __init__(self, num_inputs, hidden_sizes, num_outputs):
        super().__init__()
        sizes = [num_inputs, *hidden_sizes, num_outputs]
        shapes = [(outputs, inputs) for inputs, outputs in pairwise(sizes)]
        self.biases = nn.ParameterList(torch.zeros(outputs) for outputs, _ in shapes)
        self.weights = nn.ParameterList(torch.randn(shape) * math.sqrt(2 / sum(shape)) for shape in shapes)

    def forward(self, x):
        for i, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            x = (functional.relu(x) if i else x) @ weight.T + bias
        return x


@alternative("train_classifier_epoch", "model.zero_grad() before the forward pass, log_softmax, sums kept as detached tensors")
def with_detached_sums(model, batches, optimizer):
    model.train()
    total = right = count = 0
    for x, y in batches:
        model.zero_grad(set_to_none=False)
        log_probabilities = model(x).log_softmax(dim=-1)
        loss = functional.nll_loss(log_probabilities, y)
        loss.backward()
        optimizer.step()
        total = total + loss.detach() * y.numel()
        right = right + (log_probabilities.detach().max(dim=1).indices == y).sum()
        count += y.numel()
    return (total / count).item(), (right / count).item()


@alternative("train_classifier_epoch", "collects the detached logits and measures once, at the end")
def measured_at_the_end(model, batches, optimizer):
    model.train()
    criterion = nn.CrossEntropyLoss()
    all_logits, labels = [], []
    for x, y in batches:
        optimizer.zero_grad()
        logits = model(x)
        criterion(logits, y).backward()
        optimizer.step()
        all_logits.append(logits.detach())
        labels.append(y)
    logits, y = torch.cat(all_logits), torch.cat(labels)
    return criterion(logits, y).item(), (logits.argmax(1) == y).double().mean().item()


@alternative("overfit_batch", "a for loop that leaves in the middle, with the last look outside of the graph")
def by_for_loop(model, optimizer, x, y, bound, max_steps):
    model.train()
    for step in range(max_steps):
        optimizer.zero_grad(set_to_none=False)
        loss = functional.cross_entropy(model(x), y)
        if loss.item() < bound:
            return step, loss.item()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        return max_steps, functional.cross_entropy(model(x), y).item()


@alternative("fit_moons", "two hidden layers with tanh, SGD with momentum, mini-batches, softplus for the loss")
def moons_by_sgd(x_train, y_train, x_test):
    model = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 1)).to(x_train.device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    signs = 2 * y_train[:, None].float() - 1
    for _ in range(60):
        for rows in torch.randperm(len(x_train), device=x_train.device).split(50):
            loss = functional.softplus(-signs[rows] * model(x_train[rows])).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    model.eval()
    probabilities = model(x_test).detach().sigmoid().flatten()
    return torch.where(probabilities > 0.5, 1, 0), probabilities


@alternative("fit_moons", "a linear model on cosines of random projections, trained by L-BFGS")
def moons_by_random_features(x_train, y_train, x_test):
    directions = 2 * torch.randn(2, 64, device=x_train.device)
    offsets = 2 * math.pi * torch.rand(64, device=x_train.device)
    head = nn.Linear(64, 1).to(x_train.device)
    optimizer = torch.optim.LBFGS(head.parameters(), max_iter=30)

    def logits(x):
        return head(torch.cos(x @ directions + offsets))[:, 0]

    def closure():
        optimizer.zero_grad()
        penalty = 1e-3 * (head.weight**2).sum()
        loss = functional.binary_cross_entropy_with_logits(logits(x_train), y_train.to(x_train.dtype)) + penalty
        loss.backward()
        return loss

    optimizer.step(closure)
    with torch.no_grad():
        found = logits(x_test)
    return (found > 0).to(torch.int64), found.sigmoid()


@alternative("fit_spirals", "one wide layer with tanh, AdamW, a schedule")
def spirals_by_one_layer(x_train, y_train, x_test, num_classes):
    model = nn.Sequential(nn.Linear(2, 64), nn.Tanh(), nn.Linear(64, num_classes)).to(x_train.device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 300)
    for _ in range(300):
        optimizer.zero_grad()
        functional.cross_entropy(model(x_train), y_train).backward()
        optimizer.step()
        schedule.step()
    return model(x_test).softmax(dim=1).max(dim=1).indices


@alternative("fit_spirals", "SGD with momentum on standardised points, with dropout that is off in the end")
def spirals_by_sgd(x_train, y_train, x_test, num_classes):
    mean, deviation = x_train.mean(dim=0), x_train.std(dim=0)
    model = nn.Sequential(nn.Linear(2, 48), nn.ReLU(), nn.Linear(48, 48), nn.ReLU(), nn.Dropout(0.05))
    model = model.append(nn.Linear(48, num_classes)).to(x_train.device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2, momentum=0.9, nesterov=True)
    x = (x_train - mean) / deviation
    for _ in range(400):
        loss = functional.cross_entropy(model(x), y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.inference_mode():
        return model((x_test - mean) / deviation).argmax(dim=-1)
