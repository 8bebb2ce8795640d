"""Probes for chapter4_custom_datasets/loss_curves: models, paths and augmentations cannot travel, what makes them can."""

from torch import nn

from learn.worker.folders import unpacked
from learn.worker.modules import Telltale, filled, values_of


class Noted(nn.Module):
    """A layer that keeps what comes in last."""

    def forward(self, x):
        """Return ``x``."""
        self.seen = x.detach().clone()
        return x


def predicted(exercise, content, values, size, mean, std, classes, *, telltale=False, name="mine.png"):
    """Return what a linear model of these values says of a picture, and what came into it."""
    first = Noted()
    layers = [first, *([Telltale()] if telltale else []), nn.Flatten(), nn.Linear(values[0].shape[1], len(values[1]))]
    model = filled(nn.Sequential(*layers), values).train()
    with unpacked({name: content}) as folder:
        answer = exercise.predict_picture(model, folder / name, size, mean, std, classes)
    return {"answer": answer, "input": first.seen}


def answered(exercise, **inputs):
    """Return what a model says of a picture."""
    return predicted(exercise, **inputs)["answer"]


class Turning:
    """An augmentation that does something else in each call, but always the same in the n-th."""

    def __init__(self):
        self.calls = 0

    def __call__(self, x):
        """Return other pictures of the same shape."""
        self.calls += 1
        return x.flip(3) * (1 + 0.5 * self.calls) + 0.1 * self.calls


def compared(exercise, values, batches, test, epochs, lr, *, telltale=False, mode=True):
    """Compare a linear model of these values, and return both histories and the model's weights and mode in the end."""
    layers = [nn.Flatten(), *([Telltale()] if telltale else []), nn.Linear(values[0].shape[1], len(values[1]))]
    model = filled(nn.Sequential(*layers), values).train(mode)
    histories = exercise.compare_augmentation(model, [tuple(batch) for batch in batches], tuple(test), Turning(), epochs, lr)
    return {"histories": histories, "weights": values_of(model, values), "training": model.training}
