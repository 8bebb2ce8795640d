"""Unusual but right versions of the tasks in chapter4_custom_datasets/custom_capstone."""

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset, WeightedRandomSampler

from learn.variants import alternative


def array_of(path, side):
    """Return a picture as (3, side, side), float32, from -1 to 1."""
    with Image.open(path) as opened:
        array = np.asarray(opened.convert("RGB").resize((side, side), Image.Resampling.BILINEAR), dtype=np.float32)
    return torch.from_numpy(array.transpose(2, 0, 1) / 127.5 - 1)


def found(folder):
    """Return the pictures in a folder, sorted by name."""
    names = sorted(p.name for p in folder.glob("*") if p.is_file())
    return [folder / n for n in names if n[0] != "." and n.lower().endswith((".png", ".jpg", ".jpeg"))]


def readable(folder, side):
    """Yield every picture of a folder that can be read."""
    for path in found(folder):
        try:
            yield array_of(path, side)
        except Exception:
            continue


@alternative("fit_folder", "a sampler that balances the classes, batch norm, Adam, and pictures of 20 x 20 pixels")
def by_sampler(train_folder, test_folder):
    folders = sorted((f for f in train_folder.iterdir() if f.is_dir()), key=lambda f: f.name)
    parts = [torch.stack(list(readable(folder, 20))) for folder in folders]
    y = torch.cat([torch.full((len(part),), k) for k, part in enumerate(parts)])
    weights = torch.cat([torch.full((len(part),), 1 / len(part)) for part in parts])
    sampler = WeightedRandomSampler(weights, num_samples=max(len(y), 64))
    loader = DataLoader(TensorDataset(torch.cat(parts), y), batch_size=32, sampler=sampler, num_workers=0)
    first = nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2)
    second = nn.Conv2d(16, 24, 3, padding=1), nn.LeakyReLU(), nn.AdaptiveMaxPool2d(5), nn.Flatten()
    model = nn.Sequential(*first, *second, nn.LazyLinear(len(parts)))
    model(torch.cat(parts)[:2])
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(16):
        for pictures, labels in loader:
            loss = nn.CrossEntropyLoss()(model.train()(pictures), labels)
            optimizer.zero_grad(set_to_none=False)
            loss.backward()
            optimizer.step()
    model.eval()
    with torch.inference_mode():
        return [folders[int(model(array_of(path, 20)[None]).argmax())].name for path in found(test_folder)]


@alternative("fit_folder", "rare classes repeated, flips, and SGD with momentum")
def by_repetition(train_folder, test_folder):
    names = sorted(f.name for f in train_folder.iterdir() if f.is_dir())
    parts = [torch.stack(list(readable(train_folder / name, 16))) for name in names]
    most = max(24, *map(len, parts))
    x = torch.cat([part.repeat(-(-most // len(part)), 1, 1, 1)[:most] for part in parts])
    y = torch.arange(len(names)).repeat_interleave(most)
    model = nn.Sequential(
        nn.Conv2d(3, 24, 5, stride=2, padding=2), nn.ReLU(), nn.Conv2d(24, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)
    ).extend([nn.Flatten(), nn.Linear(512, len(names))])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    for _ in range(25):
        for rows in torch.randperm(len(y)).split(32):
            pictures = x[rows].flip(3) if torch.rand(()) < 0.5 else x[rows]
            optimizer.zero_grad()
            functional.cross_entropy(model(pictures), y[rows]).backward()
            optimizer.step()
    model.eval()
    new = torch.stack([array_of(path, 16) for path in found(test_folder)])
    return [names[k] for k in model(new).detach().max(dim=1).indices]


@alternative("evaluate_by_class", "a confusion matrix in NumPy")
def by_confusion(predicted, true, classes):
    number = {name: k for k, name in enumerate(classes)}
    counts = np.zeros((len(classes), len(classes)))
    np.add.at(counts, ([number[t] for t in true], [number[p] for p in predicted]), 1)
    with np.errstate(invalid="ignore"):
        recalls = counts.diagonal() / counts.sum(axis=1)
    return dict(zip(classes, recalls.tolist(), strict=True)), float(np.nanmean(recalls))


@alternative("evaluate_by_class", "two counters in one walk")
def by_counters(predicted, true, classes):
    hits, totals = dict.fromkeys(classes, 0), dict.fromkeys(classes, 0)
    for i, name in enumerate(true):
        totals[name] += 1
        hits[name] += predicted[i] == name
    recalls = {name: hits[name] / totals[name] if totals[name] else float("nan") for name in reversed(classes)}
    return recalls, torch.tensor(list(recalls.values()), dtype=torch.float64).nanmean().item()
