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
        return (x - x.mean(dim=0)) / Scaler(x.shape[1]).fit(x).std


@mistake("Scaler", "Your statistics take in the new rows too: they are those of the training set alone.")
class FittedOnAllData(Scaler):
    def fit(self, x):
        self.rows = x
        return super().fit(x)

    def transform(self, x):
        self.fit(torch.cat([self.rows, x]))
        return super().transform(x)


@mistake("Scaler", "mean() without dim averages over all columns: each column has a mean and a deviation of its own, dim=0.")
class OneMeanForAll(Scaler):
    def fit(self, x):
        self.mean = x.mean().expand(x.shape[1]).clone()
        self.std = x.std(correction=0).expand(x.shape[1]).clone()
        return self


@mistake("Scaler", "std() divides by N - 1 unless you say correction=0, and gives NaN for a single row.")
class SampleDeviation(Scaler):
    def fit(self, x):
        super().fit(x)
        constant = (x == x[0]).all(dim=0) & (len(x) > 1)
        self.std = torch.where(constant, 1.0, x.std(dim=0))
        return self


@mistake("Scaler", "You divide by the variance: the standard deviation is its square root.")
class DividesByVariance(Scaler):
    def fit(self, x):
        super().fit(x)
        self.std = self.std**2
        return self


@mistake("Scaler", "You divide by 0 where a column has no spread, which gives NaN or infinity: its deviation counts as 1.")
class DividesByZero(Scaler):
    def fit(self, x):
        super().fit(x)
        self.std = x.std(dim=0, correction=0)
        return self


@mistake("Scaler", "A tiny number in the denominator blows new rows up where the training column has no spread: divide by 1.")
class TinyDenominator(Scaler):
    def fit(self, x):
        super().fit(x)
        self.std = x.std(dim=0, correction=0) + 1e-8
        return self


@mistake("Scaler", "You make a column without spread 0 in new rows too: divide it by 1, so that x - mean is left.")
class ForgetsConstantColumns(Scaler):
    def fit(self, x):
        super().fit(x)
        self.std = torch.where((x == x[0]).all(dim=0), torch.inf, self.std)
        return self


@mistake("Scaler", "You scaled to the range from 0 to 1: subtract the mean and divide by the standard deviation.")
class MinMax(Scaler):
    def fit(self, x):
        super().fit(x)
        low, high = x.amin(dim=0), x.amax(dim=0)
        self.mean, self.std = low, torch.where(high > low, high - low, 1.0)
        return self


@mistake("Scaler", "You divide and then subtract: subtract the mean first, then divide.")
class DividesFirst(Scaler):
    def transform(self, x):
        return x / self.std - self.mean

    def inverse(self, z):
        return (z + self.mean) * self.std


@mistake("Scaler", "Your inverse adds the mean before it multiplies: undo the last step first, z * std + mean.")
class InverseInTheSameOrder(Scaler):
    def inverse(self, z):
        return (z + self.mean) * self.std


@mistake("Scaler", "Your inverse does not bring the mean back: z * std + mean.")
class InverseWithoutMean(Scaler):
    def inverse(self, z):
        return z * self.std


@mistake("Scaler", "fit keeps what an earlier fit measured: each fit starts anew.")
class FirstFitOnly(Scaler):
    def fit(self, x):
        return self if bool((self.mean != 0).any()) else super().fit(x)


@mistake("Scaler", "x -= ... changes the caller's table: x - ... makes a new one.")
class InPlace(Scaler):
    def transform(self, x):
        x -= self.mean
        x /= self.std
        return x


@mistake("Scaler", "Your statistics are plain attributes, which no state_dict holds: make them with register_buffer.")
class PlainAttributes(nn.Module):
    def __init__(self, num_features):
        super().__init__()
        self.mean, self.std = torch.zeros(num_features), torch.ones(num_features)

    fit, transform, inverse = Scaler.fit, Scaler.transform, Scaler.inverse


@mistake("Scaler", "fit returns nothing, so that Scaler(2).fit(x) is None: end it with return self.", raises=True)
class FitReturnsNothing(Scaler):
    def fit(self, x):
        super().fit(x)


