"""Plausible wrong versions of the tasks in chapter2_classification/tabular.

A wrong ``Scaler`` takes over what is right and replaces one method.
"""

import torch
from tabular import Scaler, boundary_grid, class_weights, encode_categories
from torch import nn

from learn.variants import mistake

# ------------------------------------------------------------------ Scaler


@mistake("Scaler", "Your transform measures the rows that it gets: it has to use what fit measured on the training set.")
class MeasuresNewRows(Scaler):
    def transform(self, x):
        self.fit(x)
        return super().transform(x)


@mistake("Scaler", "Your statistics take in the new rows too: measure the training set alone, in fit, and keep the numbers.")
class FittedOnAllData(Scaler):
    def fit(self, x):
        self.rows = x
        super().fit(x)

    def transform(self, x):
        super().fit(torch.cat([self.rows, x]))
        return super().transform(x)


@mistake("Scaler", "mean() without dim averages over all columns: each column has a mean and a deviation of its own, dim=0.")
class OneMeanForAll(Scaler):
    def fit(self, x):
        self.mean = x.mean().expand(x.shape[1]).clone()
        self.std = x.std(correction=0).expand(x.shape[1]).clone()


@mistake("Scaler", "std() divides by N - 1 unless you say correction=0, and gives NaN for a single row.")
class SampleDeviation(Scaler):
    def fit(self, x):
        super().fit(x)
        constant = (x == x[0]).all(dim=0) & (len(x) > 1)
        self.std = torch.where(constant, 1.0, x.std(dim=0))


@mistake("Scaler", "You divide by 0 where a column has no spread, which gives NaN or infinity: its deviation counts as 1.")
class DividesByZero(Scaler):
    def fit(self, x):
        super().fit(x)
        self.std = x.std(dim=0, correction=0)


@mistake("Scaler", "Your inverse adds the mean before it multiplies: undo the last step first, z * std + mean.")
class InverseInTheSameOrder(Scaler):
    def inverse(self, z):
        return (z + self.mean) * self.std


