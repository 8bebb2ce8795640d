"""Keeping the signal alive: first weights of the right size, and dropout, which thins a signal out and keeps its mean.

A signal that each layer makes a little smaller is gone after thirty layers, and so is the gradient on its way back.
"""

import math
from collections.abc import Callable

import torch
from torch import nn


def xavier_uniform(weight: torch.Tensor, gain: float = 1.0) -> None:
    """Fill the weight of a linear layer with Xavier's uniform numbers, in place.

    The numbers are uniform between ``-a`` and ``a``, where ``a = gain * sqrt(6 / (fan_in + fan_out))``. They come from
    PyTorch's global random numbers, and are new at each call.

    Args:
        weight: Shape (fan_out, fan_in), float32. It may be a parameter, so a leaf that requires a gradient; then it
            still is one afterwards. The same memory holds the new numbers: a view of it shows them, too.
        gain: A positive number.

    Not allowed: the ``xavier_`` and ``kaiming_`` functions of ``torch.nn.init``.

    Example:
        >>> weight = nn.Parameter(torch.zeros(200, 400))
        >>> xavier_uniform(weight)
        >>> weight.abs().max() <= 0.1, weight.std() > 0.05
        (tensor(True), tensor(True))
    """
    raise NotImplementedError


def kaiming_normal(fan_out: int, fan_in: int, generator: torch.Generator) -> torch.Tensor:
    """Draw the weight of a linear layer that a ReLU follows, by Kaiming's recipe.

    The numbers are normal, with mean 0 and standard deviation sqrt(2 / fan_in), and all of them come out of the
    generator. It moves on with each call, so the next weight is another one. PyTorch's global random state stays as it
    was.

    Args:
        fan_out: How many outputs the layer has, at least 1.
        fan_in: How many inputs it has, at least 1.
        generator: Where the random numbers come from, on the CPU. Do not seed it: the caller has.

    Returns:
        Shape (fan_out, fan_in), float32, on the CPU.

    Not allowed: the ``xavier_`` and ``kaiming_`` functions of ``torch.nn.init``.

    Example:
        >>> weight = kaiming_normal(300, 200, torch.Generator().manual_seed(0))
        >>> weight.shape, round(weight.std().item(), 2)
        (torch.Size([300, 200]), 0.1)
    """
    raise NotImplementedError


def layer_variances(
    x: torch.Tensor, weights: list[torch.Tensor], activation: Callable[[torch.Tensor], torch.Tensor]
) -> torch.Tensor:
    """Return the variance of the signal in each layer of a deep network without biases.

    Each layer computes ``z = h @ weight.T`` and passes ``activation(z)`` on as the next layer's ``h``; the first
    ``h`` is ``x``. Note the variance of ``z``, before the activation: the mean, over all its elements, of the squared
    distance from the mean of all its elements.

    Args:
        x: Shape (N, D), floating dtype, N * D at least 1.
        weights: One weight for each of the L layers, L at least 1. Each has shape (outputs, inputs) and the dtype of
            ``x``; the first takes D inputs, and each of the others what the layer before it gives.
        activation: Works element by element, for example ``torch.relu`` or ``torch.tanh``.

    Returns:
        Shape (L,), the dtype and the device of ``x``.

    Example:
        >>> x = torch.tensor([[1.0, -1.0]])
        >>> layer_variances(x, [torch.tensor([[2.0, 0.0], [0.0, 2.0]]), torch.eye(2)], torch.relu)
        tensor([4., 1.])
    """
    raise NotImplementedError


def initialise(model: nn.Module) -> None:
    """Give every linear layer of a model its first weights: Kaiming's normal numbers, and biases of 0.

    Each weight, of shape (fan_out, fan_in), gets normal numbers of mean 0 and standard deviation sqrt(2 / fan_in) out
    of PyTorch's global random numbers. All layers get different numbers, and each call draws new ones.

    Args:
        model: Any module. Its ``nn.Linear`` layers may be anywhere in it, also inside of modules inside of modules,
            and the model may be such a layer itself. Some may have no bias. All its other parameters stay as they
            are: those of other kinds of layers, and the model's own.

    Afterwards the model has the same parameter objects as before, so an optimizer that knows them still fits. A
    parameter that required a gradient does so still, and one that is frozen (``requires_grad=False``) stays frozen.

    Example:
        >>> model = nn.Sequential(nn.Linear(200, 300), nn.ReLU(), nn.Linear(300, 1))
        >>> initialise(model)
        >>> round(model[0].weight.std().item(), 2), model[2].bias.tolist()
        (0.1, [0.0])
    """
    raise NotImplementedError


class Dropout(nn.Module):
    """Set a random part of a signal to 0 in training, and make up for it (inverted dropout).

    In training mode each element of the input is dropped, that is set to 0, with probability ``p``, whatever happens
    to the others. Those that stay are multiplied by ``1 / (1 - p)``, so the mean of the signal stays what it was. In
    evaluation mode the output equals the input. ``module.train()`` and ``module.eval()`` say which mode it is, and
    ``torch.no_grad()`` has no say in it.

    Each call draws a new mask out of PyTorch's global random numbers, so ``torch.manual_seed`` makes a run
    repeatable. The input is left as it was, and gradients flow back through the elements that stay. ``p = 0`` drops
    nothing; ``p = 1`` drops everything, which gives zeros and no NaN.

    Not allowed: PyTorch's own dropout functions and modules.

    Example:
        >>> dropout = Dropout(p=0.5)
        >>> sorted(set(dropout(torch.ones(1000)).tolist()))
        [0.0, 2.0]
        >>> dropout.eval()(torch.ones(3))
        tensor([1., 1., 1.])
    """

    def __init__(self, p: float = 0.5) -> None:
        """Keep the probability.

        Args:
            p: The probability that an element is dropped, from 0 to 1.
        """
        super().__init__()
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the signal with a random part of it dropped, or as it is in evaluation mode.

        Args:
            x: Any shape, floating dtype.

        Returns:
            The shape, the dtype and the device of ``x``.
        """
        raise NotImplementedError
