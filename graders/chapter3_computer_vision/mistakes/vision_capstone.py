"""Plausible wrong versions of the tasks in chapter3_computer_vision/vision_capstone."""

import torch
from torch import nn
from torch.nn import functional

from learn.variants import mistake


def scaled(x, like):
    """Return pictures as a network takes them, by the statistics of others."""
    pixels = like.float()
    return ((x.float() - pixels.mean()) / pixels.std().clamp(min=1))[:, None]


def network(num_classes, *between):
    """Return a small network as it should be, with layers before the last one."""
    first = nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)
    second = nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d(4), nn.Flatten()
    return nn.Sequential(*first, *second, *between, nn.Linear(256, num_classes))


def learn(model, x, y, *, seen=6000, lr=0.02, shuffled=True):
    """Train a model as it should be, but for these options."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr)
    for _ in range(min(30, seen // len(x) + 1)):
        order = torch.randperm(len(x), device=x.device) if shuffled else torch.arange(len(x), device=x.device)
        for rows in order.split(64):
            loss = functional.cross_entropy(model(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model


def answer(model, x):
    """Return the classes, in the mode that the model is in."""
    with torch.no_grad():
        return model(x).argmax(dim=1)


def whole(x_train, y_train, x_test, num_classes, **options):
    """Do all as it should be, but for these options."""
    model = learn(network(num_classes).to(x_train.device), scaled(x_train, x_train), y_train, **options)
    return answer(model.eval(), scaled(x_test, x_train))


@mistake("fit_pictures", "You shuffled the pictures but not their labels: index both with the same permutation.")
def labels_not_shuffled(x_train, y_train, x_test, num_classes):
    order = torch.randperm(len(x_train), device=x_train.device)
    return whole(x_train[order], y_train, x_test, num_classes)


@mistake("fit_pictures", "You did not shuffle: sorted pictures make batches of one class, and the last one is all that stays.")
def not_shuffled(x_train, y_train, x_test, num_classes):
    return whole(x_train, y_train, x_test, num_classes, seen=1800, shuffled=False)


@mistake("fit_pictures", "Your last layer counts on one size of pictures: AdaptiveAvgPool2d before it fits all of them.")
def size_hard_coded(x_train, y_train, x_test, num_classes):
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(256, num_classes)
    )
    model = learn(model.to(x_train.device), scaled(x_train, x_train), y_train)
    return answer(model.eval(), scaled(x_test, x_train))


@mistake("fit_pictures", "You scaled the test pictures by their own mean and deviation: use those of the training pictures.")
def own_statistics(x_train, y_train, x_test, num_classes):
    model = learn(network(num_classes).to(x_train.device), scaled(x_train, x_train), y_train)
    return answer(model.eval(), scaled(x_test, x_test))


@mistake("fit_pictures", "Batch norm was still in training mode, so it used the test pictures: call model.eval() first.")
def batch_norm_active(x_train, y_train, x_test, num_classes):
    layers = [nn.Conv2d(1, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), *network(num_classes)[1:]]
    model = learn(nn.Sequential(*layers).to(x_train.device), scaled(x_train, x_train), y_train)
    return answer(model, scaled(x_test, x_train))


@mistake("fit_pictures", "Dropout was still active when you used the model: call model.eval() first.")
def dropout_active(x_train, y_train, x_test, num_classes):
    model = learn(network(num_classes, nn.Dropout(0.25)).to(x_train.device), scaled(x_train, x_train), y_train)
    return answer(model, scaled(x_test, x_train))


@mistake("fit_pictures", "squeeze() made a single picture's shape (): argmax(dim=1) has the right one already.")
def squeezed_classes(x_train, y_train, x_test, num_classes):
    return whole(x_train, y_train, x_test, num_classes).squeeze()


@mistake("fit_pictures", "torch.manual_seed inside the task resets everybody's random numbers: leave the seed to the caller.")
def fixed_seed(x_train, y_train, x_test, num_classes):
    torch.manual_seed(0)
    return whole(x_train, y_train, x_test, num_classes)


@mistake("fit_pictures", "Your model stayed on the CPU: move it to where the pictures are, model.to(x_train.device).")
def model_on_cpu(x_train, y_train, x_test, num_classes):
    model = learn(network(num_classes), scaled(x_train, x_train), y_train)
    return answer(model.eval(), scaled(x_test, x_train))
