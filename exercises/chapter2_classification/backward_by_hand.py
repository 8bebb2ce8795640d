"""Backward by hand: what autograd computes for a classifier, one layer at a time.

Each layer gets the gradient of the loss with respect to its output, called upstream, and turns it into the gradients
with respect to its inputs. Chain the layers, and you have written a backward pass.
"""

import torch


def cross_entropy_gradient(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Return the gradient of the mean cross-entropy with respect to the logits.

    The loss is the mean over the samples of ``-log(p[n, labels[n]])``, where each row of ``p`` is the softmax of that
    row of the logits. Its gradient is ``(p - y) / N``, where row ``n`` of ``y`` is 1 at ``labels[n]`` and 0
    elsewhere.

    Args:
        logits: Shape (N, K), N at least 1, floating dtype. Its numbers may be as large as 1000. It is left as it was.
        labels: Shape (N,), int64, each from 0 to K - 1.

    Returns:
        Shape (N, K), the dtype of ``logits``. It is finite, however large the logits are.

    Not allowed: autograd (``backward``, ``torch.autograd.grad``).

    Example:
        >>> cross_entropy_gradient(torch.tensor([[0.0, 0.0], [5.0, 5.0]]), torch.tensor([1, 0]))
        tensor([[ 0.2500, -0.2500],
                [-0.2500,  0.2500]])
    """
    raise NotImplementedError


def bce_gradient(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Return the gradient of the mean binary cross-entropy with respect to the logits.

    The loss is the mean over all elements of ``-(t * log(p) + (1 - t) * log(1 - p))``, where ``p`` is the sigmoid of
    the logit and ``t`` is the target.

    Args:
        logits: Any shape with at least one element, floating dtype. Its numbers may be as large as 1000.
        targets: The same shape and dtype, each from 0 to 1; 0.3 is a target too.

    Returns:
        The shape and the dtype of ``logits``. It is finite, however large the logits are.

    Not allowed: autograd (``backward``, ``torch.autograd.grad``).

    Example:
        >>> bce_gradient(torch.tensor([0.0, 0.0]), torch.tensor([1.0, 0.5]))
        tensor([-0.2500,  0.0000])
    """
    raise NotImplementedError


def linear_backward(
    upstream: torch.Tensor, x: torch.Tensor, weight: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Send a gradient back through the linear layer ``y = x @ weight.T + bias``.

    Args:
        upstream: The gradient of the loss with respect to ``y``, shape (N, O), floating dtype.
        x: The layer's input, shape (N, I), the same dtype.
        weight: Shape (O, I), the same dtype.

    Returns:
        A tuple of the gradients with respect to ``x``, shape (N, I), ``weight``, shape (O, I), and ``bias``, shape
        (O,), in the same dtype. Nothing is divided by N here: if the loss is a mean, its 1/N is in ``upstream``
        already.

    Not allowed: autograd (``backward``, ``torch.autograd.grad``).

    Example:
        >>> upstream, x = torch.tensor([[1.0], [2.0]]), torch.tensor([[3.0, 4.0], [5.0, 6.0]])
        >>> linear_backward(upstream, x, torch.tensor([[10.0, 20.0]]))
        (tensor([[10., 20.],
                [20., 40.]]), tensor([[13., 16.]]), tensor([3.]))
    """
    raise NotImplementedError


def relu_backward(upstream: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """Send a gradient back through ReLU, ``y = max(x, 0)``.

    Args:
        upstream: The gradient of the loss with respect to ``y``, any shape, floating dtype. It is left as it was.
        x: ReLU's input, the same shape and dtype.

    Returns:
        The gradient with respect to ``x``, the same shape and dtype. ReLU has a kink at 0; there its slope counts as
        0, as in PyTorch.

    Not allowed: autograd (``backward``, ``torch.autograd.grad``).

    Example:
        >>> relu_backward(torch.tensor([7.0, -7.0, 7.0, 7.0]), torch.tensor([2.0, 2.0, -2.0, 0.0]))
        tensor([ 7., -7.,  0.,  0.])
    """
    raise NotImplementedError


def softmax_backward(upstream: torch.Tensor, probs: torch.Tensor) -> torch.Tensor:
    """Send a gradient back through the softmax over the last dimension.

    Every probability of a row depends on every logit of that row, through the sum that it is divided by. So each
    element of the result takes in the whole row of ``upstream``. What softmax returned is enough to compute it.

    Args:
        upstream: The gradient of the loss with respect to the probabilities, shape (..., K), floating dtype. It is
            left as it was.
        probs: The probabilities, the same shape and dtype; they add up to 1 over the last dimension.

    Returns:
        The gradient with respect to the logits, the same shape and dtype.

    Not allowed: autograd (``backward``, ``torch.autograd.grad``).

    Example:
        >>> softmax_backward(torch.tensor([1.0, 0.0]), torch.tensor([0.5, 0.5]))
        tensor([ 0.2500, -0.2500])
    """
    raise NotImplementedError


def two_layer_gradients(
    x: torch.Tensor,
    labels: torch.Tensor,
    weight1: torch.Tensor,
    bias1: torch.Tensor,
    weight2: torch.Tensor,
    bias2: torch.Tensor,
) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    """Return the loss of a network with two layers, and the gradients of its parameters.

    The network is linear layer, ReLU, linear layer: ``hidden = max(x @ weight1.T + bias1, 0)`` and
    ``logits = hidden @ weight2.T + bias2``. The loss is the mean cross-entropy of the logits, as in
    ``cross_entropy_gradient``. The slope of ReLU at 0 counts as 0. You may call your own functions from above.

    Args:
        x: Shape (N, D), N at least 1, floating dtype.
        labels: Shape (N,), int64, each from 0 to K - 1.
        weight1: Shape (H, D), the dtype of ``x``, like all parameters.
        bias1: Shape (H,).
        weight2: Shape (K, H).
        bias2: Shape (K,).

    Returns:
        A tuple: the loss, shape (), and a dict with the keys ``"weight1"``, ``"bias1"``, ``"weight2"`` and
        ``"bias2"``, which holds for each parameter the gradient of the loss, in the parameter's shape. All in the
        dtype of ``x``, and finite even where logits are as large as 1000.

    Not allowed: autograd (``backward``, ``torch.autograd.grad``).

    Example:
        >>> x, labels = torch.tensor([[1.0, 2.0]]), torch.tensor([0])
        >>> weight2, bias2 = torch.tensor([[1.0], [1.0]]), torch.zeros(2)
        >>> loss, grads = two_layer_gradients(x, labels, torch.tensor([[3.0, 0.0]]), torch.zeros(1), weight2, bias2)
        >>> loss, grads["weight2"], grads["bias1"]
        (tensor(0.6931), tensor([[-1.5000],
                [ 1.5000]]), tensor([0.]))
    """
    raise NotImplementedError
