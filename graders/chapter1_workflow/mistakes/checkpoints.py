"""Plausible wrong versions of the tasks in chapter1_workflow/checkpoints."""

# ruff: noqa: NPY002  the task is about NumPy's global generator

import pickle
import random
from pathlib import Path

import numpy as np
import torch
from checkpoints import load_backbone, load_checkpoint, save_checkpoint, seeded_run

from learn.variants import mistake

# ------------------------------------------------------------------ save_checkpoint


@mistake(
    "save_checkpoint",
    "You saved the model itself, a pickled object, which weights_only=True refuses: save state_dict().",
    raises=True,
)
def whole_model(path, model, optimizer, epoch):
    torch.save({"model": model, "optimizer": optimizer.state_dict(), "epoch": epoch}, path)


@mistake("save_checkpoint", "You saved the optimizer itself, a pickled object: save optimizer.state_dict().", raises=True)
def whole_optimizer(path, model, optimizer, epoch):
    torch.save({"model": model.state_dict(), "optimizer": optimizer, "epoch": epoch}, path)


@mistake("save_checkpoint", "You saved the model without the optimizer, whose momentum is lost then: save both states.")
def without_optimizer(path, model, optimizer, epoch):
    torch.save({"model": model.state_dict(), "epoch": epoch}, path)


@mistake(
    "save_checkpoint",
    "You saved the weights alone: put them under 'model' in a dict with 'optimizer' and 'epoch'.",
    raises=True,
)
def weights_alone(path, model, optimizer, epoch):
    torch.save(model.state_dict(), path)


@mistake("save_checkpoint", "You saved the optimizer's settings without its memory: all of optimizer.state_dict() is needed.")
def settings_alone(path, model, optimizer, epoch):
    state = {"state": {}, "param_groups": optimizer.state_dict()["param_groups"]}
    torch.save({"model": model.state_dict(), "optimizer": state, "epoch": epoch}, path)


@mistake("save_checkpoint", "You saved the parameters without the buffers, such as batch norm's: state_dict() has both.")
def without_buffers(path, model, optimizer, epoch):
    weights = {name: parameter.detach() for name, parameter in model.named_parameters()}
    torch.save({"model": weights, "optimizer": optimizer.state_dict(), "epoch": epoch}, path)


@mistake("save_checkpoint", "You saved a list of parameters, without names: state_dict() tells which is which.", raises=True)
def without_names(path, model, optimizer, epoch):
    weights = [parameter.detach() for parameter in model.parameters()]
    torch.save({"model": weights, "optimizer": optimizer.state_dict(), "epoch": epoch}, path)


@mistake(
    "save_checkpoint", "You saved the weights in half precision, so most of their digits are lost: save them as they are."
)
def in_half_precision(path, model, optimizer, epoch):
    weights = {name: value.half() if value.is_floating_point() else value for name, value in model.state_dict().items()}
    torch.save({"model": weights, "optimizer": optimizer.state_dict(), "epoch": epoch}, path)


@mistake("save_checkpoint", "You added 1 to the epoch: save the number of finished epochs as it is.")
def epoch_plus_one(path, model, optimizer, epoch):
    save_checkpoint(path, model, optimizer, epoch + 1)


@mistake("save_checkpoint", "You did not save the epoch, so nobody knows where to go on.", raises=True)
def without_epoch(path, model, optimizer, epoch):
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict()}, path)


@mistake("save_checkpoint", "Your keys have other names: they are 'model', 'optimizer' and 'epoch'.", raises=True)
def other_keys(path, model, optimizer, epoch):
    checkpoint = {"model_state_dict": model.state_dict(), "optimizer_state_dict": optimizer.state_dict(), "epoch": epoch}
    torch.save(checkpoint, path)


@mistake("save_checkpoint", "You changed the file's name: write to path, whatever its ending is.")
def other_ending(path, model, optimizer, epoch):
    save_checkpoint(Path(path).with_suffix(".pt"), model, optimizer, epoch)


@mistake("save_checkpoint", "You wrote several files: one file holds the whole dict.")
def several_files(path, model, optimizer, epoch):
    save_checkpoint(path, model, optimizer, epoch)
    torch.save(optimizer.state_dict(), f"{path}.optimizer")


