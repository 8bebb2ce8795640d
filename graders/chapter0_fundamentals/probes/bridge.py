"""Probes for chapter0_fundamentals/bridge: strides of arrays and shared memory do not travel, so they are made here."""

VIEWS = {
    "whole": lambda array: array,
    "reversed": lambda array: array[::-1],
    "transposed": lambda array: array.T,
    "every second column": lambda array: array[:, ::2],
}


def of_view(exercise, task, array, view):
    """Return what a task gives for a view of an array."""
    return getattr(exercise, task)(VIEWS[view](array))


def after_changes(exercise, task, array, view):
    """Make a tensor of an array's view, change the array, then the tensor; return what the other side was each time."""
    seen_by_task = VIEWS[view](array)
    tensor = getattr(exercise, task)(seen_by_task)
    seen_by_task += 1
    tensor_then = tensor.clone()
    tensor += 10
    return {"tensor": tensor_then, "array": seen_by_task}


def of_tensor_with_grad(exercise, tensor, is_leaf):
    """Convert a tensor that requires grad; return the array and whether the tensor still requires grad."""
    tensor.requires_grad_()
    given = tensor if is_leaf else tensor * 1
    array = exercise.to_numpy(given)
    return {"array": array, "requires_grad": given.requires_grad}


def tensor_after_array_changed(exercise, tensor):
    """Convert a tensor, overwrite the array, and return the tensor."""
    array = exercise.to_numpy(tensor)
    array[...] = 0
    return tensor
