"""Models are modules: a model holds numbers that can be learned, and knows where they are.

``nn.Module`` finds what is assigned to ``self``, if it is an ``nn.Parameter``, a registered buffer or another module.
Only what it finds is trained, moved by ``.to()`` and saved in the ``state_dict``.
"""

from itertools import pairwise

import torch
from torch import nn


class Line(nn.Module):
    """A straight line, ``y = weight * x + bias``, whose slope and height can be learned.

    Each line has two parameters of its own, ``weight`` and ``bias``. Both are an ``nn.Parameter`` of shape (1,), so that
    ``parameters()`` finds them and an optimizer can move them. They may start at any numbers, such as those of
    ``torch.randn``.

    Example:
        >>> line = Line()
        >>> sorted(name for name, parameter in line.named_parameters())
        ['bias', 'weight']
        >>> line(torch.zeros(5, 1)).shape
        torch.Size([5, 1])
        >>> Line(torch.float64).weight.dtype
        torch.float64
    """

    def __init__(self, dtype: torch.dtype = torch.float32) -> None:
        """Make the two parameters.

        Args:
            dtype: Their floating dtype.
        """
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the height of the line at each ``x``.

        Args:
            x: Any shape, such as (N, 1) or (N,), with the dtype and on the device of the parameters.

        Returns:
            A tensor like ``x``: the same shape, dtype and device.
        """
        raise NotImplementedError


class Stack(nn.Module):
    """A stack of linear layers: the simplest neural network.

    The first layer goes from ``sizes[0]`` features to ``sizes[1]``, the next one from there to ``sizes[2]``, and so on.
    A ReLU stands between two layers, but not before the first one and not after the last one.

    Each layer has its own weight and bias, shaped like those of ``nn.Linear``, and ``parameters()`` finds them all. How
    you call the layers is up to you.

    Example:
        >>> model = Stack([3, 8, 2])
        >>> model(torch.zeros(5, 3)).shape
        torch.Size([5, 2])
        >>> sorted(tuple(parameter.shape) for parameter in model.parameters())
        [(2,), (2, 8), (8,), (8, 3)]
    """

    def __init__(self, sizes: list[int]) -> None:
        """Make the layers.

        Args:
            sizes: The numbers of features, from D0 of the input to DL of the output. Two sizes make one layer.
        """
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Send a batch through all layers.

        Args:
            x: Shape (B, D0), with the dtype and on the device of the parameters.

        Returns:
            Shape (B, DL), with the dtype and on the device of ``x``.
        """
        raise NotImplementedError


class Standardiser(nn.Module):
    """A layer that standardises with fixed statistics: ``(x - mean) / std``.

    The statistics come from the training data. They belong to the model, so they are saved, loaded and moved with it,
    but no optimizer trains them: that makes them buffers. Call them ``mean`` and ``std``. The ``state_dict`` holds these
    two and nothing else, and there are no parameters.

    Example:
        >>> layer = Standardiser(torch.tensor([1.0, 10.0]), torch.tensor([2.0, 5.0]))
        >>> layer(torch.tensor([[5.0, 0.0]]))
        tensor([[ 2., -2.]])
        >>> sorted(layer.state_dict()), len(list(layer.parameters()))
        (['mean', 'std'], 0)
    """

    def __init__(self, mean: torch.Tensor, std: torch.Tensor) -> None:
        """Keep copies of the statistics, so that later changes to your tensors and to the caller's do not mix.

        Args:
            mean: Shape (D,), floating dtype: the mean of each feature.
            std: Shape (D,), dtype and device of ``mean``: the standard deviation of each feature, positive.
        """
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Standardise a batch.

        Args:
            x: Shape (B, D), with the dtype and on the device of the buffers. It stays as it was.

        Returns:
            Shape (B, D), with the dtype and on the device of ``x``.
        """
        raise NotImplementedError


def count_parameters(model: nn.Module) -> tuple[int, int]:
    """Count the numbers in a model's parameters: all of them, and those that training changes.

    Each element of each parameter counts, also in modules inside modules. A parameter that is used in several places
    counts once. Buffers are no parameters.

    Args:
        model: Any module.

    Returns:
        A tuple of two ints, ``(total, trainable)``. Trainable are the elements of parameters that require a gradient.

    Example:
        >>> model = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
        >>> model[0].weight.requires_grad = False
        >>> count_parameters(model)
        (26, 14)
    """
    raise NotImplementedError


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    """Give ``target`` the values of all parameters and buffers of ``source``.

    Values go by the names in the two ``state_dict``s, whose order may differ. Afterwards the modules share no memory: a
    later change to one does not show in the other. The parameters of ``target`` are still the same objects, so that an
    optimizer that holds them can go on.

    Args:
        source: A module. It stays as it was.
        target: Another one, on the device of ``source``. It is changed.

    Raises:
        RuntimeError: The two have different names, or different shapes under a name.

    Example:
        >>> source, target = nn.Linear(2, 1), nn.Linear(2, 1)
        >>> copy_weights(source, target)
        >>> torch.equal(source.weight, target.weight)
        True
    """
    raise NotImplementedError
