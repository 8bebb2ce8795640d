"""Optimizers by hand: what happens between ``loss.backward()`` and the next batch.

Each class takes parameters and moves them against their gradients, every one by a rule of its own. The tasks do not build
on each other.
"""

from collections.abc import Iterable
from typing import Any

import torch


class Momentum:
    """Gradient descent with momentum: it takes the same steps as ``torch.optim.SGD``.

    Each parameter p has a velocity v of its own. One step, with the gradient g = ``p.grad``:

        g <- g + weight_decay * p
        v <- g                                        in this parameter's first step
        v <- momentum * v + (1 - dampening) * g       in each later one
        p <- p - lr * v                               or, with nesterov:  p <- p - lr * (g + momentum * v)

    A parameter whose ``.grad`` is None is passed over: it keeps its values and its velocity, and its first step is the
    first one in which it has a gradient. The parameters stay the same tensors in the same memory, and ``step()`` leaves
    their gradients as they were.

    Args:
        params: The parameters: leaves that require a gradient, any shapes, floating dtype. A list or any other iterable
            that can be gone through once, such as the generator ``model.parameters()``.
        lr: The learning rate.
        momentum: How much of the velocity stays, from 0 to 1.
        dampening: From 0 to 1; 0 where ``momentum`` is 0 or ``nesterov`` is True.
        weight_decay: At least 0.
        nesterov: Look ahead along the velocity.

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
        # begin solution
        self.params = list(params)
        self.lr, self.momentum, self.dampening = lr, momentum, dampening
        self.weight_decay, self.nesterov = weight_decay, nesterov
        self.velocities: list[torch.Tensor | None] = [None] * len(self.params)
        # end solution

    def step(self) -> None:
        """Move each parameter that has a gradient."""
        # begin solution
        with torch.no_grad():
            for i, param in enumerate(self.params):
                if param.grad is None:
                    continue
                grad = param.grad + self.weight_decay * param
                velocity = self.velocities[i]
                velocity = grad if velocity is None else self.momentum * velocity + (1 - self.dampening) * grad
                self.velocities[i] = velocity
                param.sub_(self.lr * (grad + self.momentum * velocity if self.nesterov else velocity))
        # end solution

    def zero_grad(self) -> None:
        """Forget the gradients: afterwards each parameter's ``.grad`` is None, or all zeros."""
        # begin solution
        for param in self.params:
            param.grad = None
        # end solution


class RMSprop:
    """Gradient descent in which each element has its own step size: the same steps as ``torch.optim.RMSprop``.

    Each parameter p has a running mean v of its squared gradients, of p's shape, zeros at first. One step, with the
    gradient g = ``p.grad`` and element by element:

        v <- alpha * v + (1 - alpha) * g^2
        p <- p - lr * g / (sqrt(v) + eps)

    A parameter whose ``.grad`` is None is passed over: it keeps its values and its mean. The parameters stay the same
    tensors in the same memory, and ``step()`` leaves their gradients as they were.

    Args:
        params: The parameters: leaves that require a gradient, any shapes, floating dtype. A list or any other iterable
            that can be gone through once, such as the generator ``model.parameters()``.
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
        # begin solution
        self.params = list(params)
        self.lr, self.alpha, self.eps = lr, alpha, eps
        self.means = [torch.zeros_like(param) for param in self.params]
        # end solution

    def step(self) -> None:
        """Move each parameter that has a gradient."""
        # begin solution
        with torch.no_grad():
            for param, mean in zip(self.params, self.means, strict=True):
                if param.grad is not None:
                    mean.mul_(self.alpha).add_((1 - self.alpha) * param.grad**2)
                    param.sub_(self.lr * param.grad / (mean.sqrt() + self.eps))
        # end solution

    def zero_grad(self) -> None:
        """Forget the gradients: afterwards each parameter's ``.grad`` is None, or all zeros."""
        # begin solution
        for param in self.params:
            param.grad = None
        # end solution


class Adam:
    """Momentum and a step size for each element, both corrected for their start: the steps of ``torch.optim.Adam``.

    Each parameter p has a running mean m of its gradients and one, v, of their squares, both zeros at first, and a count
    t of its own steps. One step, with the gradient g = ``p.grad``, ``beta1, beta2 = betas``, and element by element:

        t <- t + 1                                    so t is 1 in this parameter's first step
        m <- beta1 * m + (1 - beta1) * g
        v <- beta2 * v + (1 - beta2) * g^2
        p <- p - lr * m_hat / (sqrt(v_hat) + eps)     with m_hat = m / (1 - beta1^t), v_hat = v / (1 - beta2^t)

    A parameter whose ``.grad`` is None is passed over: it keeps its values, its means and its count. The parameters stay
    the same tensors in the same memory, and ``step()`` leaves their gradients as they were.

    Args:
        params: The parameters: leaves that require a gradient, any shapes, floating dtype. A list or any other iterable
            that can be gone through once, such as the generator ``model.parameters()``.
        lr: The learning rate.
        betas: How much of the two means stays: ``(beta1, beta2)``, both from 0 to below 1.
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
        # begin solution
        self.params = list(params)
        self.lr, self.betas, self.eps = lr, betas, eps
        self.steps = [0] * len(self.params)
        self.means = [torch.zeros_like(param) for param in self.params]
        self.squares = [torch.zeros_like(param) for param in self.params]
        # end solution

    def step(self) -> None:
        """Move each parameter that has a gradient."""
        # begin solution
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, param in enumerate(self.params):
                if param.grad is None:
                    continue
                self.steps[i] += 1
                mean = self.means[i].mul_(beta1).add_((1 - beta1) * param.grad)
                square = self.squares[i].mul_(beta2).add_((1 - beta2) * param.grad**2)
                mean_hat = mean / (1 - beta1 ** self.steps[i])
                square_hat = square / (1 - beta2 ** self.steps[i])
                param.sub_(self.lr * mean_hat / (square_hat.sqrt() + self.eps))
        # end solution

    def zero_grad(self) -> None:
        """Forget the gradients: afterwards each parameter's ``.grad`` is None, or all zeros."""
        # begin solution
        for param in self.params:
            param.grad = None
        # end solution


