"""Plausible wrong versions of the tasks in chapter4_custom_datasets/custom_capstone."""

import math

import torch
from custom_capstone import evaluate_by_class
from PIL import Image
from torch import nn
from torch.nn import functional

from learn.variants import mistake

SUFFIXES = {".png", ".jpg", ".jpeg"}


def listed(folder):
    """Return the pictures in a folder as it should be."""
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and not p.name.startswith("."))


def read(path, *, convert=True, resize=True):
    """Read a picture as it should be, but for these options."""
    with Image.open(path) as picture:
        picture = picture.convert("RGB") if convert else picture.copy()
    picture = picture.resize((16, 16)) if resize else picture
    values = torch.frombuffer(bytearray(picture.tobytes()), dtype=torch.uint8)
    return values.reshape(picture.height, picture.width, -1).permute(2, 0, 1).float() / 255


def read_all(folder, read_one, broken):
    """Return all training pictures, their labels, and the names of the classes."""
    classes = sorted(entry.name for entry in folder.iterdir() if entry.is_dir())
    images, labels = [], []
    for number, name in enumerate(classes):
        for path in listed(folder / name):
            try:
                images.append(read_one(path))
            except OSError:
                broken(path)
                continue
            labels.append(number)
    return torch.stack(images), torch.tensor(labels), classes


def scale(x):
    """Return the mean and the deviation of each channel."""
    return x.mean(dim=(0, 2, 3), keepdim=True), x.std(dim=(0, 2, 3), keepdim=True).clamp(min=0.01)


def skipped(path):
    """Leave a broken picture out, as it should be."""


def whole(
    train_folder,
    test_folder,
    *,
    read_one=read,
    broken=skipped,
    order=listed,
    shuffled=True,
    weighted=True,
    own_statistics=False,
    dropout=0.0,
    evaluation=True,
):
    """Do all as it should be, but for these options."""
    x, y, classes = read_all(train_folder, read_one, broken)
    mean, deviation = scale(x)
    x = (x - mean) / deviation
    first = nn.Conv2d(3, 16, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)
    model = nn.Sequential(*first, nn.Flatten(), nn.Dropout(dropout), nn.Linear(512, len(classes)))
    weights = 1 / torch.bincount(y, minlength=len(classes)) if weighted else None
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    for _ in range(12):
        for rows in (torch.randperm(len(x)) if shuffled else torch.arange(len(x))).split(32):
            loss = functional.cross_entropy(model(x[rows]), y[rows], weight=weights)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    model.train(not evaluation)
    new = torch.stack([read_one(path) for path in order(test_folder)])
    if own_statistics:
        mean, deviation = scale(new)
    with torch.no_grad():
        return [classes[n] for n in model((new - mean) / deviation).argmax(dim=1).tolist()]


@mistake("fit_folder", "You took the test files in the order in which the system lists them: sort them by name.")
def any_order(train_folder, test_folder):
    return whole(train_folder, test_folder, order=lambda folder: listed(folder)[::-1])  # as some systems do


@mistake("fit_folder", "You did not weight the classes, so the rare one is hardly ever named: cross_entropy takes weight=...")
def not_weighted(train_folder, test_folder):
    return whole(train_folder, test_folder, weighted=False)


@mistake("fit_folder", "Grey and RGBA pictures have 1 and 4 channels: convert each to RGB when you read it.")
def not_converted(train_folder, test_folder):
    return whole(train_folder, test_folder, read_one=lambda path: read(path, convert=False))


@mistake("fit_folder", "You did not resize, so your pictures do not fit together: bring all of them to one size first.")
def not_resized(train_folder, test_folder):
    return whole(train_folder, test_folder, read_one=lambda path: read(path, resize=False))


def give_up(path):
    """Let the error go on to the caller."""
    raise OSError(path)


@mistake("fit_folder", "A broken picture ends your training: catch the OSError that Pillow raises, and go on.")
def broken_raises(train_folder, test_folder):
    return whole(train_folder, test_folder, broken=give_up)


@mistake("fit_folder", "You deleted the broken pictures from somebody else's folder: leave them out, and let them lie.")
def deletes_broken(train_folder, test_folder):
    return whole(train_folder, test_folder, broken=lambda path: path.unlink())


@mistake("fit_folder", "You normalised the test pictures by their own mean and deviation: use those of the training pictures.")
def own_statistics(train_folder, test_folder):
    return whole(train_folder, test_folder, own_statistics=True)


@mistake("fit_folder", "Dropout was still active when you named the test pictures: call model.eval() first.")
def dropout_active(train_folder, test_folder):
    return whole(train_folder, test_folder, dropout=0.2, evaluation=False)


@mistake("fit_folder", "torch.manual_seed inside the task resets everybody's random numbers: leave the seed to the caller.")
def fixed_seed(train_folder, test_folder):
    torch.manual_seed(0)
    return whole(train_folder, test_folder)


# ------------------------------------------------------------------ evaluate_by_class


def known_mean(values):
    """Return the mean of the numbers that are not NaN."""
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known)


@mistake(
    "evaluate_by_class",
    "Your second number is the plain accuracy, in which frequent classes count more: take the mean of the recalls.",
)
def plain_accuracy(predicted, true, classes):
    hits = sum(p == t for p, t in zip(predicted, true, strict=True))
    return evaluate_by_class(predicted, true, classes)[0], hits / len(true)


@mistake(
    "evaluate_by_class", "You divided by how often a class is predicted, which is precision: divide by how often it is true."
)
def precision(predicted, true, classes):
    shares, _ = evaluate_by_class(true, predicted, classes)
    return shares, known_mean(shares.values())


@mistake("evaluate_by_class", "You gave 0 to a class that does not occur: nothing is known about it, which NaN says.")
def absent_is_zero(predicted, true, classes):
    recalls, balanced = evaluate_by_class(predicted, true, classes)
    return {name: 0.0 if math.isnan(recall) else recall for name, recall in recalls.items()}, balanced


@mistake("evaluate_by_class", "You divided the sum of the recalls by all K classes: divide by the number of those that occur.")
def divided_by_all(predicted, true, classes):
    recalls, _ = evaluate_by_class(predicted, true, classes)
    return recalls, sum(recall for recall in recalls.values() if not math.isnan(recall)) / len(classes)


@mistake(
    "evaluate_by_class",
    "You asked which classes are predicted. A class that occurs and is never predicted has recall 0, and it counts.",
)
def never_predicted_left_out(predicted, true, classes):
    recalls, _ = evaluate_by_class(predicted, true, classes)
    recalls = {name: recall if name in predicted else math.nan for name, recall in recalls.items()}
    return recalls, known_mean(recalls.values())
