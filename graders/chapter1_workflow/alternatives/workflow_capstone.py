"""Unusual but right versions of the tasks in chapter1_workflow/workflow_capstone."""

import copy
import math

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from learn.variants import alternative


@alternative("fit_regressor", "ReLU, AdamW, a DataLoader, and a standard deviation that is never 0")
def by_loader(x_train, y_train, x_val, y_val, x_test, seed=0):
    state = torch.get_rng_state()
    torch.manual_seed(seed)
    mean, std = x_train.mean(0, keepdim=True), x_train.std(0, keepdim=True).clamp_min(1e-9)
    centre, spread = y_train.mean(), y_train.std(correction=0)
    layers = [nn.Linear(x_train.size(1), 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 1)]
    model = nn.Sequential(*layers).to(x_train)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    loader = DataLoader(TensorDataset((x_train - mean) / std, (y_train - centre) / spread), batch_size=32, shuffle=True)
    losses, states = [], []
    while len(losses) < 100 and (len(losses) < 10 or min(losses[-10:]) == min(losses)):
        model.train()
        for x, y in loader:
            optimizer.zero_grad()
            nn.functional.mse_loss(model(x), y.unsqueeze(1)).backward()
            optimizer.step()
        model.eval()
        with torch.inference_mode():
            predictions = model((x_val - mean) / std).squeeze(1) * spread + centre
        losses.append((predictions - y_val).square().mean().item())
        states.append({name: value.clone() for name, value in model.state_dict().items()})
    model.load_state_dict(states[losses.index(min(losses))])
    torch.set_rng_state(state)
    with torch.no_grad():
        return (model((x_test - mean) / std) * spread + centre).squeeze(1)


@alternative(
    "fit_regressor", "momentum by hand on parameters of its own, drawn from a generator of its own, in one wide layer"
)
def by_hand(x_train, y_train, x_val, y_val, x_test, seed=0):
    generator = torch.Generator().manual_seed(seed)
    std, mean = torch.std_mean(x_train, dim=0)
    y_std, y_mean = torch.std_mean(y_train, dim=0)
    std = std + (std == 0)
    x, v, t = ((part - mean) / std for part in (x_train, x_val, x_test))
    d, h = x.shape[1], 64
    drawn = torch.randn(d, h, generator=generator) * 1.5 / d**0.5, torch.randn(h, generator=generator), torch.zeros(h)
    weights = [w.to(x).requires_grad_() for w in drawn]
    speeds = [torch.zeros_like(w) for w in weights]

    def predict(x):
        return torch.tanh(x @ weights[0] + weights[1]) @ weights[2]

    best, kept, waited = math.inf, None, 0
    for _ in range(100):
        for rows in torch.randperm(len(x), generator=generator).split(16):
            loss = (predict(x[rows]) - (y_train[rows] - y_mean) / y_std).square().mean()
            grads = torch.autograd.grad(loss, weights)
            with torch.no_grad():
                for w, speed, grad in zip(weights, speeds, grads, strict=True):
                    speed.mul_(0.9).add_(grad)
                    w.sub_(0.02 * speed)
        with torch.no_grad():
            loss = (predict(v) - (y_val - y_mean) / y_std).abs().mean().item()
        waited += 1
        if loss < best:
            best, kept, waited = loss, [w.detach().clone() for w in weights], 0
        if waited == 10:
            break
    weights = kept
    return predict(t) * y_std + y_mean


@alternative("pick_learning_rate", "a functional model, with steps that autograd and a formula make")
def by_functional_call(model, rates, train_batches, val_batches, loss_fn, epochs):
    skeleton = copy.deepcopy(model)
    losses = {}
    for place, rate in enumerate(rates):
        weights = {name: value.detach().clone().requires_grad_() for name, value in model.named_parameters()}
        skeleton.train()
        for x, y in train_batches * epochs:
            loss = loss_fn(torch.func.functional_call(skeleton, weights, x), y)
            grads = torch.autograd.grad(loss, list(weights.values()))
            steps = zip(weights.items(), grads, strict=True)
            weights = {name: (w - rate * grad).detach().requires_grad_() for (name, w), grad in steps}
        skeleton.eval()
        with torch.inference_mode():
            sums = [loss_fn(torch.func.functional_call(skeleton, weights, x), y) * len(x) for x, y in val_batches]
        losses[place] = (torch.stack(sums).sum() / sum(len(y) for _, y in val_batches)).item()
    best = min(losses, key=lambda place: losses[place] if math.isfinite(losses[place]) else math.inf)
    if not math.isfinite(losses[best]):
        raise ValueError("no rate converged")
    return rates[best], [*losses.values()]


@alternative("pick_learning_rate", "sets one copy back to the start before each rate")
def set_back(model, rates, train_batches, val_batches, loss_fn, epochs):
    trial, start = copy.deepcopy(model), copy.deepcopy(model.state_dict())
    best, lowest, losses = None, math.inf, []
    for rate in rates:
        trial.load_state_dict(start)
        optimizer = torch.optim.SGD(trial.train().parameters(), rate)
        for _ in range(epochs):
            for x, y in train_batches:
                optimizer.zero_grad(set_to_none=False)
                loss_fn(trial(x), y).backward()
                optimizer.step()
        with torch.no_grad():
            trial.eval()
            losses.append(math.fsum(float(loss_fn(trial(x), y)) * len(x) for x, y in val_batches))
        losses[-1] /= sum(len(x) for x, _ in val_batches)
        if losses[-1] < lowest:
            best, lowest = rate, losses[-1]
    if best is None:
        raise ValueError("no rate converged")
    return best, losses
