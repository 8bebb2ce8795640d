"""Logits, probabilities and non-linearities, each built from simple operations.

A model's last layer gives logits: any numbers, and large ones when the model is sure. What turns them into
probabilities must stay right there, in its values and in its gradients.
"""

import math

import torch


def sigmoid(x: torch.Tensor) -> torch.Tensor:
    """Turn each logit into a probability: ``1 / (1 + exp(-x))``.

    Far below 0 ``exp(-x)`` overflows, and the gradient of this formula becomes NaN. ``exp(x) / (1 + exp(x))`` is the
    same function, and fails far above 0 instead. So use each where it is safe.

    There is one trap: ``torch.where`` computes both, and the gradient through the one that it does not take is 0 times
    infinity, which is NaN. Let neither of them meet an ``x`` for which it overflows.

    Args:
        x: Any shape, floating dtype. It may hold -inf and inf. Do not change it.

    Returns:
        The same shape and dtype, on the device of ``x``. -inf gives 0 and inf gives 1. For every finite logit the
        gradient is ``sigmoid(x) * (1 - sigmoid(x))``: 0.25 at exactly 0, and 0 at -1000 and 1000.

    Not allowed: PyTorch's own sigmoid, log-sigmoid, tanh and softmax, in any form (``torch.sigmoid``,
        ``torch.special.expit``, ``x.tanh()``, ...).

    Example:
        >>> sigmoid(torch.tensor([-1000.0, 0.0, 1.0, 1000.0]))
        tensor([0.0000, 0.5000, 0.7311, 1.0000])
    """
    # begin solution
    above = 1 / (1 + torch.exp(-x.clamp(min=0)))
    power = torch.exp(x.clamp(max=0))
    return torch.where(x >= 0, above, power / (1 + power))
    # end solution


def tanh(x: torch.Tensor) -> torch.Tensor:
    """Return the hyperbolic tangent of each element: ``(exp(x) - exp(-x)) / (exp(x) + exp(-x))``.

    As with the sigmoid, one of these exponentials overflows far from 0. Rewrite the fraction so that this cannot
    happen.

    Args:
        x: Any shape, floating dtype. It may hold -inf and inf. Do not change it.

    Returns:
        The same shape and dtype, on the device of ``x``, values from -1 (for -inf) to 1 (for inf). For every
        finite element the gradient is ``1 - tanh(x) ** 2``: 1 at exactly 0, and 0 at -1000 and 1000.

    Not allowed: PyTorch's own tanh, sinh, cosh, sigmoid, log-sigmoid and softmax, in any form. Your own ``sigmoid`` is
        fine.

    Example:
        >>> tanh(torch.tensor([-1000.0, 0.0, 0.5, 1000.0]))
        tensor([-1.0000,  0.0000,  0.4621,  1.0000])
    """
    # begin solution
    above = torch.exp(-2 * x.clamp(min=0))
    below = torch.exp(2 * x.clamp(max=0))
    return torch.where(x >= 0, (1 - above) / (1 + above), (below - 1) / (below + 1))
    # end solution


def relu(x: torch.Tensor) -> torch.Tensor:
    """Keep what is positive, and replace everything else by 0.

    At 0 the function has a kink, and so no derivative. PyTorch's ``relu`` takes 0 for it, and yours should, too.

    Args:
        x: Any shape, floating dtype. It may hold -inf (which gives 0) and inf (which gives inf). Do not change it.

    Returns:
        The same shape and dtype, on the device of ``x``. The gradient is 1 where ``x`` is positive, and 0 where it is
        negative or exactly 0.

    Not allowed: PyTorch's own relu and its relatives (``relu6``, ``leaky_relu``, ``prelu``, ``rrelu``, ``threshold``),
        in any form.

    Example:
        >>> x = torch.tensor([-2.0, 0.0, 3.0], requires_grad=True)
        >>> y = relu(x)
        >>> y.sum().backward()
        >>> y.tolist(), x.grad.tolist()
        ([0.0, 0.0, 3.0], [0.0, 0.0, 1.0])
    """
    # begin solution
    return torch.where(x > 0, x, 0)
    # end solution


def gelu(x: torch.Tensor) -> torch.Tensor:
    """Multiply each element by the probability that a standard normal number is below it.

    This is ``x * (1 + erf(x / sqrt(2))) / 2``, the exact form, and not one of its approximations. ``torch.erf`` is
    given.

    Args:
        x: Any shape, floating dtype, finite values. Do not change it.

    Returns:
        The same shape and dtype, on the device of ``x``. Gradients flow back to ``x``.

    Not allowed: PyTorch's own gelu, in any form.

    Example:
        >>> gelu(torch.tensor([-2.0, 0.0, 2.0]))
        tensor([-0.0455,  0.0000,  1.9545])
    """
    # begin solution
    return x * (1 + torch.erf(x / math.sqrt(2))) / 2
    # end solution


