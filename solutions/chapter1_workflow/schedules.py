"""Schedules, clipping and accumulation: how large a step is, when, and over how many samples.

A training loop is rarely just ``backward`` and ``step``. These five functions are what usually stands around the two.
"""

import math
from collections.abc import Callable, Iterable

import torch


def step_lr(lr: float, epoch: int, step_size: int, gamma: float = 0.1) -> float:
    """Return the learning rate of an epoch, when it is multiplied by ``gamma`` after every ``step_size`` epochs.

    Args:
        lr: The learning rate of the first epochs.
        epoch: Counted from 0.
        step_size: After how many epochs the rate changes, at least 1: epochs ``0, ..., step_size - 1`` have the rate
            ``lr``, the next ``step_size`` epochs ``lr * gamma``, the next ``lr * gamma**2``, and so on.
        gamma: A positive number.

    Returns:
        A Python float. ``torch.optim.lr_scheduler.StepLR`` gives the same.

    Example:
        >>> [step_lr(1.0, epoch, step_size=2, gamma=0.5) for epoch in range(5)]
        [1.0, 1.0, 0.5, 0.5, 0.25]
    """
    # begin solution
    return lr * gamma ** (epoch // step_size)
    # end solution


def warmup_cosine(step: int, total: int, warmup: int, peak: float, floor: float = 0.0) -> float:
    """Return the learning rate of a step: a straight line up to ``peak``, then half a wave of a cosine down to ``floor``.

        peak * (step + 1) / warmup                                 while step < warmup
        floor + (peak - floor) * (1 + cos(pi * progress)) / 2      then, while step < total,
            where progress = (step - warmup) / (total - warmup)
        floor                                                      from step total on

    So no step has the rate 0 during the warm-up, and its last one has ``peak`` already.

    Args:
        step: Counted from 0; it may be ``total`` or more.
        total: How many steps there are.
        warmup: How many of them warm up, from 0 to ``total - 1``. With 0 the cosine starts at once.
        peak: The highest rate.
        floor: The lowest rate after the warm-up, at most ``peak``.

    Returns:
        A Python float.

    Example:
        >>> [round(warmup_cosine(step, total=8, warmup=4, peak=1.0), 4) for step in range(9)]
        [0.25, 0.5, 0.75, 1.0, 1.0, 0.8536, 0.5, 0.1464, 0.0]
    """
    # begin solution
    if step < warmup:
        return peak * (step + 1) / warmup
    progress = min((step - warmup) / (total - warmup), 1.0)
    return floor + (peak - floor) * (1 + math.cos(math.pi * progress)) / 2
    # end solution


def clip_gradients(params: Iterable[torch.Tensor], max_norm: float) -> torch.Tensor:
    """Scale the gradients of all parameters down together, so that their norm is at most ``max_norm``.

    The norm is the one of all gradients laid end to end in one long vector: the root of the sum of all their squares. If
    it is larger than ``max_norm``, every gradient is multiplied by the same number, ``max_norm / norm``, which keeps the
    direction of the step. If it is not, the gradients stay as they are.

    Args:
        params: The parameters, floating dtype, any shapes, all on one device. A list or any other iterable that can be
            gone through once, such as the generator ``model.parameters()``. Those whose ``.grad`` is None do not count.
        max_norm: A positive number.

    Returns:
        The norm before clipping: shape (), the gradients' dtype, on their device. It is 0 where no parameter has a
        gradient. A relative error of 1e-6 in norm and gradients is fine.

    Example:
        >>> w, b = torch.zeros(2, requires_grad=True), torch.zeros(1, requires_grad=True)
        >>> (torch.tensor([2.0, 3.0]) @ w + 6 * b).sum().backward()
        >>> clip_gradients([w, b], max_norm=3.5)
        tensor(7.)
        >>> w.grad, b.grad
        (tensor([1.0000, 1.5000]), tensor([3.]))
    """
    # begin solution
    grads = [param.grad for param in params if param.grad is not None]
    if not grads:
        return torch.tensor(0.0)
    norm = torch.stack([grad.square().sum() for grad in grads]).sum().sqrt()
    if norm > max_norm:
        for grad in grads:
            grad.mul_(max_norm / norm)
    return norm
    # end solution


def accumulated_step(
    model: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    batches: list[tuple[torch.Tensor, torch.Tensor]],
) -> float:
    """Take one optimizer step over a batch that is too large for memory, and comes in pieces.

    Parameters and optimizer are afterwards as after one ordinary step over the whole batch. The model sees each piece
    once, in their order, and ``backward()`` frees a piece's graph before the model sees the next piece.

    Args:
        model: Gives a prediction for each sample on its own. Leave its mode (train or eval) as it is.
        optimizer: Holds the model's parameters, whose ``.grad`` may hold gradients of earlier batches: they play no part.
        loss_fn: ``loss_fn(model(x), y)`` is the *mean* of the losses of a piece's samples, shape ().
        batches: The pieces, at least one: pairs ``(x, y)`` with shapes (B, ...), where B differs from piece to piece. All
            on the device of the model.

    Returns:
        The mean loss over all samples of the whole batch, before the step: a Python float.

    Example:
        >>> model = torch.nn.Linear(1, 1, bias=False)
        >>> _ = torch.nn.init.ones_(model.weight)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.25)
        >>> pieces = [(torch.ones(3, 1), torch.zeros(3, 1)), (torch.ones(1, 1), -torch.ones(1, 1))]
        >>> accumulated_step(model, optimizer, torch.nn.functional.mse_loss, pieces)
        1.75
        >>> model.weight.item()
        0.375
    """
    # begin solution
    total = sum(len(x) for x, _ in batches)
    mean = 0.0
    optimizer.zero_grad()
    for x, y in batches:
        loss = loss_fn(model(x), y) * (len(x) / total)
        loss.backward()
        mean += loss.item()
    optimizer.step()
    return mean
    # end solution


def set_learning_rate(optimizer: torch.optim.Optimizer, lr: float) -> None:
    """Set the learning rate of an optimizer, in each of its parameter groups.

    ``optimizer.param_groups`` is a list of dicts. Each holds some of the parameters under ``"params"``, and settings for
    them: ``"lr"`` and others. A group may also hold a key of ours, ``"lr_scale"``: then its rate is ``lr`` times that
    number. So the layers of a pretrained body can follow the same schedule as a new head, at a tenth of the rate.

    Args:
        optimizer: Any optimizer of ``torch.optim``. Its other settings and what it remembers (velocities, for instance)
            stay as they are.
        lr: The learning rate for groups without ``"lr_scale"``. The function may be called any number of times: each time
            the rates follow from this ``lr`` alone.

    Example:
        >>> body, head = torch.nn.Linear(3, 3), torch.nn.Linear(3, 2)
        >>> groups = [{"params": body.parameters(), "lr_scale": 0.5}, {"params": head.parameters()}]
        >>> optimizer = torch.optim.SGD(groups, lr=1.0)
        >>> set_learning_rate(optimizer, 0.25)
        >>> [group["lr"] for group in optimizer.param_groups]
        [0.125, 0.25]
    """
    # begin solution
    for group in optimizer.param_groups:
        group["lr"] = lr * group.get("lr_scale", 1.0)
    # end solution
