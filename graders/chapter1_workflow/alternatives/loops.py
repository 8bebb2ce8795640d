"""Unusual but right versions of the tasks in chapter1_workflow/loops."""

import copy
import math

import torch

from learn.variants import alternative


@alternative("train_step", "clears first, with zeros instead of None, and detaches the loss")
def zeroed_first(model, x, y, loss_fn, optimizer):
    optimizer.zero_grad(set_to_none=False)
    model.train(mode=True)
    loss = loss_fn(model.forward(x), y)
    loss.backward()
    optimizer.step()
    return float(loss.detach())


@alternative("train_step", "asks autograd for the gradients and puts them in place")
def by_autograd_grad(model, x, y, loss_fn, optimizer):
    model.train()
    parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    loss = loss_fn(model(x), y)
    for parameter, grad in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
        parameter.grad = grad
    optimizer.step()
    return loss.item()


@alternative("train_step", "a closure, cleared before and after")
def by_closure(model, x, y, loss_fn, optimizer):
    def closure():
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        return loss

    model.train()
    loss = optimizer.step(closure).item()
    optimizer.zero_grad()
    return loss


@alternative("evaluate", "inference mode, and weights for the batches' means")
@torch.inference_mode()
def by_weighted_mean(model, batches, loss_fn):
    mode = model.training
    losses = torch.stack([loss_fn(model.eval()(x), y) for x, y in batches])
    sizes = torch.tensor([len(y) for _, y in batches], dtype=losses.dtype, device=losses.device)
    model.train(mode)
    return ((losses * sizes).sum() / sizes.sum()).item()


@alternative("evaluate", "one sample at a time")
def by_samples(model, batches, loss_fn):
    mode = model.training
    model.eval()
    with torch.set_grad_enabled(False):
        losses = [loss_fn(model(x[i : i + 1]), y[i : i + 1]).item() for x, y in batches for i in range(len(x))]
    if mode:
        model.train()
    return math.fsum(losses) / len(losses)


@alternative("predict_in_batches", "rows filled into a tensor that is made like the first predictions")
@torch.no_grad()
def rows_filled(model, x, batch_size):
    mode = model.training
    model.eval()
    result = None
    for start in range(0, x.shape[0], batch_size):
        part = model(x[start : start + batch_size])
        if result is None:
            result = part.new_empty(len(x), *part.shape[1:])
        result[start : start + len(part)] = part
    model.train(mode)
    return result


@alternative("predict_in_batches", "a DataLoader")
def by_loader(model, x, batch_size):
    mode = model.training
    model.eval()
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x), batch_size=batch_size)
    with torch.inference_mode():
        rows = [row for (part,) in loader for row in model(part)]
    model.train(mode)
    return torch.stack(rows)


@alternative("train", "everything written out, with sums in tensors that are detached")
def written_out(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    train_losses, val_losses = [], []
    for _ in range(epochs):
        model.train()
        sums = []
        for x, y in train_batches:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            sums.append(loss.detach() * len(x))
        train_losses.append(torch.stack(sums).sum().item() / sum(len(x) for x, _ in train_batches))
        model.eval()
        with torch.no_grad():
            sums = [loss_fn(model(x), y) * len(x) for x, y in val_batches]
        val_losses.append(torch.stack(sums).sum().item() / sum(len(x) for x, _ in val_batches))
    model.eval()
    return {"val_loss": val_losses, "train_loss": train_losses}


@alternative("train", "running means in place of sums")
def running_means(model, train_batches, val_batches, loss_fn, optimizer, epochs):
    history = {"train_loss": [math.nan] * epochs, "val_loss": [math.nan] * epochs}
    for epoch in range(epochs):
        mean, seen = 0.0, 0
        for x, y in train_batches:
            model.train()
            loss = loss_fn(model(x), y)
            optimizer.zero_grad(set_to_none=False)
            loss.backward()
            optimizer.step()
            seen += len(x)
            mean += (loss.item() - mean) * len(x) / seen
        history["train_loss"][epoch] = mean
        mean, seen = 0.0, 0
        model.eval()
        for x, y in val_batches:
            with torch.inference_mode():
                loss = loss_fn(model(x), y).item()
            seen += len(x)
            mean += (loss - mean) * len(x) / seen
        history["val_loss"][epoch] = mean
    model.train(mode=False)
    return history


@alternative("EarlyStopping", "keeps all losses, and a deep copy of the state")
class ByHistory:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta, self.best = patience, min_delta, math.inf
        self.better, self.kept = [], None

    def update(self, loss, model):
        self.better.append(self.best - loss > self.min_delta)
        if self.better[-1]:
            self.best, self.kept = loss, copy.deepcopy(model.state_dict())
        return len(self.better) >= self.patience and not any(self.better[-self.patience :])

    def restore(self, model):
        if self.kept:
            model.load_state_dict(self.kept)


@alternative("EarlyStopping", "counts down, and copies tensor by tensor under no_grad")
class CountsDown:
    def __init__(self, patience, min_delta=0.0):
        self.patience = self.left = patience
        self.min_delta, self.best, self.tensors = min_delta, float("inf"), []

    def update(self, loss, model):
        self.left -= 1
        if loss + self.min_delta < self.best:
            self.best, self.left = loss, self.patience
            self.tensors = [tensor.detach().clone() for tensor in [*model.parameters(), *model.buffers()]]
        return self.left <= 0

    @torch.no_grad()
    def restore(self, model):
        for tensor, kept in zip([*model.parameters(), *model.buffers()], self.tensors, strict=False):
            tensor.copy_(kept)
