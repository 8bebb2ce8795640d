"""Schedules, clipping and accumulation: how large a step is, when, and over how many samples.

A training loop is rarely just ``backward`` and ``step``. These five functions are what usually stands around the two.
"""

import math
from collections.abc import Callable, Iterable

import torch


def step_lr(lr: float, epoch: int, step_size: int, gamma: float = 0.1) -> float:
    """Return the learning rate of an epoch, when it is multiplied by ``gamma`` after every ``step_size`` epochs.

    Args:
        lr: The rate of the first ``step_size`` epochs. The next ``step_size`` epochs have ``lr * gamma``, those after them
            ``lr * gamma**2``, and so on.
        epoch: Counted from 0.
        step_size: At least 1.
        gamma: A positive number.

    Returns:
        A Python float, the one that ``torch.optim.lr_scheduler.StepLR`` gives.

    Example:
        >>> [step_lr(1.0, epoch, step_size=2, gamma=0.5) for epoch in range(5)]
        [1.0, 1.0, 0.5, 0.5, 0.25]
    """
    # begin solution
    return lr * gamma ** (epoch // step_size)
    # end solution


def warmup_cosine(step: int, total: int, warmup: int, peak: float, floor: float = 0.0) -> float:
    """Return the learning rate of a step: a straight line up to ``peak``, then half a wave of a cosine down to ``floor``.

        step < warmup:     peak * (step + 1) / warmup
        then, up to total: floor + (peak - floor) * (1 + cos(pi * progress)) / 2
                           with progress = (step - warmup) / (total - warmup)
        from total on:     floor

    So the first step has a rate above 0 already, and the last one of the warm-up has ``peak``.

    Args:
        step: Counted from 0; it may be ``total`` or more.
        total: How many steps there are.
        warmup: How many of them warm up, fewer than ``total``. With 0 the cosine starts at once.
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

    Imagine all gradients end to end in one long vector: its norm is the root of the sum of all squares. If that is larger
    than ``max_norm``, multiply every gradient by the same number, ``max_norm / norm``, so that the step keeps its
    direction. Otherwise the gradients stay as they are.

    Args:
        params: Parameters of any shape, floating dtype, all on one device. A list, or something that you can go through
            only once, such as ``model.parameters()``. Some may have no gradient (``.grad`` is None), but not all of them.
        max_norm: A positive number.

    Returns:
        The norm before clipping: shape (), the gradients' dtype and device. To divide by ``norm + 1e-6``, as PyTorch's
        own function does, is fine.

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

    Afterwards parameters and optimizer are as after one ordinary step over the whole batch. Send the pieces through the
    model one at a time, in their order, each of them once, and go backwards before the next one: that frees its memory.

    Args:
        model: What it predicts for a sample does not depend on the other samples.
        optimizer: Holds the model's parameters. Gradients that they have from before play no part.
        loss_fn: ``loss_fn(model(x), y)`` is the *mean* of the losses of a piece's samples, shape ().
        batches: The pieces, at least one: pairs ``(x, y)`` of B samples each, on the model's device. B may differ.

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

    ``optimizer.param_groups`` is a list of dicts: some of the parameters under ``"params"``, and settings for them, such as
    ``"lr"``. A group may also have a key of ours, ``"lr_scale"``: then its rate is ``lr`` times that number. So the layers
    of a pretrained model can follow the same schedule as a new last layer, at a tenth of the rate.

    Args:
        optimizer: Any optimizer of ``torch.optim``. Nothing else about it changes.
        lr: The learning rate of groups without ``"lr_scale"``. The rates follow from this number alone, however often the
            function has been called before.

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