@mistake("Scaler", "Your statistics are plain attributes, which no state_dict holds: make them with register_buffer.")
class PlainAttributes(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.mean, self.std = torch.zeros(num_features), torch.ones(num_features)

    fit, transform, inverse = Scaler.fit, Scaler.transform, Scaler.inverse


# ------------------------------------------------------------------ encode_categories


@mistake("encode_categories", "You numbered the categories, as if they had an order and distances: give each a column.")
def ordinals(values, train_values):
    categories = sorted(set(train_values))
    return torch.tensor([float(categories.index(v)) if v in categories else -1.0 for v in values])


@mistake("encode_categories", "Your columns are the categories of the new values: take those of the training set.")
def categories_of_values(values, train_values):
    return encode_categories(values, values)


@mistake("encode_categories", "Your columns are in the order in which categories first occur: sort them.")
def by_first_occurrence(values, train_values):
    categories = list(dict.fromkeys(train_values))
    return torch.tensor([[float(v == c) for c in categories] for v in values]).reshape(len(values), len(categories))


@mistake("encode_categories", "You made a column for each training row: a category that repeats has a single column.")
def column_for_each_row(values, train_values):
    categories = sorted(train_values)
    return torch.tensor([[float(v == c) for c in categories] for v in values]).reshape(len(values), len(categories))


@mistake("encode_categories", "You took an unknown category for the first one: its row is all 0.")
def unknown_is_first(values, train_values):
    categories = sorted(set(train_values))
    return encode_categories([v if v in categories else categories[0] for v in values], train_values)


@mistake("encode_categories", "index() raises where a category is unknown: ask first whether it is there.", raises=True)
def unknown_raises(values, train_values):
    categories = sorted(set(train_values))
    return torch.eye(len(categories))[[categories.index(v) for v in values]]


@mistake("encode_categories", "Your rows are whole numbers, as one_hot makes them: a network takes float32, so add .float().")
def whole_numbers(values, train_values):
    return encode_categories(values, train_values).long()


# ------------------------------------------------------------------ class_weights


@mistake("class_weights", "You weighted classes by their frequency, which helps the frequent ones more: take the inverse.")
def frequencies(labels, num_classes):
    return torch.bincount(labels, minlength=num_classes) / len(labels)


@mistake("class_weights", "You took 1 / n: multiply by N / P, so that the samples have weight 1 on average.")
def one_over_count(labels, num_classes):
    counts = torch.bincount(labels, minlength=num_classes)
    return torch.where(counts > 0, 1 / counts.clamp(min=1), 0.0)


@mistake(
    "class_weights",
    "You took N / n: divide by the number of classes that occur, too, so that samples have weight 1 on average.",
)
def not_divided_by_classes(labels, num_classes):
    counts = torch.bincount(labels, minlength=num_classes)
    return torch.where(counts > 0, len(labels) / counts.clamp(min=1), 0.0)


@mistake("class_weights", "You divided by all K classes: P counts only those that occur.")
def all_classes_counted(labels, num_classes):
    weights = class_weights(labels, num_classes)
    return weights * (weights > 0).sum() / num_classes


@mistake("class_weights", "N / 0 is inf: a class that does not occur gets weight 0.")
def infinite_weights(labels, num_classes):
    counts = torch.bincount(labels, minlength=num_classes)
    return len(labels) / ((counts > 0).sum() * counts)


@mistake("class_weights", "bincount ends at the largest class that occurs: pass minlength=num_classes.")
def last_classes_lost(labels, num_classes):
    return class_weights(labels, int(labels.max()) + 1)


@mistake("class_weights", "Your weights are collected on the CPU, wherever the labels are: pass device=labels.device.")
def weights_on_cpu(labels, num_classes):
    return torch.tensor(class_weights(labels, num_classes).tolist())


# ------------------------------------------------------------------ stratified_split


def split_classes(labels, generator, num_test, *, shuffled=True):
    """Return the two parts, with as many test samples of each class as ``num_test`` says, one class after the other."""
    train, test = [], []
    for k in labels.unique():
        members = torch.nonzero(labels == k)[:, 0]
        if shuffled:
            members = members[torch.randperm(len(members), generator=generator).to(labels.device)]
        number = num_test(len(members))
        test.append(members[:number])
        train.append(members[number:])
    return torch.cat(train), torch.cat(test)


def mixed(parts, generator):
    return tuple(part[torch.randperm(len(part), generator=generator).to(part.device)] for part in parts)


@mistake(
    "stratified_split", "You split all samples at once, and a class gets its share only by luck: split each class on its own."
)
def plain_random(labels, test_fraction, generator):
    order = torch.randperm(len(labels), generator=generator).to(labels.device)
    cut = round(len(labels) * test_fraction)
    return order[cut:], order[:cut]


@mistake("stratified_split", "Your parts hold one class after the other: shuffle each part once more at the end.")
def one_class_after_the_other(labels, test_fraction, generator):
    return split_classes(labels, generator, lambda n: round(n * test_fraction))


@mistake("stratified_split", "The first samples of each class are always for testing: shuffle before you cut, too.")
def first_are_for_testing(labels, test_fraction, generator):
    return mixed(split_classes(labels, generator, lambda n: round(n * test_fraction), shuffled=False), generator)


@mistake("stratified_split", "You did not use the generator for all random numbers: pass generator=generator to randperm.")
def global_numbers(labels, test_fraction, generator):
    return mixed(split_classes(labels, None, lambda n: round(n * test_fraction)), None)


@mistake("stratified_split", "int() cuts the fraction off: round(n * test_fraction) goes to the nearest whole number.")
def cut_off(labels, test_fraction, generator):
    return mixed(split_classes(labels, generator, lambda n: int(n * test_fraction)), generator)


@mistake("stratified_split", "Your positions count within each class: look up where its members stand in labels.")
def positions_within_class(labels, test_fraction, generator):
    train, test = [], []
    for count in labels.unique(return_counts=True)[1].tolist():
        order = torch.randperm(count, generator=generator).to(labels.device)
        cut = round(count * test_fraction)
        test.append(order[:cut])
        train.append(order[cut:])
    return mixed((torch.cat(train), torch.cat(test)), generator)


@mistake("stratified_split", "Your positions are made on the CPU, wherever the labels are: move them with .to(labels.device).")
def positions_on_cpu(labels, test_fraction, generator):
    return mixed(split_classes(labels.cpu(), generator, lambda n: round(n * test_fraction)), generator)


# ------------------------------------------------------------------ boundary_grid


def points_of(model, first_range, second_range, steps):
    """Return the right points, shape (S, S, 2)."""
    device = next(model.parameters()).device
    first, second = (torch.linspace(*ends, steps, device=device) for ends in (first_range, second_range))
    return torch.stack(torch.meshgrid(first, second, indexing="xy"), dim=-1)


def logits_at(model, points):
    """Return the logits at points, asked in the right way."""
    was_training = model.training
    model.eval()
    with torch.no_grad():
        logits = model(points.reshape(-1, 2))
    model.train(was_training)
    return logits


@mistake(
    "boundary_grid", "Your grid is transposed: rows belong to the second feature, which meshgrid gives with indexing='xy'."
)
def rows_of_first(model, first_range, second_range, steps):
    return boundary_grid(model, first_range, second_range, steps).T


@mistake("boundary_grid", "Your steps end before the range does: S values have S - 1 gaps, as in torch.linspace.")
def end_left_out(model, first_range, second_range, steps):
    ranges = ((low, high - (high - low) / steps) for low, high in (first_range, second_range))
    return boundary_grid(model, *ranges, steps)


@mistake(
    "boundary_grid",
    "You asked the model in training mode, where dropout and batch norm act otherwise: call model.eval() first.",
)
def in_training_mode(model, first_range, second_range, steps):
    with torch.no_grad():
        logits = model(points_of(model, first_range, second_range, steps).reshape(-1, 2))
    return logits.argmax(dim=1).reshape(steps, steps)


@mistake(
    "boundary_grid",
    "You asked with gradients on, so that a graph of all points was kept: put torch.no_grad() around the call.",
)
def with_gradients(model, first_range, second_range, steps):
    was_training = model.training
    logits = model.eval()(points_of(model, first_range, second_range, steps).reshape(-1, 2)).detach()
    model.train(was_training)
    return logits.argmax(dim=1).reshape(steps, steps)


@mistake("boundary_grid", "You left the model in evaluation mode: remember model.training, and put it back at the end.")
def left_in_eval(model, first_range, second_range, steps):
    model.eval()
    return boundary_grid(model, first_range, second_range, steps)


@mistake("boundary_grid", "You always end in training mode: put back the mode that the model was in.")
def always_training(model, first_range, second_range, steps):
    labels = boundary_grid(model, first_range, second_range, steps)
    model.train()
    return labels


@mistake(
    "boundary_grid",
    "Your points are made on the CPU, wherever the model is: pass device=next(model.parameters()).device.",
)
def points_on_cpu(model, first_range, second_range, steps):
    first, second = (torch.linspace(*ends, steps) for ends in (first_range, second_range))
    points = torch.stack(torch.meshgrid(first, second, indexing="xy"), dim=-1)
    return logits_at(model, points).argmax(dim=1).reshape(steps, steps)
