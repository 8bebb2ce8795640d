"""Probes for chapter1_workflow/checkpoints: files lie in a folder that is gone when a probe ends."""

# ruff: noqa: NPY002  the task is about NumPy's global generator

import os
import pickle
import random
import tempfile
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from torch import nn

from learn.worker.modules import two_layers
from learn.worker.places import moved

OPTIMIZERS = {
    "momentum": lambda parameters, lr: torch.optim.SGD(parameters, lr=lr, momentum=0.9),
    "adam": lambda parameters, lr: torch.optim.Adam(parameters, lr=lr),
}


def network(values):
    """Build a network with buffers, filled with values."""
    return two_layers(values, nn.BatchNorm1d(len(values[0])), nn.Tanh())


def go_on(model, optimizer, batches):
    """Take a step on each batch, in the mode that the model is in."""
    for x, y in batches:
        optimizer.zero_grad()
        nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()


def begun(values, batches, optimizer, lr=0.05):
    """Build a network and an optimizer that have trained for a while."""
    model = network(values)
    stepper = OPTIMIZERS[optimizer](model.parameters(), lr)
    go_on(model, stepper, batches)
    return model, stepper


def state_of(model):
    """Return copies of the parameters and buffers of a model, by name."""
    return {name: value.clone() for name, value in model.state_dict().items()}


def plain(value):
    """Return ordered dicts as plain ones."""
    return dict(value) if isinstance(value, dict) else value


# ------------------------------------------------------------------ save_checkpoint


def saved(exercise, values, batches, optimizer="momentum", epoch=3, *, as_text=False, training=True):
    """Save a checkpoint where there is an old file; return what torch.load reads, what files there are, and the model."""
    model, stepper = begun(values, batches, optimizer)
    model.train(training)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.ckpt"
        path.write_text("old")
        exercise.save_checkpoint(str(path) if as_text else path, model, stepper, epoch)
        files = sorted(entry.name for entry in Path(folder).iterdir())
        content, refused = None, ""
        try:
            content = torch.load(path, map_location="cpu", weights_only=True)
        except (pickle.UnpicklingError, RuntimeError, AttributeError) as error:
            refused = str(error)
    parts = {key: plain(value) for key, value in content.items()} if isinstance(content, dict) else {}
    after = {"state": state_of(model), "training": model.training}
    return {"refused": refused, "files": files, "kind": type(content).__name__, "parts": parts, "after": after}


def saved_there(exercise, **inputs):
    """Return what can be seen of a model that was saved, with what the file holds as text: it may be on any device."""
    seen = saved(exercise, **inputs)
    weights = seen["parts"].get("model")
    numbers = {name: value.tolist() for name, value in weights.items()} if isinstance(weights, dict) else str(weights)
    return seen | {"parts": sorted(seen["parts"]), "numbers": numbers}


# ------------------------------------------------------------------ load_checkpoint


def resumed(exercise, values, batches, optimizer="momentum", epoch=3, *, training=True, elsewhere=False, as_text=False):
    """Load a checkpoint into another model and train that on; return what was loaded, and what became of it.

    With ``elsewhere``, the checkpoint says that it was written on a device that no machine has.
    """
    model, stepper = begun(values, batches, optimizer)
    state = {"model": model.state_dict(), "optimizer": stepper.state_dict(), "epoch": epoch}
    checkpoint = moved(state, torch.device("cpu"))
    fresh = network([value + 1 for value in values]).train(training)
    fresh_stepper = OPTIMIZERS[optimizer](fresh.parameters(), 0.5)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.ckpt"
        tag = mock.patch.object(torch.serialization, "location_tag", return_value="cuda:63")
        if elsewhere:
            with tag:
                torch.save(checkpoint, path)
        else:
            torch.save(checkpoint, path)
        finished = exercise.load_checkpoint(str(path) if as_text else path, fresh, fresh_stepper)
    loaded, mode = state_of(fresh), fresh.training
    place = next(fresh.parameters()).device  # a wrong answer may have taken it elsewhere
    go_on(fresh.train(), fresh_stepper, moved(batches, place))
    return {"epoch": finished, "loaded": loaded, "training": mode, "later": state_of(fresh)}


def resumed_there(exercise, **inputs):
    """Return the state of a model that was loaded, and that it has later."""
    seen = resumed(exercise, **inputs)
    return [seen["loaded"], seen["later"]]


class Trap:
    """Makes a folder when it is unpickled."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (self.folder,)


def loaded_unfit(exercise, values, batches, what):
    """Load a checkpoint that must not be loaded; return the class of the exception, and whether something in it was run."""
    model, stepper = begun(values, batches, "momentum")
    checkpoint = {"model": dict(model.state_dict()), "optimizer": stepper.state_dict(), "epoch": 3}
    with tempfile.TemporaryDirectory() as folder:
        path, sprung = Path(folder) / "run.ckpt", Path(folder) / "sprung"
        if what == "trap":
            checkpoint["note"] = Trap(str(sprung))
        else:
            checkpoint["model"]["0.scale"] = checkpoint["model"].pop("0.bias")
        torch.save(checkpoint, path)
        raised = ""
        try:
            exercise.load_checkpoint(path, model, stepper)
        except NotImplementedError:  # a RuntimeError, too: the task is not written yet
            raise
        except (pickle.UnpicklingError, RuntimeError) as error:
            raised = type(error).__name__
        return {"raised": raised, "ran": sprung.exists()}


# ------------------------------------------------------------------ load_backbone


def transferred(exercise, values, entries):
    """Load entries into a network; return the names it gave, its state, and whether it and the entries still are apart."""
    model = network(values)
    entries = dict(entries)
    before = {name: value.clone() for name, value in entries.items()}
    raised, names = "", None
    try:
        names = exercise.load_backbone(model, entries)
    except ValueError:
        raised = "ValueError"
    state = state_of(model)
    with torch.no_grad():
        for tensor in model.state_dict().values():
            tensor += 1
    kept = entries.keys() == before.keys() and all(torch.equal(entries[name], before[name]) for name in before)
    return {"names": names, "state": state, "raised": raised, "kept": kept}


def transferred_there(exercise, values, rows):
    """Load entries that are made on the CPU, from lists, into a network that is where its values are; return its state."""
    return transferred(exercise, values, {name: torch.tensor(row) for name, row in rows.items()})["state"]


# ------------------------------------------------------------------ seeded_run

DRAWS = {
    "torch": lambda: torch.rand(3),
    "dropout": lambda: nn.functional.dropout(torch.ones(64)),
    "numpy": lambda: np.random.rand(3),
    "python": random.random,
}


def set_generators(seed):
    """Seed all three generators."""
    torch.manual_seed(seed)
    np.random.seed(seed)
    random.seed(seed)


def drawn(exercise, source, seed, times, before):
    """Run a function that draws from a named source, after the caller has seeded the generators.

    Returns its results, and how often the function was called.
    """
    calls = []

    def function():
        calls.append(source)
        return DRAWS[source]()

    set_generators(before)
    return {"results": exercise.seeded_run(function, seed, times), "calls": len(calls)}


def drawn_after(exercise, sources, seed, before, *, raises=False):
    """Return what the caller draws after a run in which each generator was used, and what the run raised."""

    def function():
        for draw in DRAWS.values():
            draw()
        if raises:
            raise LookupError

    set_generators(before)
    for source in sources:  # the caller is in the middle of something
        DRAWS[source]()
    raised = ""
    try:
        exercise.seeded_run(function, seed, 2)
    except LookupError as error:
        raised = type(error).__name__
    return {"draws": {source: DRAWS[source]() for source in sources}, "raised": raised}
