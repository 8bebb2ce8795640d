"""Probes for chapter0_fundamentals/devices.  The name of a device travels; the device itself is made here."""

import contextlib
from unittest import mock

import torch

from learn.watch import Watch
from learn.worker.places import moved as put
from learn.worker.places import named


def moved(exercise, batch, device):
    """Return what becomes of a batch that is moved twice, and where the tensors of the batch itself are afterwards."""
    there = torch.device(device)
    with Watch() as watch:
        output = exercise.move_batch(exercise.move_batch(batch, there), there)
    places = {name: tensor.device.type for name, tensor in named(output, "the result")}
    left = [tensor.device.type for _, tensor in named(batch, "")]
    return {"output": put(output, torch.device("cpu")), "places": places, "left": left, "round_trips": watch.round_trips}


def grid_place(exercise, height, width):
    """Return the kind of device that a grid is on when none was named."""
    return exercise.coordinate_grid(height, width).device.type


def picked_kind(exercise, preferred):
    """Return the kind of the device that was picked."""
    picked = exercise.pick_device(preferred)
    return picked.type if isinstance(picked, torch.device) else picked


def picked_without(exercise, preferred, built):
    """Return what is picked where there is no accelerator; ``built`` names the kind that PyTorch was built for, if any."""

    def current(check_available=False):  # PyTorch's signature
        return torch.device(built) if built and not check_available else None

    replaced = [
        (torch.accelerator, "current_accelerator", current),
        (torch.accelerator, "is_available", lambda: False),
        (torch.accelerator, "device_count", lambda: 0),
        (torch.cuda, "is_available", lambda: False),
        (torch.backends.mps, "is_available", lambda: False),
    ]
    with contextlib.ExitStack() as stack:
        for module, name, stand_in in replaced:
            stack.enter_context(mock.patch.object(module, name, stand_in))
        return exercise.pick_device(preferred)
