"""Probes for chapter3_computer_vision/model_inspection: models cannot travel, what makes them can."""

import inspect
import time
import timeit

import torch
from torch import nn

from learn.worker.modules import Telltale, filled

# ------------------------------------------------------------------ predict


class CountsRows(nn.Module):
    """Multiply by the size of the batch, so that the probabilities tell how the images were parted."""

    def forward(self, x):
        return x * len(x)


LAYERS = {
    "identity": lambda _: nn.Identity(),
    "batch norm": lambda channels: nn.BatchNorm2d(channels, affine=False),
    "telltale": lambda _: Telltale(),
    "counts rows": lambda _: CountsRows(),
}


def predicted(exercise, layer, values, images, batch_size, *, training=True):
    """Predict with a model (a layer, then a linear one with these values); return all, and the mode of each of its modules."""
    model = nn.Sequential(LAYERS[layer](images.shape[1]), nn.Flatten(), nn.Linear(values[0].shape[1], len(values[1])))
    model = filled(model, values).train(training)
    result = exercise.predict(model, images, batch_size)
    return {"result": result, "training": [module.training for module in model.modules()]}


def predicted_from_cpu(exercise, values, images, batch_size):
    """Predict with a model that is where its values are, from images on the CPU."""
    return predicted(exercise, "identity", values, images.cpu(), batch_size)["result"]


# ------------------------------------------------------------------ first_kernels


def model_with(weights, place):
    """Return a model whose first convolution has the first of these weights, and another one the second."""
    first, second = (
        filled(nn.Conv2d(w.shape[1], w.shape[0], tuple(w.shape[2:]), bias=False), [w]).to(w.device) for w in weights
    )
    if place == "first":
        return nn.Sequential(first, nn.ReLU(), second)
    if place == "alone":
        return first
    block = nn.Sequential(nn.Linear(3, 2), nn.Sequential(nn.Dropout(), first))
    return nn.Sequential(nn.Flatten(), nn.ModuleDict({"body": block}), second)


def kernels(exercise, weights, place):
    """Return the kernels of such a model, for display."""
    return exercise.first_kernels(model_with(weights, place))


def kernels_and_model(exercise, weights):
    """Return the model's weights after its kernels were asked for and overwritten, and whether those required gradients."""
    model = model_with(weights, "first")
    shown = exercise.first_kernels(model)
    requires_grad = shown.requires_grad
    shown.data.fill_(7.0)
    return {"weights": [parameter.detach() for parameter in model.parameters()], "requires_grad": requires_grad}


# ------------------------------------------------------------------ compare_models


class Clock:
    """Stand in for the clock: time passes where a model says so, and nowhere else.

    With ``queued`` a model's work is done once somebody waits for the device, as on an accelerator.
    """

    def __init__(self, *, queued):
        self.now, self.pending, self.queued = 1000.0, 0.0, queued

    def work(self, seconds):
        if self.queued:
            self.pending += seconds
        else:
            self.now += seconds

    def wait(self, *_args, **_options):
        self.now += self.pending
        self.pending = 0.0

    def seconds(self):
        return self.now

    def nanoseconds(self):
        return round(self.now * 10**9)

    def __deepcopy__(self, memo):
        return self  # there is one time, also for copies of models


def with_clock(clock, task, function):
    """Call a function while the clock and the ways to wait for a device are replaced, wherever the task may find them."""
    instead = {time.perf_counter: clock.seconds, time.perf_counter_ns: clock.nanoseconds}
    own = inspect.unwrap(task).__globals__
    spaces = [vars(time), vars(timeit), own]
    if clock.queued:
        places = [torch.accelerator, torch.cuda, torch.mps]
        waits = [place.synchronize for place in places]
        # A name that was imported before the simulated device was there still stands for PyTorch's own function.
        waits += [value for name, value in own.items() if "synchronize" in name and _is_torchs(value)]
        instead |= dict.fromkeys(waits, clock.wait)
        spaces += map(vars, places)
    changed = [(space, name, value) for space in spaces for name, value in space.items() if _known(value, instead)]
    try:
        for space, name, value in changed:
            space[name] = instead[value]
        return function()
    finally:
        for space, name, value in changed:
            space[name] = value


def _is_torchs(value):
    return callable(value) and (getattr(value, "__module__", None) or "").startswith("torch")


def _known(value, functions):
    return any(value is function for function in functions)


class Takes(nn.Module):
    """Take so many seconds of a clock, the first call and then the others in turns.

    In a wrong mode a call turns the sign round, and takes three times as long.
    """

    def __init__(self, clock, first, cycle, guards):
        super().__init__()
        self.clock, self.first, self.cycle, self.guards, self.calls = clock, first, cycle, guards, 0

    def forward(self, x):
        modes = {"training": self.training, "gradients": torch.is_grad_enabled()}
        wrong = any(modes[guard] for guard in self.guards)
        seconds = self.cycle[(self.calls - 1) % len(self.cycle)] if self.calls else self.first
        self.clock.work(3 * seconds if wrong else seconds)
        self.calls += 1
        return -x if wrong else x


def compared(
    exercise, matrices, images, labels, repeats, cycles, *, guards=(), training=True, frozen=False, first=100.0, queued=False
):
    """Compare models: for each name a list of matrices, one a linear layer.  Return the rows, and the mode of each module."""
    clock, models = Clock(queued=queued), {}
    for name, layers in matrices.items():
        linear = [filled(nn.Linear(w.shape[1], w.shape[0], bias=False), [w]) for w in layers]
        model = nn.Sequential(nn.Flatten(), *linear, Takes(clock, first, cycles[name], guards))
        linear[0].weight.requires_grad_(not frozen)
        models[name] = model.train(training)
    task = exercise.compare_models
    rows = with_clock(clock, task, lambda: task(models, images, labels, repeats))
    return {"rows": rows, "training": {name: [m.training for m in model.modules()] for name, model in models.items()}}


def compared_there(exercise, matrices, images, labels):
    """Return the rows of a comparison on a device whose work is queued; every call but the first takes equally long."""
    cycles = {name: [0.25 * (1 + number)] for number, name in enumerate(matrices)}
    return compared(exercise, matrices, images, labels, 3, cycles, first=0.5, queued=images.device.type != "cpu")["rows"]
