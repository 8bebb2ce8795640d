"""Unusual but right versions of the tasks in chapter3_computer_vision/baselines."""

import math

import torch
from torch import nn

from learn.variants import alternative

# ------------------------------------------------------------------ LinearBaseline


@alternative("LinearBaseline", "parameters of its own, bias first, and a matrix product")
class ByHand(nn.Module):
    def __init__(self, channels, height, width, num_classes):
        super().__init__()
        inputs = channels * height * width
        bound = 1 / math.sqrt(inputs)
        self.bias = nn.Parameter(torch.empty(num_classes).uniform_(-bound, bound))
        self.weight = nn.Parameter(torch.empty(num_classes, inputs).uniform_(-bound, bound))

    def forward(self, x):
        return x.reshape(x.shape[0], -1) @ self.weight.T + self.bias


@alternative("LinearBaseline", "a sequence, whose picture is unflattened and summed over")
class BySum(nn.Module):
    def __init__(self, channels, height, width, num_classes):
        super().__init__()
        self.head = nn.Linear(channels * height * width, num_classes)
        self.size = channels, height, width

    def forward(self, x):
        templates = self.head.weight.unflatten(1, self.size)
        return torch.einsum("nchw,kchw->nk", x, templates) + self.head.bias


# ------------------------------------------------------------------ ReluBaseline


@alternative("ReluBaseline", "the layers in another order of attributes, and a function for ReLU")
class OutputFirst(nn.Module):
    def __init__(self, channels, height, width, hidden, num_classes):
        super().__init__()
        self.output = nn.Linear(hidden, num_classes)
        self.hidden = nn.Linear(channels * height * width, hidden)

    def forward(self, x):
        return self.output(nn.functional.relu(self.hidden(x.reshape(len(x), -1)), inplace=True))


@alternative("ReluBaseline", "a ModuleList, and ReLU by a mask")
class ByMask(nn.Module):
    def __init__(self, channels, height, width, hidden, num_classes):
        super().__init__()
        sizes = [channels * height * width, hidden, num_classes]
        self.stack = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:], strict=True))

    def forward(self, x):
        sums = self.stack[0](torch.flatten(x, start_dim=1))
        return self.stack[1](torch.where(sums > 0, sums, 0.0))


# ------------------------------------------------------------------ train_epoch


@alternative("train_epoch", "divides by the size of the data set, and keeps its totals in tensors")
def totals_in_tensors(model, loader, loss_fn, optimizer, device):
    model.train(True)
    total, right = torch.zeros((), device=device), torch.zeros((), device=device)
    for x, y in ((images.to(device), labels.to(device)) for images, labels in loader):
        optimizer.zero_grad(set_to_none=False)
        logits = model(x)
        loss = loss_fn(logits, y)
        loss.backward()
        optimizer.step()
        total += loss.detach() * y.numel()
        right += torch.eq(logits.detach().max(dim=1).indices, y).sum()
    size = len(loader.dataset)
    return {"accuracy": float(right / size), "loss": float(total / size)}


@alternative("train_epoch", "gradients by autograd.grad, and all predictions kept until the end")
def kept_until_the_end(model, loader, loss_fn, optimizer, device):
    losses, hits = [], []
    parameters = list(model.parameters())
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        predicted = model.train()(images)
        loss = loss_fn(predicted, labels)
        for parameter, grad in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
            parameter.grad = grad
        optimizer.step()
        losses += [loss.item()] * len(labels)
        hits += (predicted.softmax(dim=1).argmax(dim=1) == labels).tolist()
    return {"loss": math.fsum(losses) / len(losses), "accuracy": sum(hits) / len(hits)}
