"""Devices: write code that follows its input.

A tensor lies on a device: in the memory of the CPU, or in that of an accelerator such as a GPU. Tensors that meet in an
operation have to lie on the same one. Code that makes its tensors where its input is runs everywhere, without a change.
"""

from typing import Any

import torch


def add_positions(x: torch.Tensor) -> torch.Tensor:
    """Add to each element of a batch of sequences the number of its time step.

    Args:
        x: Shape (B, T, D), floating dtype, on any device. It is left as it was.

    Returns:
        Shape (B, T, D), the dtype of ``x``, on the device of ``x``: entry ``[b, t, d]`` is ``x[b, t, d] + t``, where t
        counts from 0. Gradients flow back to ``x``.

    Not allowed: copying ``x`` or the result to another device, not even for a moment.

    Example:
        >>> add_positions(torch.tensor([[[0.5, 1.0], [0.5, 1.0], [0.5, 1.0]]]))
        tensor([[[0.5000, 1.0000],
                 [1.5000, 2.0000],
                 [2.5000, 3.0000]]])
    """
    # begin solution
    positions = torch.arange(x.shape[1], dtype=x.dtype, device=x.device)
    return x + positions[:, None]
    # end solution


def coordinate_grid(height: int, width: int, device: torch.device | None = None) -> torch.Tensor:
    """Return the row and the column of each pixel of a picture.

    There is no tensor to follow here, so the caller says where the result is to be.

    Args:
        height: The number of rows H, at least 1.
        width: The number of columns W, at least 1.
        device: Where the result is made. ``None`` means PyTorch's default device: the CPU, unless somebody changed it,
            and also on a machine that has an accelerator.

    Returns:
        Shape (H, W, 2), float32, on that device: entry ``[i, j]`` is ``(i, j)``, row first, both counted from 0.

    Example:
        >>> coordinate_grid(2, 3).tolist()
        [[[0.0, 0.0], [0.0, 1.0], [0.0, 2.0]], [[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]]]
    """
    # begin solution
    rows = torch.arange(height, dtype=torch.float32, device=device)
    columns = torch.arange(width, dtype=torch.float32, device=device)
    return torch.stack(torch.meshgrid(rows, columns, indexing="ij"), dim=-1)
    # end solution


def move_batch(batch: Any, device: torch.device) -> Any:
    """Move all tensors of a batch to a device, however deep they are nested.

    Args:
        batch: A tensor, or a dict, list or tuple (none of a subclass) of batches, or anything else. It is left as it was,
            with all that is in it.
        device: Where the tensors go.

    Returns:
        A tensor for a tensor, a dict with the same keys for a dict, a list for a list, a tuple for a tuple, each with its
        contents moved. What is none of these (a number, a text, ``None``) comes back as it is. Gradients flow back to the
        tensors that were moved, and a tensor that is on ``device`` already makes no detour.

    Example:
        >>> move_batch({"x": torch.tensor([1, 2]), "names": ["a", "b"]}, torch.device("cpu"))
        {'x': tensor([1, 2]), 'names': ['a', 'b']}
    """
    # begin solution
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: move_batch(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)(move_batch(value, device) for value in batch)
    return batch
    # end solution


def pick_device(preferred: str | torch.device | None = None) -> torch.device:
    """Return the device that a program should use.

    Ask ``torch.accelerator``, which knows every kind of accelerator, and not ``torch.cuda`` or another single kind. A
    PyTorch that was *built* for an accelerator is not enough: the machine has to have one.

    Args:
        preferred: A device or its name, such as ``"cuda:1"``, or ``None``.

    Returns:
        ``preferred`` as a ``torch.device``, if it is given, without asking whether there is such a device; otherwise the
        current accelerator, if one is available; otherwise the CPU.

    Example:
        >>> pick_device("cpu")
        device(type='cpu')
    """
    # begin solution
    if preferred is not None:
        return torch.device(preferred)
    return torch.accelerator.current_accelerator(check_available=True) or torch.device("cpu")
    # end solution


def masked_softmax(scores: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """Return the softmax of each row over its first elements; the others are padding and get 0.

    Args:
        scores: Shape (B, T), floating dtype, on any device. It is left as it was.
        lengths: Shape (B,), int64, on the device of ``scores``: in row b the first ``lengths[b]`` elements count, from 0
            to T of them.

    Returns:
        Shape (B, T), the dtype of ``scores``, on the device of ``scores``. The elements that count are positive or 0 and
        sum to 1, also where scores are very large; all others are exactly 0. A row of length 0 is all 0. Gradients flow
        back to ``scores``.

    Not allowed: copying a tensor to another device and back. ``torch.softmax`` is fine.

    Example:
        >>> masked_softmax(torch.tensor([[1.0, 1.0, 5.0], [2.0, 2.0, 2.0]]), torch.tensor([2, 1]))
        tensor([[0.5000, 0.5000, 0.0000],
                [1.0000, 0.0000, 0.0000]])
    """
    # begin solution
    places = torch.arange(scores.shape[1], device=scores.device)
    padding = places >= lengths[:, None]
    return scores.masked_fill(padding, -torch.inf).softmax(dim=1).masked_fill(padding, 0)
    # end solution