@mistake(
    "Scaler", "torch.tensor(list) puts the statistics on the CPU, wherever the table is: keep the tensors that torch gives."
)
class StatisticsOnCpu(Scaler):
    def fit(self, x):
        super().fit(x)
        self.mean, self.std = torch.tensor(self.mean.tolist()), torch.tensor(self.std.tolist())
        return self


# ------------------------------------------------------------------ encode_categories


@mistake("encode_categories", "You numbered the categories, as if they had an order and distances: give each a column.")
def ordinals(values, train_values):
    categories = sorted(set(train_values))
    return torch.tensor([float(categories.index(v)) if v in categories else -1.0 for v in values])


@mistake("encode_categories", "Your columns are the categories of the new values: take those of the training set.")
def categories_of_values(values, train_values):
    return encode_categories(values, values)


@mistake(
    "encode_categories",
    "You counted the new values' categories in: the model knows only those of the training set, and their columns.",
)
def categories_of_both(values, train_values):
    return encode_categories(values, [*train_values, *values])


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


@mistake("encode_categories", "Position -1 is the last column, so that unknown categories look like it: their row is all 0.")
def unknown_is_last(values, train_values):
    categories = sorted(set(train_values))
    return encode_categories([v if v in categories else categories[-1] for v in values], train_values)


@mistake(
    "encode_categories", "You gave unknown categories a column of their own: there are K columns, and their row is all 0."
)
def column_for_unknown(values, train_values):
    encoded = encode_categories(values, train_values)
    return torch.cat([encoded, 1 - encoded.sum(dim=1, keepdim=True)], dim=1)


@mistake("encode_categories", "You left unknown categories out: each value has a row, and theirs is all 0.")
def unknown_left_out(values, train_values):
    return encode_categories([v for v in values if v in train_values], train_values)


@mistake("encode_categories", "index() raises where a category is unknown: ask first whether it is there.", raises=True)
def unknown_raises(values, train_values):
    categories = sorted(set(train_values))
    return torch.eye(len(categories))[[categories.index(v) for v in values]]


@mistake("encode_categories", "You left the first category out, with K - 1 columns: a row of 0 is for unknown ones alone.")
def first_left_out(values, train_values):
    return encode_categories(values, train_values)[:, 1:]


@mistake("encode_categories", "Your rows are whole numbers: a network takes float32.")
def whole_numbers(values, train_values):
    return encode_categories(values, train_values).long()


@mistake("encode_categories", "Your result is transposed: a row for each value, a column for each category.")
def transposed_rows(values, train_values):
    return encode_categories(values, train_values).T


@mistake(
    "encode_categories", "torch.tensor([]) has shape (0,): also without values there are K columns, so start with zeros(N, K)."
)
def empty_without_columns(values, train_values):
    return torch.tensor(encode_categories(values, train_values).tolist())


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


@mistake("class_weights", "Your weights sum to 1 over the classes: their mean over the samples is to be 1.")
def sum_to_one(labels, num_classes):
    weights = class_weights(labels, num_classes)
    return weights / weights.sum()


@mistake("class_weights", "Your weights have mean 1 over the classes: it is their mean over the samples that is to be 1.")
def mean_one_over_classes(labels, num_classes):
    weights = class_weights(labels, num_classes)
    return weights / weights[weights > 0].mean()


@mistake("class_weights", "You divided by all K classes: P counts only those that occur.")
def all_classes_counted(labels, num_classes):
    weights = class_weights(labels, num_classes)
    return weights * (weights > 0).sum() / num_classes


@mistake("class_weights", "N / 0 is inf: a class that does not occur gets weight 0.")
def infinite_weights(labels, num_classes):
    counts = torch.bincount(labels, minlength=num_classes)
    return len(labels) / ((counts > 0).sum() * counts)


@mistake("class_weights", "You counted a class that does not occur as 1 sample: its weight is 0.")
def absent_counts_as_one(labels, num_classes):
    counts = torch.bincount(labels, minlength=num_classes)
    return len(labels) / ((counts > 0).sum() * counts.clamp(min=1))