@mistake(
    "save_checkpoint",
    "pickle.dump writes a file that torch.load(weights_only=True) does not read: use torch.save.",
    raises=True,
)
def by_pickle(path, model, optimizer, epoch):
    checkpoint = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    with Path(path).open("wb") as file:
        pickle.dump(checkpoint, file)


@mistake("save_checkpoint", "You put the caller's model into evaluation mode, and its training would go on in it.")
def eval_before_saving(path, model, optimizer, epoch):
    model.eval()
    save_checkpoint(path, model, optimizer, epoch)


@mistake("save_checkpoint", "model.cpu() takes the caller's model away from its device: state_dict() can be saved from any.")
def model_moved_to_cpu(path, model, optimizer, epoch):
    save_checkpoint(path, model.cpu(), optimizer, epoch)


# ------------------------------------------------------------------ load_checkpoint


def read(path):
    """Read a checkpoint as the task asks."""
    return torch.load(path, map_location="cpu", weights_only=True)


@mistake(
    "load_checkpoint", "You loaded the model without the optimizer, whose momentum and learning rate are lost: load both."
)
def optimizer_not_loaded(path, model, optimizer):
    checkpoint = read(path)
    model.load_state_dict(checkpoint["model"])
    return checkpoint["epoch"]


@mistake("load_checkpoint", "You loaded the optimizer's memory, but kept the new one's learning rate: load its whole state.")
def new_learning_rate(path, model, optimizer):
    rates = [group["lr"] for group in optimizer.param_groups]
    epoch = load_checkpoint(path, model, optimizer)
    for group, rate in zip(optimizer.param_groups, rates, strict=True):
        group["lr"] = rate
    return epoch


@mistake("load_checkpoint", "You loaded the optimizer without the model's weights: call model.load_state_dict, too.")
def model_not_loaded(path, model, optimizer):
    checkpoint = read(path)
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]


@mistake("load_checkpoint", "state_dict() gives a new dict, and filling that changes no model: call model.load_state_dict.")
def dict_updated(path, model, optimizer):
    checkpoint = read(path)
    model.state_dict().update(checkpoint["model"])
    optimizer.state_dict().update(checkpoint["optimizer"])
    return checkpoint["epoch"]


@mistake(
    "load_checkpoint",
    "assign=True gives the model new parameters, and the optimizer goes on training the old ones: let values be copied.",
)
def parameters_replaced(path, model, optimizer):
    checkpoint = read(path)
    model.load_state_dict(checkpoint["model"], assign=True)
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]


@mistake("load_checkpoint", "You loaded the parameters without the buffers, such as batch norm's: load_state_dict does both.")
def buffers_not_loaded(path, model, optimizer):
    buffers = {name: buffer.clone() for name, buffer in model.named_buffers()}
    epoch = load_checkpoint(path, model, optimizer)
    model.load_state_dict(buffers, strict=False)
    return epoch


@mistake(
    "load_checkpoint",
    "You added 1 to the saved number, and one epoch would be skipped: range(number, epochs) goes on at the right one.",
)
def one_epoch_skipped(path, model, optimizer):
    return load_checkpoint(path, model, optimizer) + 1


@mistake("load_checkpoint", "You did not return the saved number of epochs: training would start from 0 again.")
def starts_from_zero(path, model, optimizer):
    load_checkpoint(path, model, optimizer)
    return 0


@mistake(
    "load_checkpoint",
    "Without map_location, torch.load wants the device on which the file was written: say map_location='cpu'.",
)
def without_map_location(path, model, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]


@mistake("load_checkpoint", "With weights_only=False a file can run any code on your machine: say weights_only=True.")
def any_code(path, model, optimizer):
    checkpoint = torch.load(path, map_location="cpu", weights_only=False)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]


@mistake("load_checkpoint", "strict=False hides that weights are missing or unknown: leave it out, so that it raises.")
def not_strict(path, model, optimizer):
    checkpoint = read(path)
    model.load_state_dict(checkpoint["model"], strict=False)
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]


@mistake("load_checkpoint", "You put the model into evaluation mode: loading leaves its mode alone.")
def eval_after_loading(path, model, optimizer):
    epoch = load_checkpoint(path, model, optimizer)
    model.eval()
    return epoch


