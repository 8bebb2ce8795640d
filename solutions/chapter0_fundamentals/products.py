"""Matrix products: multiply along a dimension that two tensors share, and sum over it.

``*`` multiplies element by element; ``@`` multiplies and sums. ``torch.einsum`` writes down any such product by naming
the dimensions: a name that is missing on the right of the arrow is summed over.

Networks learn through these products. Where a task says that gradients reach an input, compute with tensors all the
way: ``.item()``, ``.tolist()`` and ``.detach()`` cut the way back.
"""

import math

import torch


def dot(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Return the dot product of two vectors, the sum of ``a[n] * b[n]``.

    Gradients reach both inputs.

    Args:
        a: Shape (N,), any floating dtype; N is at least 1. Do not change the inputs.
        b: Shape (N,), same dtype.

    Returns:
        Shape (), same dtype: a tensor with one number, not a Python float.

    Example:
        >>> dot(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([4.0, 5.0, 6.0]))
        tensor(32.)
    """
    # begin solution
    return (a * b).sum()
    # end solution


def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None) -> torch.Tensor:
    """Apply a linear layer to a batch. As in PyTorch, the weight has one row per output.

    Output ``o`` of example ``b`` is the sum over ``i`` of ``x[b, i] * weight[o, i]``, plus ``bias[o]``. Gradients reach
    all inputs.

    Args:
        x: Shape (B, I), any floating dtype; every size is at least 1. Do not change the inputs.
        weight: Shape (O, I), same dtype.
        bias: Shape (O,), same dtype, or None for no bias.

    Returns:
        Shape (B, O), same dtype; a batch of 1 stays a batch.

    Not allowed: ``torch.nn.functional.linear`` and ``torch.nn.Linear``.

    Example:
        >>> weight = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
        >>> linear(torch.tensor([[1.0, 2.0]]), weight, torch.tensor([0.0, 0.0, 10.0]))
        tensor([[ 1.,  2., 13.]])
    """
    # begin solution
    out = x @ weight.T
    return out if bias is None else out + bias
    # end solution


def matmul_by_hand(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Return the matrix product without asking PyTorch for one: write the sums yourself.

    Entry ``[n, m]`` is the sum over ``k`` of ``a[n, k] * b[k, m]``. Three loops do it; so does a sum over ``k`` of
    column ``k`` of ``a`` times row ``k`` of ``b``.

    Args:
        a: Shape (N, K), any floating dtype or int64; every size is at least 1. Do not change the inputs.
        b: Shape (K, M), same dtype.

    Returns:
        Shape (N, M), same dtype, on the device of ``a``.

    Not allowed: whatever multiplies a matrix for you, such as ``@``, ``matmul``, ``mm``, ``mv``, ``bmm``, ``addmm``,
        ``einsum``, ``tensordot``, ``inner`` and ``torch.nn.functional.linear``; and NumPy.

    Example:
        >>> matmul_by_hand(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([[5.0, 6.0], [7.0, 8.0]]))
        tensor([[19., 22.],
                [43., 50.]])
    """
    # begin solution
    out = torch.zeros(a.shape[0], b.shape[1], dtype=a.dtype, device=a.device)
    for k in range(a.shape[1]):
        out += a[:, k, None] * b[k]
    return out
    # end solution


def batched_matmul(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Multiply two batches of matrices, pair by pair: result ``i`` is ``a[i]`` times ``b[i]``.

    Any way of doing it is allowed. Gradients reach both inputs.

    Args:
        a: Shape (B, N, K), any floating dtype; every size is at least 1. Do not change the inputs.
        b: Shape (B, K, M), same dtype.

    Returns:
        Shape (B, N, M), same dtype; sizes of 1 stay.

    Example:
        >>> a = torch.tensor([[[1.0, 2.0]], [[3.0, 4.0]]])
        >>> batched_matmul(a, torch.tensor([[[1.0], [1.0]], [[2.0], [0.0]]]))
        tensor([[[3.]],
        <BLANKLINE>
                [[6.]]])
    """
    # begin solution
    return a @ b
    # end solution


def bilinear(x: torch.Tensor, weight: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return ``x^T W y`` for each pair of vectors in a batch.

    Result ``b`` is the sum over ``i`` and ``j`` of ``x[b, i] * weight[i, j] * y[b, j]``. Gradients reach all three
    inputs.

    Args:
        x: Shape (B, I), any floating dtype; every size is at least 1. Do not change the inputs.
        weight: Shape (I, J), same dtype, shared by the whole batch.
        y: Shape (B, J), same dtype.

    Returns:
        Shape (B,), same dtype; a batch of 1 gives shape (1,).

    Example:
        >>> weight = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> bilinear(torch.tensor([[1.0, 0.0], [1.0, 1.0]]), weight, torch.tensor([[0.0, 1.0], [1.0, 1.0]]))
        tensor([ 2., 10.])
    """
    # begin solution
    return torch.einsum("bi,ij,bj->b", x, weight, y)
    # end solution


def gram(features: torch.Tensor) -> torch.Tensor:
    """Return how much each pair of channels agrees, summed over all pixels: the Gram matrix of style transfer.

    Entry ``[c, d]`` is the sum over all pixels of ``features[c] * features[d]``, divided by ``C * H * W``. Gradients
    reach the features.

    Args:
        features: Shape (C, H, W), any floating dtype, not always contiguous; every size is at least 1. Do not change
            it.

    Returns:
        Shape (C, C), same dtype.

    Example:
        >>> gram(torch.tensor([[[1.0, 2.0]], [[0.0, 4.0]]]))
        tensor([[1.2500, 2.0000],
                [2.0000, 4.0000]])
    """
    # begin solution
    flat = features.reshape(features.shape[0], -1)
    return flat @ flat.T / features.numel()
    # end solution


def attention_scores(q: torch.Tensor, k: torch.Tensor) -> torch.Tensor:
    """Return how well each query fits each key: their dot products, divided by the square root of D.

    Score ``[b, t, s]`` is the dot product of ``q[b, t]`` and ``k[b, s]``, times ``1 / sqrt(D)``. No softmax yet.
    Gradients reach both inputs.

    Args:
        q: Queries, shape (B, T, D), any floating dtype; every size is at least 1. Do not change the inputs.
        k: Keys, shape (B, S, D), same dtype.

    Returns:
        Shape (B, T, S), same dtype; sizes of 1 stay.

    Example:
        >>> q = torch.tensor([[[1.0, 1.0, 1.0, 1.0]]])
        >>> attention_scores(q, torch.tensor([[[2.0, 0.0, 0.0, 0.0], [1.0, 2.0, 3.0, 4.0]]]))
        tensor([[[1., 5.]]])
    """
    # begin solution
    return q @ k.transpose(1, 2) / math.sqrt(q.shape[-1])
    # end solution
