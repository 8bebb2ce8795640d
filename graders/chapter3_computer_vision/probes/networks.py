"""Probes for chapter3_computer_vision/networks: models cannot travel, what makes them can.

Parameters are filled by their shape alone: all of one shape get the same values. So the order in which a model makes its
layers does not matter.
"""

import torch
from torch import nn

from learn.worker.modules import Telltale, filled, values_of


def filled_alike(module, values):
    """Move a module to the device and the dtype of values, and give each parameter the values that have its shape."""
    module.to(values[0])
    by_shape = {tuple(value.shape): value for value in values}
    with torch.no_grad():
        for parameter in module.parameters():
            shape = tuple(parameter.shape)
            if shape not in by_shape:
                message = f"the model has a parameter of shape {shape}; shapes that should be there are {sorted(by_shape)}"
                raise ValueError(message)
            parameter.copy_(by_shape[shape])
    return module


def made(exercise, task, init, values, earlier=None, *, training=True):
    """Return a filled model of a task's class, in one of the two modes, perhaps after it was trained on earlier pictures."""
    model = filled_alike(getattr(exercise, task)(*init), values)
    if earlier is not None:
        model.train()
        model(earlier)
    return model.train(training)


def outputs(exercise, task, init, values, batches, earlier=None, *, training=True):
    """Return what a filled model makes of several batches, one after the other."""
    model = made(exercise, task, init, values, earlier, training=training)
    return [model(images) for images in batches]


def sent_back(exercise, task, init, values, images):
    """Send a gradient back through a filled model.

    Returns the output, the gradient of the images, and for each shape of parameters the sum of their gradients.
    """
    model = made(exercise, task, init, values)
    images = images.detach().requires_grad_()
    output = model(images)
    (output * torch.arange(1, output.numel() + 1).to(output).reshape(output.shape).cos()).sum().backward()
    sums = {str(tuple(value.shape)): torch.zeros_like(value) for value in values}
    for parameter in model.parameters():
        if parameter.grad is not None:
            sums[str(tuple(parameter.shape))] += parameter.grad
    return {"output": output, "gradient of the images": images.grad, "sums of gradients": sums}


def parameter_shapes(exercise, task, inits):
    """Return the shapes of a model's parameters, sorted, for each list of the constructor's arguments."""
    models = [getattr(exercise, task)(*init) for init in inits]
    return [sorted(tuple(parameter.shape) for parameter in model.parameters()) for model in models]


def shapes_made(exercise, task, init, batches):
    """Return the output of a model as its constructor made it for several batches, as shapes."""
    model = getattr(exercise, task)(*init)
    return [tuple(model(images).shape) for images in batches]


def on_its_device(exercise, task, init, images):
    """Return what a model as its constructor made it makes of pictures on their device."""
    return getattr(exercise, task)(*init).to(images)(images)


def learned(exercise, values, images, labels, lr, target, max_steps, old_gradient=None, *, training=True):
    """Let a model that multiplies by another factor in each mode learn a batch; return its losses and its weights."""
    num_classes, inputs = values[0].shape
    model = filled(nn.Sequential(Telltale(), nn.Flatten(), nn.Linear(inputs, num_classes)), values).train(training)
    if old_gradient is not None:
        for parameter in model.parameters():
            parameter.grad = torch.full_like(parameter, old_gradient)
    losses = exercise.memorise_batch(model, images, labels, lr, target, max_steps)
    return {"losses": losses, "weights": values_of(model, values)}
