"""Capstone: recognise shapes without training.

From raw pixels to a judged classifier in six small steps: prepare the images, average each class, compare with the
averages, count what went right, see what was taken for what, and move a first set of weights downhill by hand.
"""

import torch


def prepare(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Turn grey images of bytes into floats with a channel, and measure their statistics.

    Each byte is divided by 255, so that the values are in [0, 1]. The mean and the standard deviation are those of
    all these values together, over all images and pixels. The standard deviation is the population's: with M values
    ``v``, it is the square root of ``((v - mean) ** 2).sum() / M``. It is 0 where there is only one value.

    Args:
        images: Shape (N, H, W), uint8, each size at least 1. It need not be contiguous.

    Returns:
        A tuple ``(x, mean, std)``: shape (N, 1, H, W), float32, in [0, 1], not standardised yet; and two tensors of
        shape (), float32.

    Example:
        >>> x, mean, std = prepare(torch.tensor([[[0, 255], [255, 0]]], dtype=torch.uint8))
        >>> x.shape
        torch.Size([1, 1, 2, 2])
        >>> mean, std
        (tensor(0.5000), tensor(0.5000))
    """
    # begin solution
    x = images.to(torch.float32).unsqueeze(1) / 255
    return x, x.mean(), x.std(correction=0)
    # end solution


def centroids(features: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Average the features of each class.

    Args:
        features: Shape (N, D), float32; row ``i`` describes example ``i``. It is left as it was. N is at least 1.
        labels: Shape (N,), int64, each from 0 to K - 1.
        num_classes: K. There may be classes without any example, also the last ones.

    Returns:
        Shape (K, D), float32, on the device of ``features``: row ``k`` is the mean of the rows of ``features`` whose
        label is ``k``, and a row of zeros where there is none.

    Example:
        >>> centroids(torch.tensor([[1.0, 2.0], [5.0, 0.0], [3.0, 4.0]]), torch.tensor([0, 2, 0]), num_classes=3)
        tensor([[2., 3.],
                [0., 0.],
                [5., 0.]])
    """
    # begin solution
    means = torch.zeros(num_classes, features.shape[1], device=features.device)
    for k in range(num_classes):
        members = features[labels == k]
        if len(members):
            means[k] = members.mean(dim=0)
    return means
    # end solution


def predict(features: torch.Tensor, centers: torch.Tensor) -> torch.Tensor:
    """Give each example the class whose centre is nearest.

    Nearest by the Euclidean distance ``((features[n] - centers[k]) ** 2).sum().sqrt()``; the root may be left out,
    since it does not change which distance is smallest. Of several centres that are equally near, the lowest class
    counts.

    Args:
        features: Shape (N, D), float32, N at least 1.
        centers: Shape (K, D), float32, K at least 1; row ``k`` is the centre of class ``k``.

    Returns:
        Shape (N,), int64, also for N = 1: the class of each example.

    Not allowed: ``torch.cdist`` and ``torch.nn.functional.pairwise_distance``; write the differences yourself, by
    broadcasting.

    Example:
        >>> predict(torch.tensor([[1.0, 1.0], [9.0, 8.0], [5.0, 5.0]]), torch.tensor([[0.0, 0.0], [10.0, 10.0]]))
        tensor([0, 1, 0])
    """
    # begin solution
    differences = features.unsqueeze(1) - centers
    return (differences**2).sum(dim=-1).argmin(dim=1)
    # end solution


def accuracy(predicted: torch.Tensor, labels: torch.Tensor) -> float:
    """Return the share of examples whose predicted class is right.

    Args:
        predicted: Shape (N,) or (N, 1), int64. Both shapes mean the same: one class for each example.
        labels: Shape (N,), int64: the true classes.

    Returns:
        A Python float from 0.0 to 1.0, and 0.0 where N is 0.

    Example:
        >>> accuracy(torch.tensor([[0], [1], [1], [2]]), torch.tensor([0, 1, 2, 2]))
        0.75
    """
    # begin solution
    if len(labels) == 0:
        return 0.0
    return (predicted.reshape(-1) == labels).float().mean().item()
    # end solution


def confusion(predicted: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    """Count how often each true class was taken for each class.

    Args:
        predicted: Shape (N,), int64, each from 0 to K - 1. N may be 0.
        labels: Shape (N,), int64, each from 0 to K - 1: the true classes.
        num_classes: K. Not every class needs to occur.

    Returns:
        Shape (K, K), int64: entry ``[t, p]`` counts the examples of true class ``t`` that were predicted as ``p``.

    Example:
        >>> confusion(torch.tensor([0, 1, 1, 1]), torch.tensor([0, 0, 0, 1]), num_classes=2)
        tensor([[1, 2],
                [0, 1]])
    """
    # begin solution
    cells = labels * num_classes + predicted
    return torch.bincount(cells, minlength=num_classes**2).reshape(num_classes, num_classes)
    # end solution


def gradient_step(weights: torch.Tensor, features: torch.Tensor, labels: torch.Tensor, lr: float) -> torch.Tensor:
    """Take one step of gradient descent on a linear least-squares classifier, with the gradient worked out by hand.

    Let X be the features, W the weights, and Y, shape (N, K), the one-hot labels: ``Y[n, k]`` is 1 where ``k`` is the
    label of example ``n``, else 0. The loss is the squared error, summed over the classes and averaged over the
    examples: ``((X @ W - Y) ** 2).sum() / N``. The step is ``W - lr * G``, where ``G`` is the gradient of the loss with
    respect to W.

    Args:
        weights: Shape (D, K), float32. It is left as it was.
        features: Shape (N, D), float32, N at least 1.
        labels: Shape (N,), int64, each from 0 to K - 1. Not every class needs to occur.
        lr: The learning rate.

    Returns:
        The new weights, shape (D, K), float32.

    Not allowed: autograd (``backward``, ``torch.autograd.grad``).

    Example:
        >>> gradient_step(torch.zeros(1, 2), torch.tensor([[1.0], [2.0]]), torch.tensor([0, 1]), lr=0.5)
        tensor([[0.5000, 1.0000]])
    """
    # begin solution
    targets = torch.nn.functional.one_hot(labels, weights.shape[1]).to(weights.dtype)
    gradient = 2 * features.T @ (features @ weights - targets) / len(features)
    return weights - lr * gradient
    # end solution
