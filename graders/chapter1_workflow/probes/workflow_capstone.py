"""Probes for chapter1_workflow/workflow_capstone."""

import torch
from torch import nn

from learn.worker.modules import Telltale, expectile, two_layers, values_of


def fitted(exercise, x_train, y_train, x_val, y_val, x_test, seed=0, before=0):
    """Fit a regressor after the caller has seeded the global generator; return the predictions, and what is drawn next."""
    torch.manual_seed(before)
    predictions = exercise.fit_regressor(x_train, y_train, x_val, y_val, x_test, seed)
    recorded = isinstance(predictions, torch.Tensor) and predictions.requires_grad
    return {"predictions": predictions, "recorded": recorded, "next": torch.rand(3)}


def picked(exercise, values, rates, train_batches, val_batches, epochs, stale=None, *, training=True, telltale=False):
    """Pick a learning rate; return what was said, and what became of the model."""
    model = two_layers(values, Telltale() if telltale else nn.Tanh()).train(training)
    for parameter, grad in zip(model.parameters(), stale or [], strict=False):
        parameter.grad = grad
    raised, result = "", None
    try:
        result = exercise.pick_learning_rate(model, rates, train_batches, val_batches, expectile, epochs)
    except ValueError:
        raised = "ValueError"
    grads = [parameter.grad for parameter in model.parameters()]
    after = {"values": values_of(model), "grads": grads, "training": model.training}
    return {"result": result, "raised": raised, "after": after}


def picked_there(exercise, **inputs):
    """Pick a learning rate; return what was said, and the parameters of the model where they are now."""
    seen = picked(exercise, **inputs)
    return [seen["result"], seen["after"]["values"]]
