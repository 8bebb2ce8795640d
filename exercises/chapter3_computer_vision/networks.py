"""Convolutional networks.

Convolutions that look at small neighbourhoods, stacked, see larger and larger parts of a picture. You build a small VGG, the
residual block and a network of such blocks, and try the first test that every new network should pass: can it learn one batch
by heart?

N = pictures in a batch, C = channels of a picture, H and W = its height and width, K = classes.
"""

import torch
from torch import nn


class TinyVgg(nn.Module):
    """A small VGG: two blocks of convolutions, an average, and a linear layer.

    A block is made of five layers, in this order:

    1. a convolution of size 3 with padding 1 and a bias,
    2. ReLU,
    3. a second convolution of this kind,
    4. ReLU,
    5. max-pooling of size 2, which halves height and width, rounded down.

    All convolutions have ``hidden`` output channels; only the first one has ``in_channels`` input channels. After the two
    blocks each feature map is averaged over *all* its positions, which gives ``hidden`` numbers for a picture, whatever its
    size. A linear layer with a bias turns them into logits. There are no other layers, and no softmax at the end.

    Args:
        in_channels: C, the number of channels of a picture.
        hidden: The number of channels of each feature map.
        num_classes: K.

    Example:
        >>> model = TinyVgg(in_channels=1, hidden=10, num_classes=3)
        >>> model(torch.zeros(2, 1, 28, 28)).shape
        torch.Size([2, 3])
        >>> sum(p.numel() for p in model.parameters())
        2863
    """

    def __init__(self, in_channels: int, hidden: int, num_classes: int) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the logits, shape (N, K), of pictures ``x``, shape (N, C, H, W); H and W are at least 4."""
        raise NotImplementedError


class ResidualBlock(nn.Module):
    """Two convolutions that learn what to add to their input: ``relu(f(x) + shortcut(x))``.

    ``f`` is made of a convolution, batch norm, ReLU, a second convolution and a batch norm of its own. Both convolutions have
    size 3, padding 1, ``out_channels`` output channels and no bias. The first has the stride ``stride``, the second 1.

    Where ``stride`` is 1 and ``in_channels`` equals ``out_channels``, the shortcut is the input itself, without any parameter.
    Otherwise it is a convolution of size 1 with the stride ``stride`` and without bias, and a third batch norm after it.

    Every batch norm is an ``nn.BatchNorm2d`` as PyTorch makes it: with weight, bias and running statistics.

    Args:
        in_channels: The number of channels of the input.
        out_channels: The number of channels of the output.
        stride: The number of pixels from one position to the next, in both directions.

    Example:
        >>> block = ResidualBlock(8, 16, stride=2)
        >>> block(torch.ones(2, 8, 10, 7)).shape
        torch.Size([2, 16, 5, 4])
        >>> sum(p.numel() for p in ResidualBlock(8, 8).parameters())
        1184
    """

    def __init__(self, in_channels: int, out_channels: int, stride: int = 1) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the block's output for ``x``, shape (N, in_channels, H, W).

        Its shape is (N, out_channels, H', W'), where H' and W' are H and W divided by ``stride``, rounded up.
        """
        raise NotImplementedError


class SmallResNet(nn.Module):
    """A network of residual blocks, in stages.

    - The stem: a convolution of size 3 with padding 1, stride 1 and no bias, from ``in_channels`` to ``channels[0]`` channels;
      then batch norm and ReLU.
    - A stage for each number in ``channels``: ``blocks_per_stage`` blocks, each a ``ResidualBlock`` of its own, with that
      number of output channels. The first block of every stage *but the first stage* has stride 2. All other blocks have
      stride 1.
    - The head: the mean of each feature map over all its positions, then a linear layer with a bias, which gives the logits.

    Args:
        in_channels: C, the number of channels of a picture.
        channels: The number of channels in each stage; there is at least one stage.
        blocks_per_stage: At least 1.
        num_classes: K.

    Example:
        >>> model = SmallResNet(in_channels=3, channels=[4, 8, 16], blocks_per_stage=2, num_classes=10)
        >>> model(torch.ones(2, 3, 32, 32)).shape
        torch.Size([2, 10])
        >>> sum(p.numel() for p in model.parameters())
        11374
    """

    def __init__(self, in_channels: int, channels: list[int], blocks_per_stage: int, num_classes: int) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the logits, shape (N, K), of pictures ``x``, shape (N, C, H, W)."""
        raise NotImplementedError


def memorise_batch(
    model: nn.Module, images: torch.Tensor, labels: torch.Tensor, lr: float, target: float, max_steps: int
) -> list[float]:
    """Train a model on one batch again and again, until it knows the batch by heart.

    A network that cannot do this has a bug: in its layers, its loss, its labels or its training loop. Put the model into
    training mode once, and use ``torch.optim.SGD`` with the learning rate ``lr`` and its other settings as they are. Then each
    round goes like this:

    1. Compute the logits of the batch, and their mean cross-entropy with the labels.
    2. Append this loss to the list.
    3. If it is below ``target``, stop here, without a step.
    4. Otherwise take one step of the optimizer. Gradients that the parameters held before this round do not take part in it.

    End after ``max_steps`` rounds in any case. The model keeps what it has learned.

    Args:
        model: Takes ``images`` and returns logits, shape (N, K). It may be in either mode.
        images: Shape (N, C, H, W), floating dtype.
        labels: Shape (N,), int64.
        lr: The learning rate.
        target: The loss to come below.
        max_steps: The largest number of rounds, at least 1.

    Returns:
        The loss of each round, as Python floats: at least 1 and at most ``max_steps`` of them.

    Example:
        >>> model = nn.Sequential(nn.Flatten(), nn.Linear(4, 2))
        >>> _ = nn.init.zeros_(model[1].weight), nn.init.zeros_(model[1].bias)
        >>> images = torch.tensor([[[[1.0, 0.0], [0.0, 1.0]]], [[[0.0, 1.0], [1.0, 0.0]]]])
        >>> losses = memorise_batch(model, images, torch.tensor([0, 1]), lr=1.0, target=0.15, max_steps=50)
        >>> [round(loss, 3) for loss in losses]
        [0.693, 0.313, 0.195, 0.14]
    """
    raise NotImplementedError