class AdamW:
    """Adam with weight decay that does not go through the gradient: the steps of ``torch.optim.AdamW``.

    Each parameter p has a running mean m of its gradients and one, v, of their squares, both zeros at first, and a count
    t of its own steps. One step, with the gradient g = ``p.grad``, ``beta1, beta2 = betas``, and element by element:

        t <- t + 1                                    so t is 1 in this parameter's first step
        p <- p - lr * weight_decay * p
        m <- beta1 * m + (1 - beta1) * g
        v <- beta2 * v + (1 - beta2) * g^2
        p <- p - lr * m_hat / (sqrt(v_hat) + eps)     with m_hat = m / (1 - beta1^t), v_hat = v / (1 - beta2^t)

    A parameter whose ``.grad`` is None is passed over: it does not decay either, and keeps its means and its count. The
    parameters stay the same tensors in the same memory, and ``step()`` leaves their gradients as they were.

    Args:
        params: The parameters: leaves that require a gradient, any shapes, floating dtype. A list or any other iterable
            that can be gone through once, such as the generator ``model.parameters()``.
        lr: The learning rate.
        betas: How much of the two means stays: ``(beta1, beta2)``, both from 0 to below 1.
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
        # begin solution
        self.params = list(params)
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.steps = [0] * len(self.params)
        self.means = [torch.zeros_like(param) for param in self.params]
        self.squares = [torch.zeros_like(param) for param in self.params]
        # end solution

    def step(self) -> None:
        """Move each parameter that has a gradient."""
        # begin solution
        beta1, beta2 = self.betas
        with torch.no_grad():
            for i, param in enumerate(self.params):
                if param.grad is None:
                    continue
                self.steps[i] += 1
                param.mul_(1 - self.lr * self.weight_decay)
                mean = self.means[i].mul_(beta1).add_((1 - beta1) * param.grad)
                square = self.squares[i].mul_(beta2).add_((1 - beta2) * param.grad**2)
                mean_hat = mean / (1 - beta1 ** self.steps[i])
                square_hat = square / (1 - beta2 ** self.steps[i])
                param.sub_(self.lr * mean_hat / (square_hat.sqrt() + self.eps))
        # end solution

    def zero_grad(self) -> None:
        """Forget the gradients: afterwards each parameter's ``.grad`` is None, or all zeros."""
        # begin solution
        for param in self.params:
            param.grad = None
        # end solution


def decay_groups(model: torch.nn.Module, weight_decay: float) -> list[dict[str, Any]]:
    """Sort a model's parameters into two groups for an optimizer: one with weight decay, one without.

    Decay pulls weights towards 0. That is meant for what multiplies inputs; it does harm to biases and to the scales of
    normalisation layers. Their number of dimensions tells them apart: matrices and anything with more dimensions
    (convolutions, embeddings) decay, parameters with one dimension or none do not.

    Args:
        model: Any module. It is left as it was.
        weight_decay: A positive number.

    Returns:
        Two dicts, with the keys ``"params"`` (a list of the model's own parameters, which may be empty) and
        ``"weight_decay"`` (a float): first those that decay, with ``weight_decay``; then the others, with 0.0. Frozen
        parameters (``requires_grad`` is False) are in neither. Every other parameter is in one of them, once, also where
        two layers share it. Any optimizer of ``torch.optim`` takes the list: ``torch.optim.AdamW(groups, lr=0.001)``.

    Example:
        >>> model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.LayerNorm(4))
        >>> groups = decay_groups(model, 0.1)
        >>> [(group["weight_decay"], [tuple(param.shape) for param in group["params"]]) for group in groups]
        [(0.1, [(4, 3)]), (0.0, [(4,), (4,), (4,)])]
    """
    # begin solution
    trained = [param for param in model.parameters() if param.requires_grad]
    return [
        {"params": [param for param in trained if param.dim() >= 2], "weight_decay": weight_decay},
        {"params": [param for param in trained if param.dim() < 2], "weight_decay": 0.0},
    ]
    # end solution
