"""Probes for chapter2_classification/tabular: scalers, generators and models cannot travel, what makes them can."""

import torch
from torch import nn

from learn.worker.modules import Telltale, filled


def fitted(exercise, train):
    """Return a scaler that was fitted to a table."""
    scaler = exercise.Scaler(train.shape[1]).to(train.device)
    scaler.fit(train)
    return scaler


def transformed(exercise, train, new):
    """Fit a scaler to one table and return what it makes of another."""
    return fitted(exercise, train).transform(new)


def restored(exercise, train, new):
    """Fit a scaler to one table and return what its inverse makes of another."""
    return fitted(exercise, train).inverse(new)


def refitted(exercise, tables, new):
    """Fit a scaler to several tables, one after the other, and return what it makes of another."""
    scaler = exercise.Scaler(new.shape[1])
    for table in tables:
        scaler.fit(table)
    return scaler.transform(new)


def fit_returns_itself(exercise, train):
    """Tell whether fit returns the scaler."""
    scaler = exercise.Scaler(train.shape[1])
    return scaler.fit(train) is scaler


def tables_after(exercise, train, new):
    """Return both tables as they are after a scaler was fitted to the first, transformed the second, and inverted it."""
    scaler = fitted(exercise, train)
    scaler.transform(new)
    scaler.inverse(new)
    return {"train": train, "new": new}


def reloaded(exercise, train, new):
    """Return what a scaler makes of a table before and after it loads the state of a fitted one."""
    scaler = exercise.Scaler(train.shape[1])
    before = scaler.transform(new)
    scaler.load_state_dict(fitted(exercise, train).state_dict())
    return {"before": before, "after": scaler.transform(new)}


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
