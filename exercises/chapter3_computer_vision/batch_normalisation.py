"""Batch normalisation: two layers in one, and ``train()`` and ``eval()`` switch between them.

In training the batch itself says what is large and what is small. In evaluation, numbers say so that were gathered during
training. Letters: N = pictures, C = channels, H and W = height and width.
"""

import torch
from torch import nn


def batch_norm(
    x: torch.Tensor,
    running_mean: torch.Tensor,
    running_var: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor,
    training: bool,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> torch.Tensor:
    """Normalise each channel of a batch of pictures, scale it and shift it.

    In both modes the result is ``(x - mean) / sqrt(var + eps) * weight + bias``, with a mean, a variance, a weight and a
    bias for each channel. The modes differ in where mean and variance come from.

    In training they come from the batch: those of all N * H * W numbers of the channel. The variance is the *biased* one: the
    mean squared distance from the mean. Gradients flow through both. The running statistics are updated, too, *in place*: the
    tensors that were passed hold ``(1 - momentum) * old + momentum * new`` afterwards, where ``new`` is the batch's mean, and
    its *unbiased* variance (divided by N * H * W - 1). No gradient flows through these, so that they keep no graph in memory.

    In evaluation they are the running statistics, which stay as they are. In both modes gradients reach ``x``, ``weight`` and
    ``bias``.

    Args:
        x: Shape (N, C, H, W), floating dtype. In training N * H * W is at least 2. It is left as it was.
        running_mean: Shape (C,). It and the next three have the dtype and the device of ``x``.
        running_var: Shape (C,), not negative.
        weight: Shape (C,).
        bias: Shape (C,).
        training: ``True`` or ``False``: which mode.
        momentum: From 0 to 1, the share of the new statistics. (In optimizers momentum is the share of the old.)
        eps: Above 0, so that nobody divides by 0.

    Returns:
        The shape, the dtype and the device of ``x``.

    Not allowed: PyTorch's own batch, instance, layer and group normalisation, neither as functions nor as modules.

    Example:
        >>> x = torch.tensor([[[[1.0, 5.0]], [[0.0, 0.0]]]])
        >>> mean, var, weight, bias = torch.zeros(2), torch.ones(2), torch.tensor([1.0, 2.0]), torch.tensor([0.0, 3.0])
        >>> batch_norm(x, mean, var, weight, bias, training=True)
        tensor([[[[-1.0000,  1.0000]],
        <BLANKLINE>
                 [[ 3.0000,  3.0000]]]])
        >>> mean, var
        (tensor([0.3000, 0.0000]), tensor([1.7000, 0.9000]))
        >>> batch_norm(x, mean, var, weight, bias, training=False)[0, 0]
        tensor([[0.5369, 3.6047]])
    """
    raise NotImplementedError


class BatchNorm2d(nn.Module):
    """Batch normalisation as a layer that remembers: a ``batch_norm`` with parameters and buffers of its own.

    It has two parameters of shape (C,), a weight that starts from 1 and a bias that starts from 0, and no others. Its running
    mean, which starts from 0, and its running variance, which starts from 1, are kept in *buffers*: they are saved in the
    ``state_dict`` and move along with ``to(device)``, but nobody trains them. They keep no graph of earlier batches. All names
    are up to you.

    ``train()`` and ``eval()`` choose the mode: a module knows it as ``self.training``.

    You may use your own ``batch_norm``, or ``torch.nn.functional.batch_norm``. Not allowed: modules of ``torch.nn`` that
    normalise, such as ``nn.BatchNorm2d`` or ``nn.GroupNorm``, neither as a part of yours nor as its base class.

    Args:
        num_features: C, the number of channels.
        momentum: The share of the new statistics, as for ``batch_norm``.
        eps: As for ``batch_norm``.

    Example:
        >>> layer = BatchNorm2d(1)
        >>> x = torch.tensor([[[[1.0, 5.0]]]])
        >>> layer(x).detach()
        tensor([[[[-1.0000,  1.0000]]]])
        >>> layer.eval()(x).detach()  # running mean 0.3, running variance 0.9 * 1 + 0.1 * 8
        tensor([[[[0.5369, 3.6047]]]])
    """

    def __init__(self, num_features: int, momentum: float = 0.1, eps: float = 1e-5) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return ``batch_norm`` of ``x``, shape (N, C, H, W), in the mode that the module is in."""
        raise NotImplementedError


def fold_batch_norm(
    weight: torch.Tensor,
    bias: torch.Tensor | None,
    running_mean: torch.Tensor,
    running_var: torch.Tensor,
    bn_weight: torch.Tensor,
    bn_bias: torch.Tensor,
    eps: float = 1e-5,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Melt a convolution and the batch norm behind it into one convolution.

    In evaluation mode a batch norm multiplies each channel by a number and adds another one. A convolution with other weights
    does the same on its own, so a trained network can do without the batch norm.

    Args:
        weight: The convolution's, shape (O, I, KH, KW), floating dtype: O output channels.
        bias: The convolution's, shape (O,), or ``None`` where it has none.
        running_mean: The batch norm's, shape (O,), like the next three. All have the dtype and the device of ``weight``.
        running_var: Not negative.
        bn_weight: The weight by which the batch norm scales.
        bn_bias: The bias by which it shifts.
        eps: What the batch norm adds to the variance, above 0.

    Returns:
        A tuple ``(new_weight, new_bias)`` of new tensors, shapes (O, I, KH, KW) and (O,), such that
        ``conv2d(x, new_weight, new_bias)`` is ``batch_norm(conv2d(x, weight, bias), ..., training=False)`` for every ``x``.
        They have the dtype and the device of ``weight``; gradients need not flow. All that was passed is left as it was.

    Example:
        >>> one = torch.ones(1)
        >>> new_weight, new_bias = fold_batch_norm(torch.ones(1, 1, 1, 2), 3 * one, one, 4 * one, 6 * one, 5 * one)
        >>> new_weight, new_bias
        (tensor([[[[3.0000, 3.0000]]]]), tensor([11.0000]))
    """
    raise NotImplementedError
