"""Unusual but right versions of the tasks in chapter1_workflow/checkpoints."""

# ruff: noqa: NPY002  the task is about NumPy's global generator

import contextlib
import io
import random
from pathlib import Path

import numpy as np
import torch

from learn.variants import alternative


@alternative("save_checkpoint", "copies of everything on the CPU, in a plain dict")
def copies_on_cpu(path, model, optimizer, epoch):
    weights = {name: value.detach().to("cpu", copy=True) for name, value in model.state_dict().items()}
    torch.save({"epoch": epoch, "model": weights, "optimizer": optimizer.state_dict()}, path)


@alternative("save_checkpoint", "writes to another name first and renames it, so that a crash leaves the old file whole")
def renamed(path, model, optimizer, epoch):
    draft = f"{path}.draft"
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, draft)
    Path(draft).replace(path)


@alternative("save_checkpoint", "writes to memory first")
def by_bytes(path, model, optimizer, epoch):
    buffer = io.BytesIO()
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}, buffer)
    Path(path).write_bytes(buffer.getvalue())


@alternative("load_checkpoint", "puts the tensors where the model is, and loads the optimizer first")
def to_the_model(path, model, optimizer):
    checkpoint = torch.load(path, weights_only=True, map_location=next(model.parameters()).device)
    optimizer.load_state_dict(checkpoint["optimizer"])
    model.load_state_dict(checkpoint.pop("model"))
    return checkpoint["epoch"]


@alternative("load_checkpoint", "leaves every storage where it was read: on the CPU; copies by hand")
@torch.no_grad()
def copied_by_hand(path, model, optimizer):
    with Path(path).open("rb") as file:
        checkpoint = torch.load(file, map_location=lambda storage, _: storage, weights_only=True)
    own = model.state_dict()
    if own.keys() != checkpoint["model"].keys():
        raise RuntimeError("These are the weights of another model.")
    for name, value in checkpoint["model"].items():
        own[name].copy_(value)
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]


@alternative("load_backbone", "copies entry by entry")
@torch.no_grad()
def entry_by_entry(model, state_dict):
    left = []
    for name, own in model.state_dict().items():
        value = state_dict.get(name)
        if value is None or value.size() != own.size():
            left.append(name)
        else:
            own.copy_(value)
    if len(left) == len(model.state_dict()):
        raise ValueError("nothing fits")
    left.sort()
    return left


@alternative("load_backbone", "fills the gaps with the model's own values, and loads strictly")
def gaps_filled(model, state_dict):
    own = model.state_dict()
    left = {name for name in own if name not in state_dict or own[name].shape != state_dict[name].shape}
    if left == set(own):
        raise ValueError("nothing fits")
    model.load_state_dict({name: own[name] if name in left else state_dict[name] for name in own})
    return sorted(left)


@contextlib.contextmanager
def seeded(seed):
    """Seed the three generators for a while."""
    numpy_state, python_state = np.random.get_state(), random.getstate()
    with torch.random.fork_rng(devices=[]):
        try:
            torch.manual_seed(seed)
            np.random.seed(seed)
            random.seed(seed)
            yield
        finally:
            np.random.set_state(numpy_state)
            random.setstate(python_state)


@alternative("seeded_run", "a context manager around torch's own fork_rng")
def by_context(function, seed, times=1):
    results = []
    with seeded(seed):
        while len(results) < times:
            results.append(function())
    return results


@alternative("seeded_run", "keeps the states of torch's default generator and of NumPy's and Python's own objects")
def by_generators(function, seed, times=1):
    generators = torch.default_generator, np.random.mtrand._rand, random._inst
    old = generators[0].get_state(), generators[1].get_state(), generators[2].getstate()
    try:
        generators[0].manual_seed(seed)
        generators[1].seed(seed)
        generators[2].seed(seed)
        return [function() for _ in [None] * times]
    finally:
        generators[0].set_state(old[0])
        generators[1].set_state(old[1])
        generators[2].setstate(old[2])
