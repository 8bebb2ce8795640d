"""Unusual but right versions of the tasks in chapter4_custom_datasets/loss_curves."""

import copy
import math

import numpy as np
import torch
from PIL import Image
from torch import nn

from learn.variants import alternative


@alternative("diagnose_curves", "a table of rules, with tensors")
def by_table(train_losses, test_losses, baseline):
    train, test = torch.tensor(train_losses).double(), torch.tensor(test_losses).double()
    rules = {
        "underfitting": 2 * train[-1] > baseline,
        "overfitting": (test[-1] / test.min() > 1.2) | (2 * (test - train)[-1] > baseline),
        "good": True,
    }
    return next(name for name, fits in rules.items() if fits)


@alternative("diagnose_curves", "nested conditions, and a walk through the test losses")
def by_walk(train_losses, test_losses, baseline):
    *_, train = train_losses
    lowest = math.inf
    for test in test_losses:
        lowest = test if test < lowest else lowest
    if train <= baseline / 2:
        return "good" if test <= 1.2 * lowest and test - train <= baseline / 2 else "overfitting"
    return "underfitting"


@alternative("best_epoch", "the average as a sum of weights, for each epoch anew")
def by_weights(test_losses, beta):
    known = [epoch for epoch, loss in enumerate(test_losses) if loss == loss]
    if not known:
        raise ValueError("nothing but NaN")
    smoothed = []
    for n in range(1, len(known) + 1):
        weights = [beta ** (n - 1 - i) for i in range(n)]
        smoothed.append(sum(w * test_losses[e] for w, e in zip(weights, known, strict=False)) / sum(weights))
    return known[smoothed.index(min(smoothed))]


@alternative("best_epoch", "NumPy, infinity in place of NaN")
def by_numpy(test_losses, beta):
    losses = np.array(test_losses, dtype=np.float64)
    if np.isnan(losses).all():
        raise ValueError
    smoothed, s, weight = np.full(len(losses), np.inf), 0.0, 0.0
    for i in np.flatnonzero(~np.isnan(losses)):
        s += (1 - beta) * (losses[i] - s)
        weight += (1 - beta) * (1 - weight)
        smoothed[i] = s / weight
    return int(smoothed.argmin())


@alternative("predict_picture", "NumPy and float64, mean and std on the device")
def in_float64(model, path, size, mean, std, classes):
    device = next(model.parameters()).device
    with open(path, "rb") as file:
        picture = Image.open(file).convert("RGB").resize(size[::-1], Image.BILINEAR)
    array = (np.asarray(picture, dtype=np.float64) / 255 - np.array(mean)) / np.array(std)
    x = torch.from_numpy(array.transpose(2, 0, 1).astype(np.float32).copy()).to(device)
    with torch.inference_mode():
        scores = model.eval()(x[None]).softmax(dim=1).squeeze(0).tolist()
    best = max(range(len(scores)), key=scores.__getitem__)
    return classes[best], scores[best]


@alternative("predict_picture", "torchvision's transforms")
def by_transforms(model, path, size, mean, std, classes):
    from torchvision.transforms import v2

    way = v2.Compose([v2.Resize(size), v2.ToImage(), v2.ToDtype(torch.float32, scale=True), v2.Normalize(mean, std)])
    batch = torch.stack([way(Image.open(path).convert("RGB"))]).to([*model.parameters()][0].device)
    model.train(mode=False)
    with torch.no_grad():
        probability, index = torch.softmax(model(batch), dim=-1).max(dim=-1)
    return classes[index.item()], float(probability)


@alternative("compare_augmentation", "both copies side by side, epoch by epoch")
def side_by_side(model, batches, test, augment, epochs, lr):
    names = ["plain", "augmented"]
    twins = {name: copy.deepcopy(model) for name in names}
    optimizers = {name: torch.optim.SGD(twins[name].parameters(), lr) for name in names}
    criterion = nn.CrossEntropyLoss()
    histories = {name: {"train": [], "test": []} for name in names}
    for _ in range(epochs):
        sums = dict.fromkeys(names, 0.0)
        for x, y in batches:
            for name in names:
                optimizers[name].zero_grad()
                loss = criterion(twins[name].train()(x if name == "plain" else augment(x)), y)
                loss.backward()
                optimizers[name].step()
                sums[name] += float(loss)
        for name in names:
            histories[name]["train"].append(sums[name] / len(batches))
            with torch.inference_mode():
                histories[name]["test"].append(float(criterion(twins[name].eval()(test[0]), test[1])))
    return histories


@alternative("compare_augmentation", "one model whose state is put back before the second run, on a copy")
def by_state(model, batches, test, augment, epochs, lr):
    twin = copy.deepcopy(model)
    start = copy.deepcopy(twin.state_dict())
    results = []
    for change in (lambda x: x, augment):
        twin.load_state_dict(start)
        train, tests = [], []
        for _ in range(epochs):
            twin.train(True)
            parts = []
            for pictures, labels in batches:
                loss = -twin(change(pictures)).log_softmax(dim=1)[torch.arange(len(labels)), labels].mean()
                gradients = torch.autograd.grad(loss, list(twin.parameters()))
                with torch.no_grad():
                    for parameter, gradient in zip(twin.parameters(), gradients, strict=True):
                        parameter -= lr * gradient
                parts.append(loss.detach())
            train.append(torch.stack(parts).mean().item())
            twin.train(False)
            with torch.no_grad():
                tests.append(torch.nn.functional.cross_entropy(twin(test[0]), test[1]).item())
        results.append({"test": tests, "train": train})
    return {"augmented": results[1], "plain": results[0]}
