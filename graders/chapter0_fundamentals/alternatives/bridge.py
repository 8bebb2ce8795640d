"""Unusual but right versions of the tasks in chapter0_fundamentals/bridge."""

import numpy as np
import torch

from learn.variants import alternative


@alternative("to_float32", "copies in NumPy, converts in PyTorch")
def converted_by_torch(array):
    return torch.from_numpy(array.copy()).to(torch.float32)


@alternative("to_float32", "fills a new tensor through its NumPy view")
def filled_through_view(array):
    tensor = torch.empty(array.shape, dtype=torch.float32)
    tensor.numpy()[...] = array
    return tensor


@alternative("shared_tensor", "as_tensor, which shares where it can")
def by_as_tensor(array):
    return torch.as_tensor(array)


@alternative("shared_tensor", "transposes in NumPy and back in PyTorch")
def there_and_back(array):
    tensor = torch.from_numpy(array.T)
    return tensor.permute(*reversed(range(tensor.dim())))


@alternative("to_numpy", "clones the tensor, then forces the conversion")
def forced(tensor):
    return tensor.clone().numpy(force=True)


@alternative("to_numpy", "np.array of the detached tensor, which copies")
def by_array(tensor):
    return np.array(tensor.detach())


@alternative("safe_roundtrip", "in place, on a clone")
def on_a_clone(array):
    tensor = torch.from_numpy(array).clone()
    tensor -= tensor.mean(dim=0, keepdim=True)
    return tensor.numpy()


@alternative("safe_roundtrip", "a Python loop over the columns, in float64 inside")
def column_by_column(array):
    columns = torch.from_numpy(array).double().unbind(dim=1)
    centred = [column - column.sum() / len(column) for column in columns]
    return torch.stack(centred, dim=1).numpy().astype(array.dtype)
