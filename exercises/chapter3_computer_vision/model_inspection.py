"""Looking at a trained model.

The loss has stopped falling, and the accuracy is a number. What has the model understood? You let it classify many pictures,
see which classes it takes for which, look at the worst mistakes and at its first filters, and compare it with other models.
"""

import statistics
import time
from typing import Any

import torch
from torch import nn


def predict(model: nn.Module, images: torch.Tensor, batch_size: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Classify many images with a trained model, a batch at a time.

    Ask in evaluation mode and without gradients. Then put the model back into the mode that it was in. The images wait on
    the CPU: move one batch after the other to the device of the model's parameters, so that only one has to fit there.

    Args:
        model: Takes images, shape (B, C, H, W), and returns logits, shape (B, K). It has parameters, all on one device.
        images: Shape (N, C, H, W), float32, on the CPU, N at least 1. They are left as they were.
        batch_size: B, at least 1. The model gets B images that follow each other at a time; the last batch may be smaller.

    Returns:
        A tuple ``(labels, probabilities)``, both on the CPU, without gradients, and in the order of the images. ``labels``,
        shape (N,), int64, holds the class of the largest probability; ``probabilities``, shape (N, K), float32, holds the
        softmax of each image's logits.

    Example:
        >>> model = nn.Sequential(nn.Flatten(), nn.Linear(2, 2, bias=False))
        >>> _ = nn.init.eye_(model[1].weight)  # the logit of class k is pixel k
        >>> labels, probabilities = predict(model, torch.tensor([[[[0.0, 2.0]]], [[[1.0, 0.0]]], [[[0.0, 1.0]]]]), 2)
        >>> labels
        tensor([1, 0, 1])
        >>> probabilities
        tensor([[0.1192, 0.8808],
                [0.7311, 0.2689],
                [0.2689, 0.7311]])
    """
    raise NotImplementedError


def class_report(labels: torch.Tensor, predicted: torch.Tensor, num_classes: int) -> dict[str, Any]:
    """Say which classes a classifier knows, and which it takes for which.

    Args:
        labels: The true classes, shape (N,), int64, each from 0 to K - 1, N at least 1.
        predicted: The predicted classes, the same shape, dtype and range.
        num_classes: K, at least 2. Some classes may not occur at all.

    Returns:
        A dict with three items, its tensors on the device of ``labels``:

        * ``"confusion"``: shape (K, K), int64; entry ``[t, p]`` counts the images of true class ``t`` that were predicted
          as ``p``.
        * ``"accuracy"``: shape (K,), float32: of the images of each true class, the share that was predicted right; NaN for
          a class that does not occur in ``labels``.
        * ``"most_confused"``: a tuple ``(true, predicted)`` of two ints, the pair of different classes that was confused
          most often. Its order counts: "4 taken for 9" is another pair than "9 taken for 4". Of pairs that are equally
          frequent, it is the one with the lowest true class, and of these the one with the lowest predicted class. Where
          nothing is wrong, it is ``None``.

    Example:
        >>> report = class_report(torch.tensor([0, 0, 1, 1, 1]), torch.tensor([0, 1, 1, 0, 0]), num_classes=3)
        >>> report["confusion"]
        tensor([[1, 1, 0],
                [2, 1, 0],
                [0, 0, 0]])
        >>> report["accuracy"], report["most_confused"]
        (tensor([0.5000, 0.3333,    nan]), (1, 0))
    """
    raise NotImplementedError


def most_wrong(
    images: torch.Tensor, labels: torch.Tensor, probabilities: torch.Tensor, class_names: list[str], k: int
) -> tuple[torch.Tensor, torch.Tensor, list[str]]:
    """Find the images for which a classifier was most sure of a wrong class, ready to be looked at.

    The prediction for an image is the class of its largest probability, and how sure the classifier was is that probability.
    No two of an image's largest probabilities are equal, and no two wrong predictions are equally sure.

    Args:
        images: Shape (N, C, H, W), any dtype, N at least 1.
        labels: The true classes, shape (N,), int64.
        probabilities: Shape (N, K), floating dtype. Like the other tensors, it is left as it was.
        class_names: K names, the name of class ``c`` at position ``c``.
        k: How many images to list, at least 1. Where fewer are wrong, the lists are shorter, perhaps empty.

    Returns:
        A tuple ``(indices, pictures, captions)`` with an entry for each of the wrong predictions of which the classifier was
        most sure, the surest first. ``indices``, shape (k,), int64, says where the image is in ``images``; ``pictures``,
        shape (k, C, H, W), holds the images themselves; ``captions`` is a list of ``"<true name> as <predicted name>"``.
        The tensors are on the device of the inputs.

    Example:
        >>> images = torch.arange(4.0).reshape(4, 1, 1, 1)
        >>> probabilities = torch.tensor([[0.9, 0.1], [0.4, 0.6], [0.8, 0.2], [0.3, 0.7]])
        >>> indices, pictures, captions = most_wrong(images, torch.tensor([0, 0, 1, 1]), probabilities, ["cat", "dog"], 5)
        >>> indices, pictures.flatten(), captions
        (tensor([2, 1]), tensor([2., 1.]), ['dog as cat', 'cat as dog'])
    """
    raise NotImplementedError


def first_kernels(model: nn.Module) -> torch.Tensor:
    """Return the kernels of a model's first convolution, each scaled to numbers from 0 to 1, as a picture needs them.

    Args:
        model: It has at least one ``nn.Conv2d``, perhaps deep inside other modules. The first one in the order of
            ``model.modules()`` is meant. Its weights are left as they were.

    Returns:
        Shape (O, C, kh, kw), that of the weight, in its dtype and on its device. A kernel is the part of the weight that
        makes one output channel, shape (C, kh, kw), and each has its own scale: its smallest number becomes 0, its largest
        1, the others lie between in proportion. A kernel whose numbers are all equal becomes 0.5 everywhere. The result is
        detached: it does not require gradients, and changes of it do not reach the model.

    Example:
        >>> conv = nn.Conv2d(1, 2, kernel_size=(1, 3))
        >>> _ = conv.weight.data.copy_(torch.tensor([[[[-1.0, 0.0, 3.0]]], [[[2.0, 2.0, 2.0]]]]))
        >>> first_kernels(nn.Sequential(nn.Identity(), conv)).flatten(1)
        tensor([[0.0000, 0.2500, 1.0000],
                [0.5000, 0.5000, 0.5000]])
    """
    raise NotImplementedError


def compare_models(
    models: dict[str, nn.Module], images: torch.Tensor, labels: torch.Tensor, repeats: int
) -> list[dict[str, Any]]:
    """Measure several models on the same batch of images: how often they are right, how large they are, how fast.

    Ask each model in evaluation mode and without gradients. Then put it back into the mode that it was in.

    To time a model, call it once with the whole batch to warm up, and do not count that call. Then call it ``repeats`` more
    times with the whole batch, look at ``time.perf_counter()`` before and after each of these calls, and take the median of
    the differences. An accelerator works on while Python goes on: where the images are not on the CPU, call
    ``torch.accelerator.synchronize()`` before each look at the clock. On the CPU you must not: without an accelerator it
    raises.

    Args:
        models: The models by name. Each takes images and returns logits, shape (N, K), and is on the device of the images.
        images: Shape (N, C, H, W), float32, N at least 1.
        labels: The true classes, shape (N,), int64, on the same device.
        repeats: An odd number, at least 1.

    Returns:
        A list with a dict for each model: the best accuracy first, and of models with the same accuracy the one with fewer
        parameters first. No two models agree in both. The items of a dict:

        * ``"name"``: the model's name.
        * ``"accuracy"``: a float, the share of images whose largest logit is that of the true class.
        * ``"num_parameters"``: an int, how many numbers its parameters hold in all, frozen parameters too.
        * ``"seconds"``: a float, the median time of a call.

    Example:
        >>> images, labels = torch.tensor([[[[0.0, 2.0]]], [[[1.0, 0.0]]]]), torch.tensor([1, 0])
        >>> models = {"small": nn.Sequential(nn.Flatten(), nn.Linear(2, 2, bias=False))}
        >>> _ = nn.init.eye_(models["small"][1].weight)
        >>> (row,) = compare_models(models, images, labels, repeats=3)
        >>> row["name"], row["accuracy"], row["num_parameters"], row["seconds"] > 0
        ('small', 1.0, 4, True)
    """
    raise NotImplementedError
