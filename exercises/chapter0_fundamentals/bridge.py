"""Between NumPy and PyTorch: data come as arrays and leave as arrays.

Some ways across copy the numbers, others share their memory. Know which one you take: with shared memory, a change on
one side is a change on the other.
"""

import numpy as np
import torch


def to_float32(array: np.ndarray) -> torch.Tensor:
    """Turn an array into a float32 tensor with memory of its own.

    A later change of the array does not reach the tensor, nor the other way round.

    Args:
        array: Any shape (also ``()``, and with sizes of 0), dtype float64, float32 or an integer dtype. It may be any
            view, also a reversed one such as ``a[::-1]``, whose negative strides PyTorch does not accept.

    Returns:
        The shape of ``array``, float32, values rounded to float32.

    Example:
        >>> to_float32(np.array([[0.5, 1.5], [2.5, 3.5]]))
        tensor([[0.5000, 1.5000],
                [2.5000, 3.5000]])
    """
    raise NotImplementedError


def shared_tensor(array: np.ndarray) -> torch.Tensor:
    """Return a tensor that shares its memory with an array.

    What is later written into one of them shows in the other.

    Args:
        array: Any shape, dtype float32, float64, int32 or int64, writable. It may be a view with gaps, such as
            ``a[:, ::2]``, or transposed, but not a reversed one.

    Returns:
        A tensor with the shape and the dtype of ``array``, on the same memory.

    Example:
        >>> array = np.zeros(3)
        >>> tensor = shared_tensor(array)
        >>> array[1] = 5.0
        >>> tensor
        tensor([0., 5., 0.], dtype=torch.float64)
    """
    raise NotImplementedError


def to_numpy(tensor: torch.Tensor) -> np.ndarray:
    """Turn a tensor into an array with memory of its own.

    A later change of the array does not reach the tensor. Do not change the tensor: if it required grad, it still does.

    Args:
        tensor: Any shape, on the CPU, of a dtype that NumPy has too (bool, an integer dtype, float16, float32,
            float64). It may require grad, and it need not be contiguous.

    Returns:
        An array with the tensor's shape, values and dtype.

    Example:
        >>> weights = torch.tensor([1.0, 2.0], requires_grad=True)
        >>> to_numpy(weights)
        array([1., 2.], dtype=float32)
        >>> weights.requires_grad
        True
    """
    raise NotImplementedError


def safe_roundtrip(array: np.ndarray) -> np.ndarray:
    """Centre the columns of an array with PyTorch, and come back to NumPy.

    Subtract from each element the mean of its column. Do not change the caller's array, and lose nothing on the way:
    compute float64 in float64.

    Args:
        array: Shape (N, D), float32 or float64, N and D at least 1. It may be transposed, but not reversed.

    Returns:
        A new array of shape (N, D) with the dtype of ``array``. Its columns have mean 0; for N = 1 it is all 0.

    Example:
        >>> safe_roundtrip(np.array([[1.0, 10.0], [3.0, 30.0]]))
        array([[ -1., -10.],
               [  1.,  10.]])
    """
    raise NotImplementedError