@mistake("load_checkpoint", "NumPy reaches only the CPU's memory: load_state_dict copies the values to wherever the model is.")
def weights_through_numpy(path, model, optimizer):
    checkpoint, own = read(path), model.state_dict()
    if own.keys() != checkpoint["model"].keys():
        raise RuntimeError("the names differ")
    for name, value in own.items():
        value.numpy()[...] = checkpoint["model"][name].numpy()
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]


# ------------------------------------------------------------------ load_backbone


def fitting(model, state_dict):
    """Return the entries that fit."""
    own = model.state_dict()
    return {name: value for name, value in state_dict.items() if name in own and value.shape == own[name].shape}


@mistake(
    "load_backbone",
    "strict=False forgives names that are missing or unknown, and no other shapes: take out what does not fit first.",
    raises=True,
)
def strict_false_alone(model, state_dict):
    return sorted(model.load_state_dict(state_dict, strict=False).missing_keys)


@mistake("load_backbone", "strict=False hid which weights were not loaded: return the names of all that got none.")
def nothing_told(model, state_dict):
    load_backbone(model, state_dict)
    return []


@mistake("load_backbone", "You returned the entries that found no place: asked for are the model's own that got no values.")
def unused_entries(model, state_dict):
    load_backbone(model, state_dict)
    return sorted(state_dict.keys() - fitting(model, state_dict).keys())


@mistake("load_backbone", "You returned the names of what was loaded: asked for are those that were not.")
def loaded_names(model, state_dict):
    load_backbone(model, state_dict)
    return sorted(fitting(model, state_dict))


@mistake(
    "load_backbone", "You named only what is missing in the entries: what is there with another shape got no values, too."
)
def missing_names_only(model, state_dict):
    load_backbone(model, state_dict)
    return sorted(model.state_dict().keys() - state_dict.keys())


@mistake("load_backbone", "Your names are in the model's order: return them sorted.")
def names_unsorted(model, state_dict):
    left = set(load_backbone(model, state_dict))
    return [name for name in model.state_dict() if name in left]


@mistake("load_backbone", "You compared the number of elements and reshaped: another shape means another layer, so leave it.")
def reshaped(model, state_dict):
    own = model.state_dict()
    pairs = {name: value for name, value in state_dict.items() if name in own and value.numel() == own[name].numel()}
    return load_backbone(model, {name: value.reshape(own[name].shape) for name, value in pairs.items()})


@mistake("load_backbone", "copy_() broadcasts a smaller tensor over a larger one: compare the shapes before you copy.")
@torch.no_grad()
def broadcast(model, state_dict):
    left = []
    for name, own in model.state_dict().items():
        try:
            own.copy_(state_dict[name])
        except (KeyError, RuntimeError):
            left.append(name)
    if len(left) == len(model.state_dict()):
        raise ValueError("nothing fits")
    return sorted(left)


@mistake("load_backbone", "You took the next tensor of the same shape, whatever its name: it belongs to another layer.")
def by_shape_alone(model, state_dict):
    own, free = model.state_dict(), list(state_dict.values())
    found = {}
    for name, value in own.items():
        index = next((i for i, other in enumerate(free) if other.shape == value.shape), None)
        if index is not None:
            found[name] = free.pop(index)
    return load_backbone(model, found)


@mistake("load_backbone", "You loaded parameters and no buffers: the model's state_dict() has both.")
def no_buffers(model, state_dict):
    names = dict(model.named_parameters()).keys()
    return load_backbone(model, {name: value for name, value in state_dict.items() if name in names})


@mistake("load_backbone", "Where nothing fits you said nothing, and the model would stay random: raise ValueError.")
def silent(model, state_dict):
    fits = fitting(model, state_dict)
    model.load_state_dict(fits, strict=False)
    return sorted(model.state_dict().keys() - fits.keys())


@mistake("load_backbone", "You raised ValueError although some weights fit: only if none does.")
def all_or_nothing(model, state_dict):
    left = load_backbone(model, state_dict)
    if len(left) > 2:
        raise ValueError("some weights do not fit")
    return left


@mistake(
    "load_backbone",
    "assign=True puts the caller's own tensors into the model, which then trains them: let values be copied.",
)
def tensors_assigned(model, state_dict):
    fits = fitting(model, state_dict)
    if not fits:
        raise ValueError("nothing fits")
    model.load_state_dict(fits, strict=False, assign=True)
    return sorted(model.state_dict().keys() - fits.keys())


