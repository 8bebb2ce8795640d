"""Probes for chapter3_computer_vision/batch_normalisation: what changes in place, gradients, and layers that cannot travel."""

import torch

from learn.worker.modules import expectile, filled

# ------------------------------------------------------------------ batch_norm


def outputs(exercise, batches, training, statistics, affine, again=False, **options):
    """Call batch_norm for one batch after the other in one mode, and perhaps for all of them again; return all results."""
    batches = [*batches, *batches] if again else batches
    return [exercise.batch_norm(x, *statistics, *affine, training, **options) for x in batches]


def statistics_after(exercise, batches, statistics, affine, **options):
    """Return the running statistics after some batches in training mode."""
    mean, var = statistics
    for x in batches:
        exercise.batch_norm(x, mean, var, *affine, training=True, **options)
    return {"running_mean": mean, "running_var": var}


def gradient_through_statistics(exercise, before, x, statistics, affine):
    """Return the gradient that reaches an earlier training batch from a result in evaluation: zeros where there is none."""
    past = before.requires_grad_()
    exercise.batch_norm(past, *statistics, *affine, training=True)
    now = exercise.batch_norm(x.requires_grad_(), *statistics, *affine, training=False)
    (gradient,) = torch.autograd.grad((now**2).sum(), [past], allow_unused=True)
    return torch.zeros_like(past) if gradient is None else gradient


def result_and_statistics(exercise, x, statistics, affine):
    """Return the result in training mode, and the running statistics afterwards."""
    mean, var = statistics
    result = exercise.batch_norm(x, mean, var, *affine, training=True)
    return {"output": result, "running_mean": mean, "running_var": var}


def batch_norm_gradients(exercise, x, statistics, affine, training, upstream, eps):
    """Return the result for leaves in float64, and the gradients of x, weight and bias."""
    leaves = [tensor.double().requires_grad_() for tensor in (x, *affine)]
    mean, var = (tensor.double() for tensor in statistics)
    output = exercise.batch_norm(leaves[0], mean, var, *leaves[1:], training, eps=eps)
    grads = torch.autograd.grad((output * upstream).sum(), leaves, allow_unused=True)
    return {"output": output, "gradients of x, weight and bias": list(grads)}


# ------------------------------------------------------------------ BatchNorm2d


def run(module, batches, *, training):
    """Return what a layer makes of batches in one mode."""
    module.train(training)
    return [module(x) for x in batches]


def layer_outputs(exercise, batches, training, init, values=(), before=()):
    """Make a layer, perhaps fill its parameters and train it on earlier batches; return its results in one mode."""
    module = exercise.BatchNorm2d(*init)
    if values:
        filled(module, values)
    run(module, before, training=True)
    return run(module, batches, training=training)


def parameter_shapes(exercise, init):
    """Return the shapes of a layer's parameters."""
    return [tuple(parameter.shape) for parameter in exercise.BatchNorm2d(*init).parameters()]


def trained(exercise, batches, targets, init, lr):
    """Take a step of gradient descent for each batch, in float64; return the losses, and what the layer says afterwards."""
    module = exercise.BatchNorm2d(*init).double()
    losses = []
    for x, target in zip(batches, targets, strict=True):
        loss = expectile(run(module, [x], training=True)[0], target)
        for parameter, gradient in zip(module.parameters(), torch.autograd.grad(loss, [*module.parameters()]), strict=True):
            parameter.data -= lr * gradient
        losses.append(float(loss))
    return {"losses": losses, "result in evaluation": run(module, batches[-1:], training=False)[0]}


def reloaded(exercise, before, x, init, values):
    """Return what a trained layer makes of a batch in evaluation, and what another one does that has loaded its state."""
    module, other = filled(exercise.BatchNorm2d(*init), values), exercise.BatchNorm2d(*init)
    run(module, before, training=True)
    other.load_state_dict(module.state_dict())
    return [run(one, [x], training=False)[0] for one in (module, other)]


def gradient_of_the_past(exercise, before, x, init):
    """Return the gradient that reaches an earlier training batch from a result in evaluation: zeros where there is none."""
    module, past = exercise.BatchNorm2d(*init), before.requires_grad_()
    run(module, [past], training=True)
    now = run(module, [x.requires_grad_()], training=False)[0]
    (gradient,) = torch.autograd.grad((now**2).sum(), [past], allow_unused=True)
    return torch.zeros_like(past) if gradient is None else gradient


def ready_made(exercise, x, init):
    """Return the names of PyTorch's normalising modules that a layer is derived from, has, or calls, in either mode."""
    found = []

    def note(module, *_):
        ready = ("batchnorm", "instancenorm", "normalization")
        for base in type(module).__mro__:
            place, _, file = base.__module__.rpartition(".")
            if place == "torch.nn.modules" and file in ready and not base.__name__.startswith("_"):
                found.append(base.__name__)

    handle = torch.nn.modules.module.register_module_forward_pre_hook(note)
    try:
        module = exercise.BatchNorm2d(*init)
        for part in module.modules():
            note(part)
        for training in (True, False):
            run(module, [x], training=training)
    finally:
        handle.remove()
    return ", ".join(f"nn.{name}" for name in sorted(set(found)))


# ------------------------------------------------------------------ fold_batch_norm


def folded_twice(exercise, args):
    """Fold the same tensors twice, and return the second result."""
    exercise.fold_batch_norm(*args)
    return exercise.fold_batch_norm(*args)
