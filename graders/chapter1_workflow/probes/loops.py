"""Probes for chapter1_workflow/loops: models are built from weights that are sent, losses and optimizers are named."""

import weakref

import torch
from torch import nn

from learn.worker.modules import InMemory, Telltale, expectile, two_layers, values_of

OPTIMIZERS = {
    "sgd": lambda parameters: torch.optim.SGD(parameters, lr=0.05),
    "momentum": lambda parameters: torch.optim.SGD(parameters, lr=0.02, momentum=0.9, weight_decay=0.1),
    "adam": lambda parameters: torch.optim.Adam(parameters, lr=0.05),
}


def stepped(exercise, values, batches, optimizer="sgd", stale=None, *, training=True, telltale=False):
    """Take a step on each batch; return the losses, and the state of the model afterwards."""
    model = two_layers(values, Telltale() if telltale else nn.Tanh()).train(training)
    for parameter, grad in zip(model.parameters(), stale or [], strict=False):
        parameter.grad = grad
    stepper = OPTIMIZERS[optimizer](model.parameters())
    steps = []
    stepper.register_step_post_hook(lambda *_: steps.append(1))
    losses = [exercise.train_step(model, x, y, expectile, stepper) for x, y in batches]
    grads = [parameter.grad for parameter in model.parameters()]
    after = {"values": values_of(model), "training": model.training, "grads": grads}
    return {"losses": losses, "steps": len(steps)} | after


def stepped_values(exercise, **inputs):
    """Return the losses, how many steps were taken, and the parameters after a step on each batch."""
    seen = stepped(exercise, **inputs)
    return [seen["losses"], seen["steps"], seen["values"]]


def evaluated(exercise, values, batches, *, training=True, telltale=False):
    """Evaluate a network; tell in which mode it is left, and whether gradients were and are switched on."""
    model = two_layers(values, Telltale() if telltale else nn.Tanh()).train(training)
    recorded = []

    def loss_fn(prediction, target):
        recorded.append(prediction.requires_grad or target.requires_grad)
        return expectile(prediction, target)

    with torch.enable_grad():  # what is switched off in here does not stay so
        loss = exercise.evaluate(model, batches, loss_fn)
        enabled = torch.is_grad_enabled()
    return {"loss": loss, "training": model.training, "recorded": any(recorded), "enabled": enabled}


def evaluated_loss(exercise, **inputs):
    """Return the loss of an evaluation."""
    return evaluated(exercise, **inputs)["loss"]


class Sized(nn.Module):
    """A layer that notes how many inputs come at once."""

    def __init__(self):
        super().__init__()
        self.sizes = []

    def forward(self, x):
        """Return x."""
        self.sizes.append(len(x))
        return x


SHAPED = {"matrix": nn.Identity, "vector": lambda: nn.Flatten(0), "grid": lambda: nn.Unflatten(1, (2, -1))}


def predicted(exercise, values, x, batch_size, shape="matrix", *, training=True):
    """Predict with a network whose output has a named shape; tell how many inputs came at once, and the mode it is left in."""
    sized = Sized()
    model = nn.Sequential(sized, two_layers(values, Telltale()), SHAPED[shape]()).train(training)
    predictions = exercise.predict_in_batches(model, x, batch_size)
    recorded = isinstance(predictions, torch.Tensor) and predictions.requires_grad
    return {"predictions": predictions, "recorded": recorded, "sizes": sized.sizes, "training": model.training}


def predictions_alone(exercise, **inputs):
    """Return the predictions."""
    return predicted(exercise, **inputs)["predictions"]


def trained(exercise, values, train_batches, val_batches, epochs, optimizer="sgd", *, telltale=False):
    """Train a network; return the history, the model's state, and how many graphs of losses were there at once."""
    model = two_layers(values, Telltale() if telltale else nn.Tanh())
    in_memory, graphs = weakref.WeakSet(), [0]

    def loss_fn(prediction, target):
        loss = InMemory.apply(expectile(prediction, target), in_memory)
        graphs.append(len(in_memory))
        return loss

    stepper = OPTIMIZERS[optimizer](model.parameters())
    history = exercise.train(model, train_batches, val_batches, loss_fn, stepper, epochs)
    return {"history": history, "values": values_of(model), "training": model.training, "graphs": max(graphs)}


def trained_values(exercise, **inputs):
    """Return the history and the parameters of a network that was trained."""
    seen = trained(exercise, **inputs)
    return [seen["history"], seen["values"]]


def watched(exercise, values, losses, patience, min_delta=None):
    """Show losses to early stopping while a model with buffers changes; return all it said, and the state that it restores.

    It restores the model itself, and another one that was not there before.
    """
    model, other = (
        nn.Sequential(two_layers(values, nn.Tanh()), nn.BatchNorm1d(len(values[2])).to(values[0])) for _ in range(2)
    )
    state = model.state_dict()  # these tensors are the model's own
    stopping = exercise.EarlyStopping(patience, **({} if min_delta is None else {"min_delta": min_delta}))
    best, stops = [stopping.best], []
    for loss in losses:
        for tensor in state.values():
            tensor += 1
        stops.append(stopping.update(loss, model))
        best.append(stopping.best)
    for tensor in state.values():
        tensor += 1
    for one in (model, other):
        stopping.restore(one)
    weights = [values_of(one) for one in (model, other)]
    return {"stops": stops, "best": best, "weights": weights, "buffers": [list(one.buffers()) for one in (model, other)]}


def restored(exercise, **inputs):
    """Return the weights and the buffers that early stopping restores."""
    seen = watched(exercise, **inputs)
    return seen["weights"] + seen["buffers"]
