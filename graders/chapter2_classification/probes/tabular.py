"""Probes for chapter2_classification/tabular: scalers, generators and models cannot travel, what makes them can."""

import torch
from torch import nn

from learn.worker.modules import Telltale, filled


def fitted(exercise, train):
    """Return a scaler that was fitted to a table."""
    scaler = exercise.Scaler(train.shape[1]).to(train.device)
    scaler.fit(train)
    return scaler


def transformed(exercise, train, new, earlier=None):
    """Fit a scaler to a table, perhaps after an earlier one, and return what it makes of new rows."""
    scaler = fitted(exercise, train if earlier is None else earlier)
    scaler.fit(train)
    return scaler.transform(new)


def before_and_after(exercise, train, new):
    """Return what a scaler makes of new rows before and after it is fitted."""
    scaler = exercise.Scaler(train.shape[1]).to(train.device)
    before = scaler.transform(new)
    scaler.fit(train)
    return [before, scaler.transform(new)]


def there_and_back(exercise, train, new):
    """Transform new rows, undo that, and return everything that was passed around, as it is at the end."""
    scaler = fitted(exercise, train)
    transformed_rows = scaler.transform(new)
    return {"train": train, "new": new, "transformed": transformed_rows, "restored": scaler.inverse(transformed_rows)}


def reloaded(exercise, train, new):
    """Return what a fitted scaler makes of new rows, and what another one does that has loaded its state."""
    scaler, other = fitted(exercise, train), exercise.Scaler(train.shape[1])
    other.load_state_dict(scaler.state_dict())
    return [scaler.transform(new), other.transform(new)]


def splits(exercise, labels, test_fraction, seeds):
    """Return several stratified splits, one after the other, drawn with generators of these seeds."""
    return [exercise.stratified_split(labels, test_fraction, torch.Generator().manual_seed(seed)) for seed in seeds]


def all_positions(exercise, labels, test_fraction, seed):
    """Return the positions of both parts of a stratified split, sorted."""
    return torch.cat(splits(exercise, labels, test_fraction, [seed])[0]).sort().values


LAYERS = {"identity": nn.Identity, "batch norm": lambda: nn.BatchNorm1d(2, affine=False), "telltale": Telltale}


def grid(exercise, layer, values, first_range, second_range, steps, *, training=True):
    """Return the grid of a model (a layer, then a linear one with these values), and the mode of each of its modules."""
    model = filled(nn.Sequential(LAYERS[layer](), nn.Linear(2, len(values[1]))), values).train(training)
    labels = exercise.boundary_grid(model, first_range, second_range, steps)
    return {"labels": labels, "training": [module.training for module in model.modules()]}
