"""Models are modules: a model holds numbers that can be learned, and knows where they are.

``nn.Module`` finds what is assigned to ``self``, if it is an ``nn.Parameter``, a registered buffer or another module.
Only what it finds is trained, moved by ``.to()`` and saved in the ``state_dict``.
"""

from itertools import pairwise

import torch
from torch import nn


class Line(nn.Module):
    """A straight line, ``y = weight * x + bias``, whose slope and height can be learned.

    It has exactly two parameters, ``weight`` and ``bias``: each an ``nn.Parameter`` of shape (1,). ``parameters()``
    finds them, gradients reach them, an optimizer can move them, and each line has its own. With which numbers they
    start is up to you; ``torch.randn`` is a good choice.

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
        # begin solution
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1, dtype=dtype))
        self.bias = nn.Parameter(torch.randn(1, dtype=dtype))
        # end solution

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the height of the line at each ``x``.

        Args:
            x: Any shape with at least one dimension, the dtype and device of the parameters.

        Returns:
            The shape, dtype and device of ``x``.
        """
        # begin solution
        return self.weight * x + self.bias
        # end solution


class Stack(nn.Module):
    """A stack of linear layers: the simplest neural network.

    The first layer takes what has ``sizes[0]`` features and makes ``sizes[1]`` of them, the next one goes on from there
    to ``sizes[2]``, and so on. Between two layers stands a ReLU; before the first layer and after the last one stands
    none.

    Each layer has a weight and a bias of its own, shaped like those of ``nn.Linear``, and there are no other
    parameters. ``parameters()`` finds all of them. What you call the layers, and whether you use ``nn.Linear``, is up
    to you.

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
            sizes: The numbers of features D0, D1, ..., DL: L + 1 of them for L layers, L at least 1.
        """
        # begin solution
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(size_in, size_out) for size_in, size_out in pairwise(sizes))
        # end solution

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Send a batch through all layers.

        Args:
            x: Shape (B, D0), the dtype and device of the parameters.

        Returns:
            Shape (B, DL), the dtype and device of ``x``.
        """
        # begin solution
        for layer in self.layers[:-1]:
            x = layer(x).relu()
        return self.layers[-1](x)
        # end solution


class Standardiser(nn.Module):
    """A layer that standardises with fixed statistics: ``(x - mean) / std``.

    The statistics were measured on training data. They belong to the model, so they are saved and moved with it, but
    nobody trains them: they are buffers named ``mean`` and ``std``. Both are in the ``state_dict``, with nothing else;
    ``load_state_dict`` replaces them; ``.to()`` moves and converts them; and the module has no parameters.

    Example:
        >>> layer = Standardiser(torch.tensor([1.0, 10.0]), torch.tensor([2.0, 5.0]))
        >>> layer(torch.tensor([[5.0, 0.0]]))
        tensor([[ 2., -2.]])
        >>> sorted(layer.state_dict()), len(list(layer.parameters()))
        (['mean', 'std'], 0)
    """

    def __init__(self, mean: torch.Tensor, std: torch.Tensor) -> None:
        """Keep copies of the statistics: whatever becomes of the module, the caller's tensors stay as they were.

        Args:
            mean: Shape (D,), floating dtype: the mean of each feature.
            std: Shape (D,), the dtype and device of ``mean``, positive: the standard deviation of each feature.
        """
        # begin solution
        super().__init__()
        self.register_buffer("mean", mean.clone())
        self.register_buffer("std", std.clone())
        # end solution

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Standardise a batch.

        Args:
            x: Shape (B, D), the dtype and device of the buffers. It is left as it was.

        Returns:
            Shape (B, D), the dtype and device of ``x``. Gradients flow back to ``x``.
        """
        # begin solution
        return (x - self.mean) / self.std
        # end solution


def count_parameters(model: nn.Module) -> tuple[int, int]:
    """Count the numbers that a model consists of, and those of them that training changes.

    What counts is each element of each parameter, also of modules inside modules. A parameter that is used in several
    places is still one, and counts once. Buffers are no parameters.

    Args:
        model: Any module, on any device. It is left as it was.

    Returns:
        A tuple ``(total, trainable)`` of two ints; trainable are the elements of parameters that require a gradient.

    Example:
        >>> model = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
        >>> model[0].weight.requires_grad = False
        >>> count_parameters(model)
        (26, 14)
    """
    # begin solution
    total = sum(parameter.numel() for parameter in model.parameters())
    trainable = sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
    return total, trainable
    # end solution


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    """Give ``target`` the values of all parameters and buffers of ``source``.

    Values go by name: what ``source.state_dict()`` holds under a name goes to what ``target.state_dict()`` has under
    the same name. The two may have been made in another order. Afterwards each has memory of its own: a later change of
    one does not show in the other. The parameters of ``target`` are still the same objects, so that an optimizer which
    holds them goes on training them. ``source`` stays as it was.

    Args:
        source: A module.
        target: Another one, on the device of ``source``. It is changed.

    Raises:
        RuntimeError: The names in the two state_dicts differ, or the shapes under a name do. (Whether a part is copied
            before that is up to you.)

    Example:
        >>> source, target = nn.Linear(2, 1), nn.Linear(2, 1)
        >>> copy_weights(source, target)
        >>> torch.equal(source.weight, target.weight)
        True
    """
    # begin solution
    target.load_state_dict(source.state_dict())
    # end solution
