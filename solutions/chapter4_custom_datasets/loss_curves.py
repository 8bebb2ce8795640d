"""Loss curves, and what they tell.

A loss on training data and one on test data, epoch by epoch, say what a model lacks. Three tasks read and compare such
curves; another one asks a trained model about a picture of one's own.
"""

import copy
import math
from collections.abc import Callable
from pathlib import Path

import torch
from PIL import Image
from torch import nn
from torch.nn import functional

Batch = tuple[torch.Tensor, torch.Tensor]


def diagnose_curves(train_losses: list[float], test_losses: list[float], baseline: float) -> str:
    """Say what two loss curves show, by these rules. The first one that fits counts.

    1. ``"underfitting"``: the last training loss is more than half of ``baseline``.
    2. ``"overfitting"``: the last test loss is more than 1.2 times the lowest test loss of all epochs (it has risen again), or
       the last test loss minus the last training loss is more than half of ``baseline`` (the gap is wide).
    3. ``"good"``: everything else.

    Args:
        train_losses: The training loss of each of E epochs, E at least 1. All losses are positive and finite.
        test_losses: The test loss of each epoch.
        baseline: The loss of a model that only guesses, such as ln K for K classes; positive.

    Returns:
        ``"underfitting"``, ``"overfitting"`` or ``"good"``.

    Example:
        >>> diagnose_curves([2.2, 2.1, 2.0], [2.3, 2.2, 2.1], baseline=2.3)
        'underfitting'
        >>> diagnose_curves([1.5, 0.7, 0.2], [1.6, 0.8, 1.3], baseline=2.3)
        'overfitting'
        >>> diagnose_curves([1.5, 0.7, 0.2], [1.6, 0.8, 0.5], baseline=2.3)
        'good'
    """
    # begin solution
    if train_losses[-1] > baseline / 2:
        return "underfitting"
    risen = test_losses[-1] > 1.2 * min(test_losses)
    wide = test_losses[-1] - train_losses[-1] > baseline / 2
    return "overfitting" if risen or wide else "good"
    # end solution


def best_epoch(test_losses: list[float], beta: float) -> int:
    r"""Return the epoch with the lowest smoothed test loss: one lucky epoch does not make a good model.

    Smooth by an exponential moving average with bias correction. Start with ``s = 0`` and ``n = 0``. For each loss that is
    not NaN, add 1 to ``n``, and let ``s = beta * s + (1 - beta) * loss``. The smoothed loss of that epoch is
    ``s / (1 - beta**n)``. An epoch whose loss is NaN changes neither ``s`` nor ``n``, and is never the best.

    Args:
        test_losses: The test loss of each epoch, each finite or NaN (``math.nan``). The list is left as it was.
        beta: How much of the past stays, from 0 (no smoothing) to less than 1.

    Returns:
        The epoch, counted from 0; of equally low ones the first.

    Raises:
        ValueError: All losses are NaN, or there are none.

    Example:
        >>> best_epoch([4.0, 1.0, 3.0, 2.0, 1.9, 2.5], beta=0.5)  # smoothed 4.00, 2.00, 2.57, 2.27, 2.08, 2.29
        1
        >>> best_epoch([4.0, 1.0, 1.5, 2.0], beta=0.5)  # smoothed 4.00, 2.00, 1.71, 1.87
        2
    """
    # begin solution
    average, count, best, lowest = 0.0, 0, -1, math.inf
    for epoch, loss in enumerate(test_losses):
        if math.isnan(loss):
            continue
        count += 1
        average = beta * average + (1 - beta) * loss
        smoothed = average / (1 - beta**count)
        if smoothed < lowest:
            best, lowest = epoch, smoothed
    if best < 0:
        raise ValueError("There is no loss that is a number.")
    return best
    # end solution


