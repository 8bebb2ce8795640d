"""Optimizers by hand: what happens between ``loss.backward()`` and the next batch.

The four classes do the same job, each by a rule of its own: take parameters, and move them against their gradients. What
they have in common may go into a base class of yours.
"""

from collections.abc import Iterable
from typing import Any

import torch


class Momentum:
    """Gradient descent that gathers speed: every parameter p has a velocity v of its own, and moves along it.

    One step, the same as that of ``torch.optim.SGD``, with the gradient g = ``p.grad``:

        g <- g + weight_decay * p
        v <- momentum * v + (1 - dampening) * g       but v <- g in the parameter's first step
        p <- p - lr * v                               or, with nesterov, p <- p - lr * (g + momentum * v)

    Pass over a parameter whose ``.grad`` is None: nothing about it changes, and its first step is still to come. Move the
    others in place, so that they keep their memory, and do not change any gradient.

    Args:
        params: Parameters of any shape, floating dtype, on any device. A list, or something that you can go through only
            once, such as ``model.parameters()``.
        lr: The learning rate.
        momentum: How much of the velocity stays, from 0 to 1.
        dampening: How much of a gradient is held back, from 0 to 1; 0 with nesterov, or without momentum.
        weight_decay: At least 0.
        nesterov: Whether to look ahead along the velocity.

    Not allowed: the optimizers of ``torch.optim``.

    Example:
        >>> w = torch.tensor([1.0, -2.0], requires_grad=True)
        >>> optimizer = Momentum([w], lr=0.5, momentum=0.5)
        >>> for _ in range(2):
        ...     optimizer.zero_grad()
        ...     (w**2).sum().backward()
        ...     optimizer.step()
        >>> w
        tensor([-0.5000,  1.0000], requires_grad=True)
    """

    def __init__(
        self,
        params: Iterable[torch.Tensor],
        lr: float,
        momentum: float = 0.9,
        *,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
    ) -> None:
        raise NotImplementedError

    def step(self) -> None:
        """Move each parameter whose ``.grad`` is not None."""
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Clear each parameter's ``.grad``: None or zeros, as you like. It may be None already."""
        raise NotImplementedError


class RMSprop:
    """A step size for each element: divide its gradient by the size that its gradients usually have.

    Every parameter p has a running mean v of its squared gradients, zeros at first. One step, the same as that of
    ``torch.optim.RMSprop``, element by element and with the gradient g = ``p.grad``:

        v <- alpha * v + (1 - alpha) * g^2
        p <- p - lr * g / (sqrt(v) + eps)

    Pass over a parameter whose ``.grad`` is None: nothing about it changes. Move the others in place, so that they keep
    their memory, and do not change any gradient.

    Args:
        params: Parameters of any shape, floating dtype, on any device. A list, or something that you can go through only
            once, such as ``model.parameters()``.
        lr: The learning rate.
        alpha: How much of the mean stays, from 0 to below 1.
        eps: A small number, at least 0, that keeps the division safe.

    Not allowed: the optimizers of ``torch.optim``.

    Example:
        >>> w = torch.tensor([4.0], requires_grad=True)
        >>> optimizer = RMSprop([w], lr=1.0, alpha=0.75, eps=0.0)
        >>> optimizer.zero_grad()
        >>> (w**2).sum().backward()
        >>> optimizer.step()
        >>> w
        tensor([2.], requires_grad=True)
    """

    def __init__(self, params: Iterable[torch.Tensor], lr: float, alpha: float = 0.99, eps: float = 1e-8) -> None:
        raise NotImplementedError

    def step(self) -> None:
        """Move each parameter whose ``.grad`` is not None."""
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Clear each parameter's ``.grad``: None or zeros, as you like. It may be None already."""
        raise NotImplementedError


