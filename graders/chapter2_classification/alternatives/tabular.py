"""Unusual but right versions of the tasks in chapter2_classification/tabular."""

import numpy as np
import torch
from torch import nn

from learn.variants import alternative


@alternative("Scaler", "measures in float64, keeps the inverse of the deviation, and other names for its buffers")
class Shift(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.register_buffer("offset", torch.zeros(num_features))
        self.register_buffer("factor", torch.ones(num_features))

    def fit(self, x):
        wide = x.double()
        deviation = ((wide - wide.mean(dim=0)) ** 2).mean(dim=0).sqrt()
        deviation[wide.amax(dim=0) == wide.amin(dim=0)] = 1
        self.offset.copy_(wide.mean(dim=0))
        self.factor.copy_(1 / deviation)
        return self  # so that calls can be chained

    def transform(self, x):
        return (x - self.offset).mul(self.factor)

    def inverse(self, z):
        return torch.addcmul(self.offset, z, 1 / self.factor)


@alternative("Scaler", "parameters that are not trained in place of buffers")
class Frozen(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.mean = nn.Parameter(torch.zeros(num_features), requires_grad=False)
        self.std = nn.Parameter(torch.ones(num_features), requires_grad=False)

    def fit(self, x):
        variance, mean = torch.var_mean(x, dim=0, unbiased=False)
        self.mean.copy_(mean)
        self.std.copy_(variance.sqrt().masked_fill(variance == 0, 1))

    def transform(self, x):
        return torch.stack([(row - self.mean) / self.std for row in x])

    def inverse(self, z):
        return torch.stack([row * self.std + self.mean for row in z])


@alternative("encode_categories", "NumPy compares all values with all categories at once")
def by_numpy(values, train_values):
    categories = np.unique(np.array(train_values, dtype=str))
    return torch.from_numpy(np.array(values, dtype=str)[:, None] == categories).float()


@alternative("encode_categories", "one-hot with a column for unknown categories, which is cut off")
def by_one_hot(values, train_values):
    categories = sorted({*train_values})
    codes = [categories.index(v) if v in categories else len(categories) for v in values]
    codes = torch.tensor(codes, dtype=torch.int64)
    return torch.nn.functional.one_hot(codes, len(categories) + 1)[:, :-1].to(torch.float32)


@alternative("class_weights", "one class after the other, in Python")
def class_by_class(labels, num_classes):
    listed = labels.tolist()
    weights = [len(listed) / (len(set(listed)) * listed.count(k)) if k in listed else 0.0 for k in range(num_classes)]
    return torch.tensor(weights, device=labels.device)


@alternative("class_weights", "unique with counts, in float64")
def by_unique(labels, num_classes):
    classes, counts = labels.unique(return_counts=True)
    weights = torch.zeros(num_classes, dtype=torch.float64, device=labels.device)
    weights[classes] = labels.numel() / (len(classes) * counts.double())
    return weights.float()


@alternative("stratified_split", "shuffles all samples first, and takes the first ones of each class in that order")
def shuffled_first(labels, test_fraction, generator):
    order = torch.randperm(len(labels), generator=generator).to(labels.device)
    for_test = torch.zeros_like(labels, dtype=torch.bool)
    for k in range(int(labels.max()) + 1):
        of_class = labels[order] == k
        for_test |= of_class & (of_class.cumsum(dim=0) <= round(int(of_class.sum()) * test_fraction))
    return order[~for_test], order[for_test]


@alternative("stratified_split", "sorts random numbers, in Python lists")
def by_lists(labels, test_fraction, generator):
    listed, keys = labels.tolist(), torch.rand(len(labels), generator=generator).tolist()
    order = sorted(range(len(listed)), key=keys.__getitem__)
    left = {k: round(listed.count(k) * test_fraction) for k in set(listed)}
    train, test = [], []
    for i in order:
        (test if left[listed[i]] > 0 else train).append(i)
        left[listed[i]] -= 1
    return tuple(torch.tensor(part, dtype=torch.int64, device=labels.device) for part in (train, test))


@alternative("boundary_grid", "a row at a time, in inference mode")
def row_by_row(model, first_range, second_range, steps):
    device = next(model.parameters()).device
    first = torch.linspace(first_range[0], first_range[1], steps, device=device)
    was_training = model.training
    rows = []
    with torch.inference_mode():
        for value in torch.linspace(second_range[0], second_range[1], steps).tolist():
            points = torch.stack([first, torch.full_like(first, value)], dim=1)
            rows.append(model.eval()(points).softmax(dim=1).argmax(dim=1))
    model.train(was_training)
    return torch.stack(rows)


@alternative("boundary_grid", "a cartesian product, and the mode of each layer put back")
@torch.no_grad()
def by_product(model, first_range, second_range, steps):
    modes = [(module, module.training) for module in model.modules()]
    steps_of = [low + (high - low) * torch.arange(steps) / (steps - 1) for low, high in (second_range, first_range)]
    points = torch.cartesian_prod(*steps_of).to(next(model.parameters()))
    logits = model.train(mode=False)(points.flip(1))
    for module, mode in modes:
        module.training = mode
    return logits.max(dim=1)[1].view(steps, steps)