def predict_picture(
    model: nn.Module,
    path: Path,
    size: tuple[int, int],
    mean: list[float],
    std: list[float],
    classes: list[str],
) -> tuple[str, float]:
    """Ask a trained model what a picture of one's own shows.

    The picture has to go the way that the training pictures went: read it with Pillow; turn it into RGB with
    ``convert("RGB")`` (it may be grey, RGBA or with a palette); resize it with Pillow's ``resize`` and
    ``Image.Resampling.BILINEAR``; scale it from 0 to 255 down to 0 to 1; and subtract ``mean`` and divide by ``std``, channel
    by channel. Ask the model once, in evaluation mode and without gradients; afterwards it may be in either mode.

    Args:
        model: Takes float32 pictures of shape (N, 3, H, W), and returns logits of shape (N, K). Its parameters, of which it
            has at least one, are on one device, where the picture must be, too.
        path: The picture's file.
        size: ``(H, W)``, height before width. They can differ. (Pillow's ``resize`` takes ``(W, H)``.)
        mean: Three numbers, one for each of red, green and blue.
        std: Three positive numbers.
        classes: The K names of the classes.

    Returns:
        A tuple ``(name, probability)``: the name of the class with the largest logit, and its probability by softmax, a
        Python float.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> folder = TemporaryDirectory()
        >>> path = Path(folder.name) / "mine.png"
        >>> Image.new("RGB", (6, 4), (255, 0, 51)).save(path)
        >>> model = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 2))
        >>> with torch.no_grad():
        ...     _ = model[2].weight.copy_(torch.tensor([[1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])), model[2].bias.zero_()
        >>> name, probability = predict_picture(model, path, (2, 3), [0.5] * 3, [0.5] * 3, ["red", "other"])
        >>> name, round(probability, 4)
        ('red', 0.7311)
    """
    # begin solution
    height, width = size
    with Image.open(path) as picture:
        small = picture.convert("RGB").resize((width, height), Image.Resampling.BILINEAR)
    pixels = torch.frombuffer(bytearray(small.tobytes()), dtype=torch.uint8).reshape(height, width, 3)
    image = pixels.permute(2, 0, 1).float() / 255
    image = (image - torch.tensor(mean)[:, None, None]) / torch.tensor(std)[:, None, None]
    model.eval()
    with torch.no_grad():
        logits = model(image.unsqueeze(0).to(next(model.parameters()).device))[0]
    probabilities = logits.softmax(dim=0)
    best = int(probabilities.argmax())
    return classes[best], probabilities[best].item()
    # end solution


def compare_augmentation(
    model: nn.Module,
    batches: list[Batch],
    test: Batch,
    augment: Callable[[torch.Tensor], torch.Tensor],
    epochs: int,
    lr: float,
) -> dict[str, dict[str, list[float]]]:
    """Train two copies of one model, one with plain and one with augmented pictures, and return both histories.

    A fair comparison changes one thing only. Both copies start from the weights of ``model``, see the same batches in the
    given order in each epoch, and are trained by ``torch.optim.SGD`` with the learning rate ``lr`` and nothing else, on
    ``cross_entropy``. For the augmented copy, ``augment`` is called on the pictures of each batch just before each use, anew
    in each epoch, and nowhere else. Both copies are tested on the pictures of ``test`` as they are.

    Args:
        model: Takes pictures (B, C, H, W), and returns logits (B, K). Its weights and its mode are left as they were.
        batches: At least one batch ``(pictures, labels)``; the labels are int64. All batches have the same size B.
        test: One batch of test pictures.
        augment: Takes pictures and returns as many new ones of the same shape. Calls differ from one another, even on
            the same pictures.
        epochs: E, at least 1.
        lr: The learning rate.

    Returns:
        A dict with ``"plain"`` and ``"augmented"``, each of them a dict with two lists of E floats. ``"train"`` has the mean
        over the batches of the losses that were trained with, in training mode. ``"test"`` has the loss on ``test`` after each
        epoch, in evaluation mode and without gradients.

    Example:
        >>> model = nn.Sequential(nn.Flatten(), nn.Linear(4, 2, bias=False))
        >>> with torch.no_grad():
        ...     _ = model[1].weight.zero_()
        >>> x, y = torch.tensor([[[[1.0, 0.0], [0.0, 0.0]]]]), torch.tensor([0])
        >>> histories = compare_augmentation(model, [(x, y)], (x, y), lambda x: x.flip(3), epochs=1, lr=1.0)
        >>> [round(loss, 4) for loss in histories["plain"]["test"] + histories["augmented"]["test"]]
        [0.3133, 0.6931]
    """
    # begin solution
    histories = {}
    for name in ("plain", "augmented"):
        twin = copy.deepcopy(model)
        optimizer = torch.optim.SGD(twin.parameters(), lr=lr)
        history: dict[str, list[float]] = {"train": [], "test": []}
        for _ in range(epochs):
            twin.train()
            losses = []
            for x, y in batches:
                loss = functional.cross_entropy(twin(augment(x) if name == "augmented" else x), y)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
            twin.eval()
            with torch.no_grad():
                history["test"].append(functional.cross_entropy(twin(test[0]), test[1]).item())
            history["train"].append(sum(losses) / len(losses))
        histories[name] = history
    return histories
    # end solution
