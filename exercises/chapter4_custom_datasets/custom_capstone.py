"""Capstone: a model from a folder.

A folder of pictures comes in, a name for each new picture goes out. The files, the sizes, the colours, the network, the
training and the rare class are all yours. A second task says how good the names are, class by class.
"""

import math
from pathlib import Path

import torch
from PIL import Image
from torch import nn
from torch.nn import functional

SUFFIXES = {".png", ".jpg", ".jpeg"}
"""How the names of picture files end."""



def fit_folder(train_folder: Path, test_folder: Path) -> list[str]:
    """Train a network on a folder of labelled pictures, and name the pictures in another folder.

    ``train_folder`` has a folder for each class, called like the class, with its pictures directly in it. ``test_folder`` has
    pictures directly in it, and nobody says what they show. A *picture* is a file that ends in one of ``SUFFIXES``, in
    capital or small letters, and is not hidden (a hidden name begins with a dot). It may be RGB, grey, or RGBA, and of any
    size from 8 x 8 up; it need not be square. Real folders hold other things, too: leave out all files that are no
    pictures, also such as lie beside the class folders, and all training pictures that Pillow cannot read to the end. At
    least two pictures of each class, and all test pictures, can be read.

    You are judged on five kinds of small shapes, some 25 pictures of each, by the mean of the recalls of all classes. Each
    class counts the same there, however rare it is in the training set, and classes may overlap. So let every class have the
    same weight in training: where 16 of 76 pictures of one class look like all 8 of another, the rare one is the better
    answer. Which network, optimizer and learning rate you take is up to you. Two small convolutions on pictures of 16 x 16
    pixels, and one second of training, are plenty.

    Args:
        train_folder: A folder with at least two class folders. No class folder is hidden.
        test_folder: A folder with at least one picture.

    Returns:
        The name of the class of each test picture, as strings, in the order of the sorted file names (``sorted``, as text).
        Each picture is classified on its own: its class does not depend on the other test pictures, and equal pictures get
        equal classes. Both folders are left as they were.

    Not allowed: ``torch.manual_seed``, which would reset the random numbers of the whole program. Whoever calls you sets the
    seed of torch, and gets the same classes for the same seed: draw all random numbers from torch. A ``DataLoader``
    needs ``num_workers=0`` here.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> folder = TemporaryDirectory()
        >>> root = Path(folder.name)
        >>> pictures = {"night/a": 20, "night/b": 40, "day/a": 230, "day/b": 250, "new/1": 240, "new/2": 30}
        >>> for name, grey in pictures.items():
        ...     (root / "train" / name).parent.mkdir(parents=True, exist_ok=True)
        ...     Image.new("RGB", (16, 16), (grey, grey, grey)).save(root / "train" / f"{name}.png")
        >>> new = (root / "train" / "new").rename(root / "new")
        >>> fit_folder(root / "train", new)
        ['day', 'night']
    """
    raise NotImplementedError


def evaluate_by_class(predicted: list[str], true: list[str], classes: list[str]) -> tuple[dict[str, float], float]:
    """Return the recall of each class, and the balanced accuracy: what a model is worth where classes differ in size.

    The recall of a class is the share of its own samples that were given its name. The balanced accuracy is the mean of the
    recalls of those classes that occur in ``true``.

    Args:
        predicted: The predicted names of N samples, N at least 1. All are in ``classes``.
        true: Their true names, in the same order. All are in ``classes``.
        classes: K different names.

    Returns:
        A tuple ``(recalls, balanced)``. ``recalls`` has a float for each name in ``classes``, in any order: the recall from
        0 to 1, or NaN (``math.nan``) for a class that does not occur in ``true``. ``balanced`` is a float.

    Example:
        >>> predicted = ["cat", "cat", "cat", "dog"]
        >>> evaluate_by_class(predicted, true=["cat", "cat", "dog", "dog"], classes=["cat", "dog", "emu"])
        ({'cat': 1.0, 'dog': 0.5, 'emu': nan}, 0.75)
    """
    raise NotImplementedError