@mistake("class_weights", "bincount ends at the largest class that occurs: pass minlength=num_classes.")
def last_classes_lost(labels, num_classes):
    return class_weights(labels, int(labels.max()) + 1)


@mistake("class_weights", "You counted only classes that occur, as unique() does: each of the K classes has a weight.")
def only_occurring(labels, num_classes):
    weights = class_weights(labels, num_classes)
    return weights[weights > 0]


@mistake("class_weights", "You returned a weight for each sample: return one for each class.")
def one_for_each_sample(labels, num_classes):
    return class_weights(labels, num_classes)[labels]


@mistake("class_weights", "// rounds the weights down to whole numbers: divide with / .")
def rounded_down(labels, num_classes):
    counts = torch.bincount(labels, minlength=num_classes)
    return torch.where(counts > 0, len(labels) // ((counts > 0).sum() * counts.clamp(min=1)), 0).float()


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


@mistake("stratified_split", "Your parts are sorted by position: they are to be in random order.")
def sorted_parts(labels, test_fraction, generator):
    parts = split_classes(labels, generator, lambda n: round(n * test_fraction))
    return tuple(part.sort().values for part in parts)


@mistake("stratified_split", "The first samples of each class are always for testing: shuffle before you cut, too.")
def first_are_for_testing(labels, test_fraction, generator):
    return mixed(split_classes(labels, generator, lambda n: round(n * test_fraction), shuffled=False), generator)


@mistake("stratified_split", "You did not use the generator for all random numbers: pass generator=generator to randperm.")
def global_numbers(labels, test_fraction, generator):
    return mixed(split_classes(labels, None, lambda n: round(n * test_fraction)), None)


@mistake("stratified_split", "You seeded the generator yourself, so that every split is the same: take it as it comes.")
def seeded_anew(labels, test_fraction, generator):
    generator = torch.Generator().manual_seed(0)
    return mixed(split_classes(labels, generator, lambda n: round(n * test_fraction)), generator)


@mistake("stratified_split", "int() cuts the fraction off: round(n * test_fraction) goes to the nearest whole number.")
def cut_off(labels, test_fraction, generator):
    return mixed(split_classes(labels, generator, lambda n: int(n * test_fraction)), generator)


@mistake("stratified_split", "You always test on at least one sample of a class: where round() gives 0, there is none.")
def at_least_one(labels, test_fraction, generator):
    return mixed(split_classes(labels, generator, lambda n: max(round(n * test_fraction), 1)), generator)


@mistake("stratified_split", "You test on equally many samples of each class: each gives a share of its own number.")
def equally_many(labels, test_fraction, generator):
    number = round(len(labels) * test_fraction / len(labels.unique()))
    return mixed(split_classes(labels, generator, lambda _: number), generator)


@mistake("stratified_split", "The parts are swapped: return (train, test), of which test_fraction is the second.")
def parts_swapped(labels, test_fraction, generator):
    return mixed(split_classes(labels, generator, lambda n: round(n * test_fraction)), generator)[::-1]


@mistake("stratified_split", "Test samples stay in your training set: each position belongs to one of the two.")
def test_in_train(labels, test_fraction, generator):
    train, test = split_classes(labels, generator, lambda n: round(n * test_fraction))
    return mixed((torch.cat([train, test]), test), generator)


@mistake("stratified_split", "You drew with replacement, so that samples repeat and others are lost: use randperm.")
def with_replacement(labels, test_fraction, generator):
    train, test = [], []
    for k in labels.unique():
        members = torch.nonzero(labels == k)[:, 0]
        drawn = torch.randint(len(members), (len(members),), generator=generator).to(labels.device)
        cut = round(len(members) * test_fraction)
        test.append(members[drawn[:cut]])
        train.append(members[drawn[cut:]])
    return mixed((torch.cat(train), torch.cat(test)), generator)


@mistake("stratified_split", "Your positions count within each class: look up where its members stand in labels.")
def positions_within_class(labels, test_fraction, generator):
    train, test = [], []
    for count in labels.unique(return_counts=True)[1].tolist():
        order = torch.randperm(count, generator=generator).to(labels.device)
        cut = round(count * test_fraction)
        test.append(order[:cut])
        train.append(order[cut:])
    return mixed((torch.cat(train), torch.cat(test)), generator)


@mistake("stratified_split", "You returned the labels of the samples: return their positions.")
def labels_of_parts(labels, test_fraction, generator):
    parts = mixed(split_classes(labels, generator, lambda n: round(n * test_fraction)), generator)
    return tuple(labels[part] for part in parts)


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


@mistake("boundary_grid", "You handed the features over in the wrong order: the first one is the first column of the points.")
def features_swapped(model, first_range, second_range, steps):
    points = points_of(model, first_range, second_range, steps).flip(-1)
    return logits_at(model, points).argmax(dim=1).reshape(steps, steps)


@mistake("boundary_grid", "Your grid is upside down: row 0 belongs to the lowest value (tell imshow origin='lower').")
def upside_down(model, first_range, second_range, steps):
    return boundary_grid(model, first_range, second_range, steps).flip(0)


@mistake("boundary_grid", "You used the first feature's range for both: each has a range of its own.")
def one_range(model, first_range, second_range, steps):
    return boundary_grid(model, first_range, first_range, steps)


@mistake("boundary_grid", "Your steps end before the range does: S values have S - 1 gaps, as in torch.linspace.")
def end_left_out(model, first_range, second_range, steps):
    ranges = ((low, high - (high - low) / steps) for low, high in (first_range, second_range))
    return boundary_grid(model, *ranges, steps)


@mistake("boundary_grid", "You put the points together in pairs, (x0, y0), (x1, y1), ...: a grid has every x with every y.")
def paired_up(model, first_range, second_range, steps):
    grid = points_of(model, first_range, second_range, steps)
    points = grid.diagonal().T
    return logits_at(model, points).argmax(dim=1).expand(steps, steps)


@mistake("boundary_grid", "argmax(dim=0) names a point for each class: the classes are along dim=1.", raises=True)
def argmax_over_points(model, first_range, second_range, steps):
    logits = logits_at(model, points_of(model, first_range, second_range, steps))
    return logits.argmax(dim=0).reshape(steps, steps)


@mistake("boundary_grid", "You asked whether the last logit is positive: of K logits the largest one decides, argmax.")
def last_logit_positive(model, first_range, second_range, steps):
    logits = logits_at(model, points_of(model, first_range, second_range, steps))
    return (logits[:, -1] > 0).long().reshape(steps, steps)


@mistake("boundary_grid", "max gives the largest logit: the class is its position, argmax.")
def largest_logit(model, first_range, second_range, steps):
    logits = logits_at(model, points_of(model, first_range, second_range, steps))
    return logits.amax(dim=1).reshape(steps, steps)


@mistake("boundary_grid", "Your predictions are one long row: reshape them to (steps, steps).")
def one_long_row(model, first_range, second_range, steps):
    return boundary_grid(model, first_range, second_range, steps).reshape(-1)


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


@mistake(
    "boundary_grid", "no_grad() does not switch to evaluation mode, and eval() does not switch gradients off: you need both."
)
def neither(model, first_range, second_range, steps):
    logits = model(points_of(model, first_range, second_range, steps).reshape(-1, 2))
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
    "model.training = ... changes the model alone and leaves its layers in evaluation mode: call model.train(was_training).",
)
def layers_left_in_eval(model, first_range, second_range, steps):
    was_training = model.training
    model.eval()
    labels = boundary_grid(model, first_range, second_range, steps)
    model.training = was_training
    return labels


@mistake(
    "boundary_grid",
    "Your points are made on the CPU, wherever the model is: pass device=next(model.parameters()).device.",
)
def points_on_cpu(model, first_range, second_range, steps):
    first, second = (torch.linspace(*ends, steps) for ends in (first_range, second_range))
    points = torch.stack(torch.meshgrid(first, second, indexing="xy"), dim=-1)
    return logits_at(model, points).argmax(dim=1).reshape(steps, steps)


@mistake("boundary_grid", "You copied the predictions to the CPU: leave that to whoever draws them.")
def labels_brought_to_cpu(model, first_range, second_range, steps):
    return boundary_grid(model, first_range, second_range, steps).cpu()
