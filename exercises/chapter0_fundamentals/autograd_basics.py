"""Autograd: leaves, graphs, accumulation.

PyTorch writes down what is computed from a tensor that requires a gradient, and walks back through these notes when it
is asked for one. The tasks are about what is written down, where gradients go, and how to leave other tensors alone.
"""

from collections.abc import Callable

import torch


def gradient_of(f: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    """Return the gradient of a scalar function at ``x``, and leave no trace.

    Args:
        f: Takes a tensor like ``x`` and returns a tensor of shape () that depends on it. It may also use tensors of its
            own that require a gradient, like the weights of a model.
        x: Any shape, floating dtype. It may require a gradient or not, be a leaf or the result of a computation, and
            have a ``.grad`` already.

    Returns:
        A tensor of ``x``'s shape and dtype that does not require a gradient itself.

        Afterwards everything else is as it was: ``x``, its ``requires_grad`` and its ``.grad``, and the ``.grad`` of
        every tensor that ``f`` uses.

    Example:
        >>> x = torch.tensor([1.0, -3.0])
        >>> gradient_of(lambda x: (x**2).sum(), x)
        tensor([ 2., -6.])
        >>> x.requires_grad
        False
    """
    raise NotImplementedError


def accumulate_gradients(
    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    w: torch.Tensor,
    xs: torch.Tensor,
    *,
    zero_between: bool,
) -> torch.Tensor:
    """Show what the ``.grad`` of a weight holds after each of several backward passes.

    Start from a fresh leaf with the values of ``w`` and no gradient. For each ``x`` in ``xs`` compute the loss and call
    ``backward()`` on it, then note what the leaf's ``.grad`` holds at that moment. With ``zero_between``, clear the
    gradient before each backward pass, as a training loop does; without, leave it alone. The leaf's values stay.

    Args:
        loss: Takes the weight and one ``x`` and returns a tensor of shape () that depends on the weight.
        w: The values of the weight, any shape S, floating dtype. Neither it nor its ``.grad`` changes.
        xs: The inputs, shape (N, ...) with N of at least 1.
        zero_between: Whether to clear the gradient before each backward pass.

    Returns:
        Shape (N, *S), the dtype and the device of ``w``: entry ``n`` is what ``.grad`` held after backward pass ``n``.

    Example:
        >>> def loss(w, x):
        ...     return (w * x).sum()
        >>> w, xs = torch.zeros(2), torch.tensor([[1.0, 2.0], [10.0, 20.0]])
        >>> accumulate_gradients(loss, w, xs, zero_between=False)
        tensor([[ 1.,  2.],
                [11., 22.]])
        >>> accumulate_gradients(loss, w, xs, zero_between=True)
        tensor([[ 1.,  2.],
                [10., 20.]])
    """
    raise NotImplementedError


def stop_gradient(prediction: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Return the mean squared error, differentiable in the prediction only.

    The target may come out of a model as well. It must not move towards the prediction, so no gradient may reach it.

    Args:
        prediction: Any shape with at least one element, floating dtype.
        target: The same shape and dtype. It may require a gradient, and does so still afterwards.

    Returns:
        Shape (), the same dtype: the mean of the squared differences. Its gradient reaches ``prediction`` only.

    Example:
        >>> prediction = torch.tensor([1.0, 5.0], requires_grad=True)
        >>> target = torch.tensor([1.0, 2.0], requires_grad=True)
        >>> stop_gradient(prediction, target).backward()
        >>> prediction.grad, target.grad
        (tensor([0., 3.]), None)
    """
    raise NotImplementedError


def straight_through_round(x: torch.Tensor) -> torch.Tensor:
    """Round, but let the gradient through as if nothing had been rounded.

    The true derivative of rounding is 0 almost everywhere, so nothing in front of it could learn. The straight-through
    estimator rounds on the way forward and is the identity on the way back.

    Args:
        x: Any shape, floating dtype. It is left as it was.

    Returns:
        A new tensor of the same shape and dtype with the values of ``torch.round(x)``, where halves go to the even
        neighbour. The gradient with respect to ``x`` is the one that arrives from above, unchanged.

    Example:
        >>> x = torch.tensor([0.2, 1.7], requires_grad=True)
        >>> y = straight_through_round(x)
        >>> (10 * y).sum().backward()
        >>> y.tolist(), x.grad
        ([0.0, 2.0], tensor([10., 10.]))
    """
    raise NotImplementedError


def intermediate_gradient(
    first: Callable[[torch.Tensor], torch.Tensor],
    second: Callable[[torch.Tensor], torch.Tensor],
    x: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the gradients of ``second(first(x))`` with respect to the hidden value ``first(x)`` and to ``x``.

    Args:
        first: Takes a tensor like ``x`` and returns a floating tensor of any shape that depends on it.
        second: Takes what ``first`` returned and gives a tensor of shape () that depends on it.
        x: Any shape, floating dtype. It may require a gradient or not. It, its ``requires_grad`` and its ``.grad`` are
            left as they were.

    Returns:
        The gradient with respect to the hidden value, of that value's shape, and the gradient with respect to ``x``, of
        ``x``'s shape. Each function is called exactly once: it may be slow.

    Example:
        >>> intermediate_gradient(lambda x: 10 * x, lambda h: (h**2).sum(), torch.tensor([1.0, -2.0]))
        (tensor([ 20., -40.]), tensor([ 200., -400.]))
    """
    raise NotImplementedError


def sgd_step(params: list[torch.Tensor], lr: float) -> None:
    """Take one step of gradient descent: subtract ``lr`` times its gradient from each parameter, in place.

    Args:
        params: Leaves that require a gradient, any shapes, floating dtype. A parameter whose ``.grad`` is None took no
            part in the loss and keeps its values.
        lr: The learning rate.

    Returns:
        None. Afterwards the list holds the same tensor objects, and each of them still uses the same memory (a view of
        it shows the new values), is a leaf, requires a gradient, and has a ``.grad`` of None.

    Example:
        >>> w = torch.tensor([1.0, 2.0], requires_grad=True)
        >>> (w**2).sum().backward()
        >>> sgd_step([w], lr=0.25)
        >>> w, w.grad
        (tensor([0.5000, 1.0000], requires_grad=True), None)
    """
    raise NotImplementedError


def second_derivative(f: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    """Return the second derivative of an elementwise function at each element of ``x``.

    Args:
        f: Works element by element: takes a tensor like ``x`` and returns one of the same shape, whose element ``i``
            depends on element ``i`` of its input and on no other. It may be a straight line, like ``3 * x + 1``.
        x: Any shape, floating dtype. It may require a gradient or not. It, its ``requires_grad`` and its ``.grad`` are
            left as they were.

    Returns:
        A tensor of ``x``'s shape and dtype that requires no gradient itself; zeros where ``f`` is a straight line.

    Not allowed: differences like ``f(x + h) - f(x)``, which are not exact enough.

    Example:
        >>> second_derivative(lambda x: x**3, torch.tensor([1.0, 2.0]))
        tensor([ 6., 12.])
    """
    raise NotImplementedError