@mistake("load_backbone", "You took entries out of the caller's dict: make a new dict of those that fit.")
def entries_popped(model, state_dict):
    fits = fitting(model, state_dict)
    for name in state_dict.keys() - fits.keys():
        state_dict.pop(name)
    return load_backbone(model, fits)


@mistake(
    "load_backbone", "You took the model to the CPU, where the entries are: load_state_dict copies to where the model is."
)
def backbone_on_cpu(model, state_dict):
    return load_backbone(model.cpu(), state_dict)


# ------------------------------------------------------------------ seeded_run


@mistake("seeded_run", "You never seeded the generators that the function draws from: the seed has to reach all three.")
def seed_unused(function, seed, times=1):
    states = torch.get_rng_state(), np.random.get_state(), random.getstate()
    try:
        return [function() for _ in range(times)]
    finally:
        torch.set_rng_state(states[0])
        np.random.set_state(states[1])
        random.setstate(states[2])


@mistake("seeded_run", "You seeded torch alone: NumPy and Python's random draw from generators of their own.")
def torch_alone(function, seed, times=1):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return [function() for _ in range(times)]


@mistake("seeded_run", "You made generators with the seed, which the function does not know: seed the global ones.")
def generators_of_its_own(function, seed, times=1):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        numpy_state, python_state = np.random.get_state(), random.getstate()
        _own = np.random.default_rng(seed), random.Random(seed)  # noqa: S311  no secrets here
        try:
            return [function() for _ in range(times)]
        finally:
            np.random.set_state(numpy_state)
            random.setstate(python_state)


@mistake("seeded_run", "You seeded anew before each call, so all calls draw the same numbers: seed once, before the first.")
def reseeded_in_the_loop(function, seed, times=1):
    return [seeded_run(function, seed)[0] for _ in range(times)]


@mistake("seeded_run", "You called the function once and repeated its result: call it `times` times.")
def repeated_result(function, seed, times=1):
    return seeded_run(function, seed) * times


@mistake("seeded_run", "You returned the last result only: return a list of all of them.", raises=True)
def last_result(function, seed, times=1):
    results = seeded_run(function, seed, times)
    return results[-1] if results else None


def seed_all(seed):
    """Seed all three generators."""
    torch.manual_seed(seed)
    np.random.seed(seed)
    random.seed(seed)


@mistake("seeded_run", "You left the generators seeded, so the caller's random numbers are no longer theirs: put them back.")
def nothing_put_back(function, seed, times=1):
    seed_all(seed)
    return [function() for _ in range(times)]


@mistake("seeded_run", "You put torch's generator back and not the two others: NumPy's and Python's need it, too.")
def torch_alone_put_back(function, seed, times=1):
    with torch.random.fork_rng(devices=[]):
        seed_all(seed)
        return [function() for _ in range(times)]


@mistake("seeded_run", "You put NumPy's and Python's generators back and not torch's.")
def torch_not_put_back(function, seed, times=1):
    numpy_state, python_state = np.random.get_state(), random.getstate()
    seed_all(seed)
    try:
        return [function() for _ in range(times)]
    finally:
        np.random.set_state(numpy_state)
        random.setstate(python_state)


@mistake(
    "seeded_run",
    "Seeding with the old seed starts the caller's random numbers anew, where they should go on: save and restore the state.",
)
def old_seed(function, seed, times=1):
    old = torch.initial_seed()
    try:
        return seeded_run(function, seed, times)
    finally:
        torch.manual_seed(old)


@mistake("seeded_run", "You saved the states after seeding, so what you put back is the seeded state: save them first.")
def saved_too_late(function, seed, times=1):
    seed_all(seed)
    return seeded_run(function, seed, times)


@mistake("seeded_run", "Where the function raises, nothing is put back: do that in a `finally`, or in a context manager.")
def not_put_back_after_an_exception(function, seed, times=1):
    states = torch.get_rng_state(), np.random.get_state(), random.getstate()
    seed_all(seed)
    results = [function() for _ in range(times)]
    torch.set_rng_state(states[0])
    np.random.set_state(states[1])
    random.setstate(states[2])
    return results


@mistake("seeded_run", "You swallowed the function's exception, and nobody learns of it: put things back and let it pass.")
def exception_swallowed(function, seed, times=1):
    try:
        return seeded_run(function, seed, times)
    except Exception:  # this is the mistake
        return []