class Adam:
    """Momentum, and a step size for each element, both corrected for their start.

    Every parameter p has a running mean m of its gradients, one of their squares, v, and a count t of its steps, all 0 at
    first. One step, the same as that of ``torch.optim.Adam``, element by element and with g = ``p.grad``:

        t <- t + 1
        m <- beta1 * m + (1 - beta1) * g              with beta1, beta2 = betas
        v <- beta2 * v + (1 - beta2) * g^2
        p <- p - lr * m_hat / (sqrt(v_hat) + eps)     with m_hat = m / (1 - beta1^t), v_hat = v / (1 - beta2^t)

    Pass over a parameter whose ``.grad`` is None: nothing about it changes, not even its t. Move the others in place, so
    that they keep their memory, and do not change any gradient.

    Args:
        params: Parameters of any shape, floating dtype, on any device. A list, or something that you can go through only
            once, such as ``model.parameters()``.
        lr: The learning rate.
        betas: How much of m and of v stays, each from 0 to below 1.
        eps: A small number, at least 0, that keeps the division safe.

    Not allowed: the optimizers of ``torch.optim``.

    Example:
        >>> w = torch.tensor([1.0, -2.0], requires_grad=True)
        >>> optimizer = Adam([w], lr=0.25)
        >>> optimizer.zero_grad()
        >>> (w**2).sum().backward()
        >>> optimizer.step()
        >>> w
        tensor([ 0.7500, -1.7500], requires_grad=True)
    """

    def __init__(
        self,
        params: Iterable[torch.Tensor],
        lr: float,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        raise NotImplementedError

    def step(self) -> None:
        """Move each parameter whose ``.grad`` is not None."""
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Clear each parameter's ``.grad``: None or zeros, as you like. It may be None already."""
        raise NotImplementedError


class AdamW:
    """Adam, and weights that shrink a little in each step, whatever their gradients are.

    Every parameter p has m, v and t as in Adam, all 0 at first. One step, the same as that of ``torch.optim.AdamW``, element
    by element and with g = ``p.grad``:

        p <- p - lr * weight_decay * p
        t <- t + 1
        m <- beta1 * m + (1 - beta1) * g              with beta1, beta2 = betas
        v <- beta2 * v + (1 - beta2) * g^2
        p <- p - lr * m_hat / (sqrt(v_hat) + eps)     with m_hat = m / (1 - beta1^t), v_hat = v / (1 - beta2^t)

    Pass over a parameter whose ``.grad`` is None: nothing about it changes, it does not shrink either. Move the others in
    place, so that they keep their memory, and do not change any gradient.

    Args:
        params: Parameters of any shape, floating dtype, on any device. A list, or something that you can go through only
            once, such as ``model.parameters()``.
        lr: The learning rate.
        betas: How much of m and of v stays, each from 0 to below 1.
        eps: A small number, at least 0, that keeps the division safe.
        weight_decay: At least 0.

    Not allowed: the optimizers of ``torch.optim``.

    Example:
        >>> w = torch.tensor([1.0, -2.0], requires_grad=True)
        >>> optimizer = AdamW([w], lr=0.25, weight_decay=0.4)
        >>> optimizer.zero_grad()
        >>> (w**2).sum().backward()
        >>> optimizer.step()
        >>> w
        tensor([ 0.6500, -1.5500], requires_grad=True)
    """

    def __init__(
        self,
        params: Iterable[torch.Tensor],
        lr: float,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        raise NotImplementedError

    def step(self) -> None:
        """Move each parameter whose ``.grad`` is not None."""
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Clear each parameter's ``.grad``: None or zeros, as you like. It may be None already."""
        raise NotImplementedError


def decay_groups(model: torch.nn.Module, weight_decay: float) -> list[dict[str, Any]]:
    """Sort a model's parameters into two groups for an optimizer: one with weight decay, one without.

    Decay pulls weights towards 0. That is meant for what multiplies inputs; it does harm to biases and to the scales of
    normalisation layers. So parameters with two dimensions or more decay (matrices, convolutions, embeddings), those with
    one or none do not. Leave frozen parameters out (``requires_grad`` is False), and hold one that two layers share once.

    Args:
        model: Any module. It is left as it was.
        weight_decay: A positive number.

    Returns:
        Two dicts, ready for ``torch.optim.AdamW(groups, lr=0.001)``. Each has ``"params"``, a list of the model's own
        parameters (perhaps empty), and ``"weight_decay"``: the given one for the first dict, 0.0 for the second.

    Example:
        >>> model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.LayerNorm(4))
        >>> groups = decay_groups(model, 0.1)
        >>> [(group["weight_decay"], [tuple(param.shape) for param in group["params"]]) for group in groups]
        [(0.1, [(4, 3)]), (0.0, [(4,), (4,), (4,)])]
    """
    raise NotImplementedError
