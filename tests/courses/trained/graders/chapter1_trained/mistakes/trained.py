"""Plausible wrong versions of the tasks in chapter1_trained/trained."""

import torch
from torch import nn

from learn.variants import mistake


@mistake("Affine", "You multiplied by the weight, not by its transpose.", raises=True)
class Untransposed(nn.Linear):
    def forward(self, x):
        return x @ self.weight + self.bias


@mistake("Affine", "A plain tensor is no parameter: wrap it in nn.Parameter.")
class PlainBias(nn.Module):
    def __init__(self, num_in, num_out):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(num_out, num_in))
        self.bias = torch.zeros(num_out)

    def forward(self, x):
        return x @ self.weight.T + self.bias


@mistake("Affine", "You added a tensor that stays on the CPU.")
class WithZeros(nn.Linear):
    def forward(self, x):
        return super().forward(x) + torch.zeros(self.out_features)


def step(model, x, rate, *, train=True, clear=True):
    model.train(train)
    if clear:
        model.zero_grad()
    (model(x) ** 2).mean().backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= rate * parameter.grad


@mistake("one_step", "You left the old gradients in place.")
def uncleared(model, x, rate):
    step(model, x, rate, clear=False)


@mistake("one_step", "The model was still in evaluation mode: call model.train() first.")
def in_evaluation_mode(model, x, rate):
    step(model, x, rate, train=False)


@mistake("one_step", "Your tensor stays on the CPU.")
def with_a_tensor_on_the_cpu(model, x, rate):
    step(model, x + torch.zeros(x.shape), rate)


@mistake("fit", "You swapped the labels.")
def swapped(x, y, x_test):
    return (x_test < x.mean()).long()


@mistake("fit", "You gave everything the same label.")
def constant(x, y, x_test):
    return torch.zeros(len(x_test), dtype=torch.int64)