def softmax(x: torch.Tensor, dim: int) -> torch.Tensor:
    """Turn logits into probabilities along one dimension: ``exp(x)``, divided by the sum of ``exp(x)`` over ``dim``.

    ``exp`` overflows for large logits. But nothing changes when you subtract the same number from all logits that share
    a sum. Choose that number so that nothing overflows and no sum becomes 0, wherever the logits lie.

    Args:
        x: The logits, at least one dimension, floating dtype. Some may be -inf, but not all that share a sum; none is
            inf. Do not change it.
        dim: The dimension to sum over, which may count from the end (-1 is the last).

    Returns:
        The same shape and dtype, on the device of ``x``. Sums over ``dim`` are 1; a logit of -inf gives 0. Gradients
        flow back to ``x``.

    Not allowed: PyTorch's own softmax, softmin, log_softmax, logsumexp and logcumsumexp, in any form. Your own are
        fine.

    Example:
        >>> softmax(torch.tensor([[0.0, 0.0], [1001.0, 1000.0]]), dim=1)
        tensor([[0.5000, 0.5000],
                [0.7311, 0.2689]])
    """
    # begin solution
    powers = torch.exp(x - x.amax(dim=dim, keepdim=True))
    return powers / powers.sum(dim=dim, keepdim=True)
    # end solution


def logsumexp(x: torch.Tensor, dim: int, *, keepdim: bool = False) -> torch.Tensor:
    """Return the logarithm of the sum of ``exp(x)`` over one dimension: a smooth maximum.

    ``log(sum(exp(x)))`` is the same as ``m + log(sum(exp(x - m)))``, for every finite number ``m``. Choose one for each
    sum, so that nothing overflows and the logarithm never meets a sum that was rounded to 0.

    Args:
        x: At least one dimension, floating dtype. It may hold -inf and inf. Do not change it.
        dim: The dimension to sum over, which may count from the end (-1 is the last).
        keepdim: Whether to keep that dimension, with size 1. All other dimensions always stay.

    Returns:
        The shape of ``x`` without dimension ``dim`` (or with size 1 there), the same dtype, on the device of ``x``. It
        is inf where one of the elements is inf, and -inf where all of them are -inf. Where all are finite, gradients
        flow back to ``x``.

    Not allowed: PyTorch's own logsumexp, logcumsumexp, softmax, softmin and log_softmax, in any form.
        ``torch.logaddexp`` is fine.

    Example:
        >>> logsumexp(torch.tensor([[0.0, 0.0], [1000.0, 0.0]]), dim=1)
        tensor([6.9315e-01, 1.0000e+03])
        >>> logsumexp(torch.tensor([-torch.inf, -torch.inf]), dim=0)
        tensor(-inf)
    """
    # begin solution
    largest = x.amax(dim=dim, keepdim=True)
    largest = largest.masked_fill(largest.isinf(), 0)  # inf - inf would be NaN
    result = largest + torch.exp(x - largest).sum(dim=dim, keepdim=True).log()
    return result if keepdim else result.squeeze(dim)
    # end solution


def log_softmax(x: torch.Tensor, dim: int) -> torch.Tensor:
    """Return the logarithms of the softmax along one dimension, without computing the softmax.

    A probability of ``exp(-1000)`` is too small for any float and becomes 0, whose logarithm is -inf. Its logarithm,
    -1000, is an ordinary number. So ``log(softmax(x))`` will not do: take the logarithm on paper, and simplify.

    Args:
        x: The logits, at least one dimension, floating dtype. Some may be -inf, but not all that share a sum; none is
            inf. Do not change it.
        dim: The dimension over which the probabilities sum to 1, which may count from the end (-1 is the last).

    Returns:
        The same shape and dtype, on the device of ``x``: values of at most 0. A logit of -inf gives -inf. Gradients
        flow back to ``x``.

    Not allowed: PyTorch's own log_softmax, softmax, softmin, logsumexp and logcumsumexp, in any form. Your own are
        fine.

    Example:
        >>> log_softmax(torch.tensor([[0.0, 0.0], [1000.0, 0.0]]), dim=1)
        tensor([[-6.9315e-01, -6.9315e-01],
                [ 0.0000e+00, -1.0000e+03]])
    """
    # begin solution
    shifted = x - x.amax(dim=dim, keepdim=True)
    return shifted - shifted.exp().sum(dim=dim, keepdim=True).log()
    # end solution
