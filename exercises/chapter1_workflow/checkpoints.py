"""Saving, loading and resuming: what has to be kept so that a training run can go on tomorrow as if nothing had happened.

A run is more than the weights of its model: the optimizer remembers, too, and random numbers are drawn.
"""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn


def save_checkpoint(path: str | Path, model: nn.Module, optimizer: torch.optim.Optimizer, epoch: int) -> None:
    """Write all that training needs to go on later into one file.

    Args:
        path: The file, in a folder that is there. If the file exists, it is replaced.
        model: Any model, on any device. It is left as it was: its weights, its mode, its device.
        optimizer: The optimizer that trains it.
        epoch: How many epochs are finished.

    Returns:
        None. Afterwards the file holds a dict with three keys: ``"model"`` and ``"optimizer"`` with the ``state_dict()`` of
        each, and ``"epoch"`` with the number as it is. ``torch.load(path, weights_only=True)`` reads it, so it holds tensors
        and plain values, and no objects of other classes.

    Example:
        >>> import tempfile
        >>> model = nn.Linear(2, 1)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     save_checkpoint(Path(folder) / "run.pt", model, optimizer, epoch=3)
        ...     checkpoint = torch.load(Path(folder) / "run.pt", weights_only=True)
        >>> sorted(checkpoint), checkpoint["epoch"], sorted(checkpoint["model"])
        (['epoch', 'model', 'optimizer'], 3, ['bias', 'weight'])
    """
    raise NotImplementedError


def load_checkpoint(path: str | Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    """Read a checkpoint, so that training goes on exactly as if it had never been interrupted.

    The checkpoint may have been written on another machine, with a device that is not here: ask ``torch.load`` to put its
    tensors somewhere that is. And it may come from somebody else: read it with ``weights_only=True``, so that nothing in it
    can run.

    Args:
        path: A file with the three keys that ``save_checkpoint`` writes.
        model: A model of the same architecture. Its parameters and buffers get the saved values, in the tensors that they
            have: an optimizer that was made for them still trains them. Its mode and its device stay.
        optimizer: An optimizer of the same kind for this model. It gets the saved state, the learning rate included.

    Returns:
        The number of finished epochs that was saved, an int.

    Raises:
        pickle.UnpicklingError: The file holds something other than tensors and plain values; ``torch.load`` raises it.
        RuntimeError: The checkpoint is one of another architecture; ``load_state_dict`` raises it.

    Example:
        >>> import tempfile
        >>> model, other = nn.Linear(2, 1), nn.Linear(2, 1)
        >>> optimizers = [torch.optim.SGD(one.parameters(), lr=0.1) for one in (model, other)]
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     save_checkpoint(Path(folder) / "run.pt", model, optimizers[0], epoch=3)
        ...     load_checkpoint(Path(folder) / "run.pt", other, optimizers[1])
        3
        >>> torch.equal(other.weight, model.weight)
        True
    """
    raise NotImplementedError


def load_backbone(model: nn.Module, state_dict: dict[str, torch.Tensor]) -> list[str]:
    """Load those weights of another model that fit, and tell which parts of the model got none.

    An entry *fits* if the model's own ``state_dict()`` has one of the same name and the same shape. So a new model can start
    from the layers of a trained one, although its last layer is another.

    Args:
        model: Its parameters and buffers that fit get the values of the entries, in the tensors that they have, converted to
            their dtype and moved to their device. All others stay as they are.
        state_dict: Names and tensors, on any device, of any dtype. It is left as it was, and shares no memory with the
            model afterwards.

    Returns:
        The names of the model's own parameters and buffers that got no values, sorted.

    Raises:
        ValueError: No entry fits. The model is left as it was.

    Example:
        >>> trained = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 10))
        >>> model = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2))
        >>> load_backbone(model, trained.state_dict())
        ['2.bias', '2.weight']
        >>> torch.equal(model[0].weight, trained[0].weight)
        True
    """
    raise NotImplementedError


def seeded_run(function: Callable[[], Any], seed: int, times: int = 1) -> list[Any]:
    """Call a function with random numbers that can be repeated, and leave everybody else's random numbers alone.

    Three global generators are seeded with ``seed``, *once*, before the first call: that of ``torch`` (with
    ``torch.manual_seed``), that of NumPy (with ``np.random.seed``) and that of Python's module ``random``. Calls after the
    first go on drawing where the one before stopped.

    Args:
        function: Takes nothing. It may draw from any of the three, and it may raise.
        seed: From 0 to 2**32 - 1.
        times: How often to call it, at least 0.

    Returns:
        What the calls returned, in order. Afterwards each of the three generators (torch's for the CPU) goes on as if
        ``seeded_run`` had never been called, also where the function raised. What it raised is raised.

    Example:
        >>> first = seeded_run(lambda: torch.rand(()).item(), seed=0, times=2)
        >>> again = seeded_run(lambda: torch.rand(()).item(), seed=0, times=2)
        >>> first == again, first[0] == first[1]
        (True, False)
    """
    raise NotImplementedError
