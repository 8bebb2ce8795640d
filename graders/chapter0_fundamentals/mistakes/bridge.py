"""Plausible wrong versions of the tasks in chapter0_fundamentals/bridge."""

import numpy as np
import torch

from learn.variants import mistake

# ------------------------------------------------------------------ to_float32


@mistake("to_float32", "NumPy's floats are float64, and the tensor took that over: ask for dtype float32.")
def stays_float64(array):
    return torch.tensor(array.copy())


@mistake(
    "to_float32",
    "For a float32 array, from_numpy(array).float() converts nothing and shares the array's memory: copy it.",
)
def aliased(array):
    return torch.from_numpy(array).float()


@mistake(
    "to_float32",
    "torch.tensor and from_numpy refuse negative strides: let NumPy make a copy first, with array.copy().",
)
def reversed_refused(array):
    return torch.tensor(array, dtype=torch.float32)


@mistake(
    "to_float32",
    "astype(copy=False) keeps a reversed float32 array as it is, with its negative strides: let NumPy copy it.",
)
def copied_only_if_converted(array):
    return torch.from_numpy(array.astype(np.float32, copy=False)).clone()


@mistake(
    "to_float32",
    "You went through integers, which cut off everything after the point: convert to float32 directly.",
)
def truncated(array):
    return torch.from_numpy(array.astype(np.int64)).float()


@mistake(
    "to_float32",
    "Lists of ints become int64, and an empty list forgets its shape: keep the array, and name the dtype.",
)
def through_list(array):
    return torch.tensor(array.tolist())


@mistake(
    "to_float32",
    "torch.Tensor takes a whole number as a size and may share memory: use a copy and a dtype instead.",
)
def legacy_constructor(array):
    return torch.Tensor(array)


@mistake("to_float32", "array.view(np.float32) reads the same bytes as other numbers; astype converts the values.")
def bytes_reread(array):
    return torch.from_numpy(np.ascontiguousarray(array).view(np.float32))


# ------------------------------------------------------------------ shared_tensor


@mistake("shared_tensor", "torch.tensor always copies: torch.from_numpy takes over the array's memory.")
def copied(array):
    return torch.tensor(array)


@mistake(
    "shared_tensor",
    "Making it contiguous copies an array that has gaps or is transposed: from_numpy takes it as it is.",
)
def contiguous_first(array):
    return torch.from_numpy(np.ascontiguousarray(array))


@mistake("shared_tensor", "Converting to float32 makes a copy, unless it is float32 already: keep the array's dtype.")
def as_float32(array):
    return torch.from_numpy(array).float()


@mistake("shared_tensor", "squeeze() dropped the dimensions of size 1: the tensor keeps the array's shape.")
def squeezed(array):
    return torch.from_numpy(array).squeeze()


@mistake("shared_tensor", "You flattened the array: the tensor keeps its shape.")
def flattened(array):
    return torch.from_numpy(array).flatten()


# ------------------------------------------------------------------ to_numpy


@mistake("to_numpy", "numpy() refuses a tensor that requires grad: detach() it first.", raises=True)
def not_detached(tensor):
    return tensor.numpy().copy()


@mistake("to_numpy", "detach() and numpy() share the tensor's memory: add .copy() to the array.")
def detached_only(tensor):
    return tensor.detach().numpy()


@mistake("to_numpy", "detach_() with an underscore takes the caller's tensor itself out of the graph: use detach().")
def detached_in_place(tensor):
    return tensor.detach_().numpy().copy()


@mistake(
    "to_numpy",
    "Python numbers forget the dtype, and np.array makes float64 or int64 of them: convert the tensor itself.",
)
def through_python(tensor):
    return np.array(tensor.tolist())


@mistake("to_numpy", "You converted everything to float32: keep the tensor's dtype.")
def always_float32(tensor):
    return tensor.detach().numpy().astype(np.float32)


@mistake("to_numpy", "squeeze() dropped the dimensions of size 1: the array keeps the tensor's shape.")
def squeezed_array(tensor):
    return tensor.detach().squeeze().numpy().copy()


@mistake(
    "to_numpy",
    "flatten() makes a tensor contiguous, but takes its shape away; numpy() needs no contiguous tensor.",
)
def flattened_array(tensor):
    return tensor.detach().flatten().numpy().copy()


# ------------------------------------------------------------------ safe_roundtrip


@mistake(
    "safe_roundtrip",
    "-= writes into the caller's array, whose memory from_numpy shares: write tensor - ..., which makes a new one.",
)
def in_place(array):
    tensor = torch.from_numpy(array)
    tensor -= tensor.mean(dim=0)
    return tensor.numpy()


@mistake(
    "safe_roundtrip",
    "You computed in float32 on the way, which rounded the float64 values before the subtraction.",
)
def through_float32(array):
    tensor = torch.tensor(array, dtype=torch.float32)
    return (tensor - tensor.mean(dim=0)).numpy().astype(array.dtype)


@mistake(
    "safe_roundtrip",
    "The result stays float32: keep the dtype of the array from the start, nothing has to be converted.",
)
def left_float32(array):
    tensor = torch.tensor(array, dtype=torch.float32)
    return (tensor - tensor.mean(dim=0)).numpy()


@mistake("safe_roundtrip", "You subtracted each row's mean: a column's mean is over dim=0.")
def rows_centred(array):
    tensor = torch.from_numpy(array)
    return (tensor - tensor.mean(dim=1, keepdim=True)).numpy()


@mistake("safe_roundtrip", "You subtracted the mean of all elements: each column has its own mean, over dim=0.")
def one_mean(array):
    tensor = torch.from_numpy(array)
    return (tensor - tensor.mean()).numpy()


@mistake("safe_roundtrip", "You returned a tensor: turn it into an array with .numpy().")
def tensor_returned(array):
    tensor = torch.from_numpy(array)
    return tensor - tensor.mean(dim=0)


@mistake(
    "safe_roundtrip",
    "squeeze() dropped the dimension of a single row or column: the result has the array's shape.",
)
def squeezed_result(array):
    tensor = torch.from_numpy(array)
    return (tensor - tensor.mean(dim=0)).squeeze().numpy()
