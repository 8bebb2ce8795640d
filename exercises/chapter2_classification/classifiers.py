"""Networks that classify: why a bend is needed, how to build a network with bends, and how to train it.

The last two tasks are whole programs of yours: how you build and train the network there is up to you.
"""

from collections.abc import Iterable

import torch
from torch import nn
from torch.nn import functional


def collapse_linear(layers: list[tuple[torch.Tensor, torch.Tensor]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Turn a stack of linear layers without anything between them into one linear layer.

    Each layer maps ``x`` to ``x @ weight.T + bias``, as ``nn.Linear`` does, and hands its output on to the next.
    However many there are, the whole stack does no more than a single layer could.

    Args:
        layers: L pairs ``(weight, bias)``, the first layer first, L at least 1: shapes (O, I) and (O,), floating dtype,
            where O is the I of the next layer. They are left as they were.

    Returns:
        ``(weight, bias)`` of the one layer that gives the same output for every ``x``: shapes (O of the last layer, I
        of the first layer) and (O of the last layer,), the dtype and the device of the layers. Gradients flow back to
        all weights and biases.

    Example:
        >>> first = (torch.tensor([[2.0]]), torch.tensor([1.0]))
        >>> second = (torch.tensor([[3.0]]), torch.tensor([4.0]))
        >>> collapse_linear([first, second])
        (tensor([[6.]]), tensor([7.]))
    """
    raise NotImplementedError


def radial_features(x: torch.Tensor) -> torch.Tensor:
    """Give a linear model the features with which it can draw circles and ellipses.

    Args:
        x: Shape (N, 2), floating dtype. It is left as it was.

    Returns:
        Shape (N, 5), the dtype and the device of ``x``: the columns are ``x1``, ``x2``, ``x1 ** 2``, ``x2 ** 2`` and
        ``x1 * x2``, in this order, where ``x1`` and ``x2`` are the columns of ``x``. Gradients flow back to ``x``.

    Example:
        >>> radial_features(torch.tensor([[2.0, 3.0], [-1.0, 5.0]]))
        tensor([[ 2.,  3.,  4.,  9.,  6.],
                [-1.,  5.,  1., 25., -5.]])
    """
    raise NotImplementedError


class Mlp(nn.Module):
    """A multi-layer perceptron: linear layers with a ReLU after each one but the last.

    The layers may have any names. Its parameters are one weight and one bias for each linear layer, of the shapes that
    ``nn.Linear`` gives them, and nothing else.

    Args:
        num_inputs: D, the number of features.
        hidden_sizes: The sizes of the hidden layers, the first one first. The list may be empty: then the network is a
            single linear layer.
        num_outputs: K, the number of scores.

    The weights start at random: no two units of a layer are alike, and the scores start small, as with PyTorch's own
    initialisation.

    Example:
        >>> model = Mlp(4, [8, 6], 3)
        >>> model(torch.zeros(5, 4)).shape
        torch.Size([5, 3])
        >>> sorted(tuple(parameter.shape) for parameter in model.parameters())
        [(3,), (3, 6), (6,), (6, 8), (8,), (8, 4)]
    """

    def __init__(self, num_inputs: int, hidden_sizes: list[int], num_outputs: int) -> None:
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the scores (logits) of each row of ``x``: shape (N, D), floating dtype, becomes shape (N, K).

        The scores are raw: any number, negative or positive, as cross-entropy expects them. They are the same in
        training and in evaluation mode.
        """
        raise NotImplementedError


def train_classifier_epoch(
    model: nn.Module, batches: Iterable[tuple[torch.Tensor, torch.Tensor]], optimizer: torch.optim.Optimizer
) -> tuple[float, float]:
    """Train a classifier for one epoch: one step of the optimizer on the cross-entropy of each batch.

    Each step starts from fresh gradients, and the model is in training mode, whatever it was before.

    Args:
        model: Maps inputs of shape (B, D) to logits of shape (B, K). It is trained in place.
        batches: Gives pairs ``(x, y)``, shape (B, D), floating dtype, and shape (B,), int64, on the model's device. B
            may differ from batch to batch. There is at least one batch, you can go through them only once, and they may
            have no ``len``.
        optimizer: Holds the model's parameters. A parameter may have an old gradient from somewhere else.

    Returns:
        ``(loss, accuracy)``, two Python floats, both over all the samples of the epoch, so that each sample counts the
        same, however large its batch was: the mean cross-entropy, and the share of samples whose largest logit is the
        one of their class. Both come from the logits that the training steps were taken with. What you add up must hold
        no graph, or all batches stay in memory until the end.

    Example:
        >>> model = Mlp(1, [], 2)
        >>> with torch.no_grad():
        ...     for parameter in model.parameters():
        ...         _ = parameter.zero_()
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
        >>> first = (torch.tensor([[2.0], [-2.0]]), torch.tensor([0, 1]))
        >>> second = (torch.tensor([[3.0]]), torch.tensor([1]))
        >>> loss, accuracy = train_classifier_epoch(model, [first, second], optimizer)
        >>> print(f"loss {loss:.3f}, accuracy {accuracy:.3f}")
        loss 2.463, accuracy 0.333
    """
    raise NotImplementedError


def overfit_batch(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    x: torch.Tensor,
    y: torch.Tensor,
    bound: float,
    max_steps: int,
) -> tuple[int, float]:
    """Check that a model can learn at all: train it on one batch until it knows it by heart.

    Before every step look at the cross-entropy of the batch, and stop as soon as it is below ``bound``. A model that
    does not get there is stopped after ``max_steps`` steps, and what it reached is reported as it is. Each step is
    taken from fresh gradients, with the model in training mode.

    Args:
        model: Maps ``x`` to logits of shape (B, K). It is trained in place.
        optimizer: Holds the model's parameters. A parameter may have an old gradient from somewhere else.
        x: Shape (B, D), floating dtype.
        y: Shape (B,), int64.
        bound: What the loss must fall below.
        max_steps: The largest number of steps, at least 0.

    Returns:
        ``(steps, loss)``, an int and a float: how many steps were taken, from 0 to ``max_steps``, and the cross-entropy
        of the batch *after* the last of them, with the weights as they are now.

    Example:
        >>> model = Mlp(1, [], 2)
        >>> with torch.no_grad():
        ...     for parameter in model.parameters():
        ...         _ = parameter.zero_()
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
        >>> x, y = torch.tensor([[1.0], [-1.0]]), torch.tensor([0, 1])
        >>> steps, loss = overfit_batch(model, optimizer, x, y, bound=0.1, max_steps=100)
        >>> print(f"{steps} steps, loss {loss:.2f}")
        5 steps, loss 0.09
    """
    raise NotImplementedError


def fit_moons(x_train: torch.Tensor, y_train: torch.Tensor, x_test: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Train a network with a single logit on two classes, and use it.

    The classes are two moons that reach into each other, with some noise: no straight line parts them. Which network,
    optimizer and learning rate you take is up to you. It must be right for almost all points after at most about a
    second of training; a few hundred steps on all points at once are plenty.

    Args:
        x_train: Shape (N, 2), float32, N of about 200. The coordinates are between -3 and 3.
        y_train: Shape (N,), int64, 0 or 1.
        x_test: Shape (M, 2), float32, M at least 1: points to classify, anywhere.

    Returns:
        ``(labels, probabilities)``, on the device of the inputs: shape (M,), int64, and shape (M,), float32. The
        probability is the one of class 1, the sigmoid of the logit; the label is 1 where it is above 0.5, else 0. Equal
        points get equal answers, whatever other points are asked for. The inputs are left as they were.

    Example:
        >>> x = torch.tensor([[0.0, 1.0], [1.0, -0.5], [-1.0, 0.0], [2.0, 0.5]])
        >>> labels, probabilities = fit_moons(x, torch.tensor([0, 1, 0, 1]), x)
        >>> labels
        tensor([0, 1, 0, 1])
        >>> probabilities.shape
        torch.Size([4])
    """
    raise NotImplementedError


def fit_spirals(x_train: torch.Tensor, y_train: torch.Tensor, x_test: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Train a network on the arms of a spiral, one class each, and return the classes of new points.

    The arms wind around each other, with some noise. Which network, optimizer and learning rate you take is up to you.
    It must be right for almost all points after at most about a second of training; a few hundred steps on all points
    at once are plenty. It is tried with three arms, and with other numbers of classes that lie in lumps far apart.

    Args:
        x_train: Shape (N, 2), float32, N of about 300. The coordinates are between -2 and 2.
        y_train: Shape (N,), int64, from 0 to K - 1.
        x_test: Shape (M, 2), float32, M at least 1.
        num_classes: K, at least 2.

    Returns:
        Shape (M,), int64, on the device of the inputs: the class with the largest score. Equal points get equal
        classes. The inputs are left as they were.

    Example:
        >>> x = torch.tensor([[0.0, 1.0], [1.0, 0.0], [-1.0, -1.0]])
        >>> fit_spirals(x, torch.tensor([0, 1, 2]), x, num_classes=3)
        tensor([0, 1, 2])
    """
    raise NotImplementedError
