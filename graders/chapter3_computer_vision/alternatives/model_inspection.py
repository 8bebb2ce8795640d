"""Unusual but right versions of the tasks in chapter3_computer_vision/model_inspection."""

import time
from time import perf_counter_ns

import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset

from learn.variants import alternative


@alternative("predict", "a DataLoader, and inference mode")
def by_loader(model, images, batch_size):
    place = next(model.parameters())
    was_training = model.training
    model.train(mode=False)
    labels, probabilities = [], []
    with torch.inference_mode():
        for (batch,) in DataLoader(TensorDataset(images), batch_size=batch_size):
            of_batch = functional.softmax(model(batch.to(place.device)), dim=-1)
            probabilities.extend(of_batch.cpu())
            labels.extend(of_batch.argmax(dim=-1).tolist())
    if was_training:
        model.train()
    return torch.tensor(labels), torch.stack(probabilities)


@alternative("predict", "float64 inside, slices of one result tensor, and the mode of each module put back")
@torch.no_grad()
def into_slices(model, images, batch_size):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    parts, start = None, 0
    while start < len(images):
        logits = model(images[start : start + batch_size].to(next(model.parameters()).device)).double().cpu()
        if parts is None:
            parts = torch.zeros(len(images), logits.shape[1])
        shifted = (logits - logits.max(dim=1, keepdim=True).values).exp()
        parts[start : start + batch_size] = shifted / shifted.sum(dim=1, keepdim=True)
        start += batch_size
    for module, mode in modes.items():
        module.training = mode
    return parts.max(dim=1).indices, parts


@alternative("class_report", "one-hot products, and a loop over the pairs")
def by_one_hot(labels, predicted, num_classes):
    true, guess = (functional.one_hot(classes, num_classes) for classes in (labels, predicted))
    confusion = (true[:, :, None] * guess[:, None, :]).sum(dim=0)
    pairs = [(t, p) for t in range(num_classes) for p in range(num_classes) if t != p]
    best = max(pairs, key=lambda pair: int(confusion[pair]))
    right = [(predicted == labels)[labels == c].float().mean() for c in range(num_classes)]
    return {
        "confusion": confusion,
        "accuracy": torch.stack(right),
        "most_confused": best if confusion[best] > 0 else None,
    }


@alternative("class_report", "index_put_ for the counts, Python's counting for the pair")
def by_index_put(labels, predicted, num_classes):
    confusion = labels.new_zeros(num_classes, num_classes)
    confusion.index_put_((labels, predicted), torch.ones_like(labels), accumulate=True)
    wrong = sorted((t, p) for t, p in zip(labels.tolist(), predicted.tolist(), strict=True) if t != p)
    occurs = torch.bincount(labels, minlength=num_classes).double()
    return {
        "most_confused": max(wrong, key=wrong.count) if wrong else None,
        "accuracy": (torch.diagonal(confusion).double() / occurs).float(),
        "confusion": confusion,
    }


@alternative("most_wrong", "Python's sorted")
def by_sorted(images, labels, probabilities, class_names, k):
    rows, truth = probabilities.tolist(), labels.tolist()
    guesses = [row.index(max(row)) for row in rows]
    wrong = [i for i in range(len(truth)) if guesses[i] != truth[i]]
    worst = sorted(wrong, key=lambda i: max(rows[i]), reverse=True)[:k]
    indices = torch.tensor(worst, dtype=torch.int64, device=labels.device)
    captions = [class_names[truth[i]] + " as " + class_names[guesses[i]] for i in worst]
    return indices, images.index_select(0, indices), captions


@alternative("most_wrong", "right predictions count as -1 in a topk of everything")
def by_topk(images, labels, probabilities, class_names, k):
    predicted = probabilities.argmax(dim=1)
    right = predicted == labels
    sure = probabilities.gather(1, predicted[:, None])[:, 0].masked_fill(right, -1)
    found = sure.topk(min(k, int((~right).sum()))).indices
    return found, images[found], [f"{class_names[int(labels[i])]} as {class_names[int(predicted[i])]}" for i in found]


@alternative("first_kernels", "a kernel after the other, found by named_modules")
def kernel_by_kernel(model):
    weight = [m for _, m in model.named_modules() if isinstance(m, nn.Conv2d)][0].weight.detach().clone()
    for kernel in weight:
        low, high = kernel.aminmax()
        kernel.copy_(torch.full_like(kernel, 0.5) if low == high else (kernel - low).div(high - low))
    return weight


def depth_first(module):
    """Return the first convolution below a module, or None."""
    if isinstance(module, nn.Conv2d):
        return module
    return next((found for child in module.children() if (found := depth_first(child)) is not None), None)


@alternative("first_kernels", "a recursive search, flattened rows, in float64")
@torch.no_grad()
def by_rows(model):
    weight = depth_first(model).weight
    rows = weight.double().flatten(1)
    rows = rows - rows.min(dim=1, keepdim=True).values
    spread = rows.max(dim=1, keepdim=True).values
    rows = torch.where(spread == 0, torch.full_like(rows, 0.5), rows / spread.masked_fill(spread == 0, 1))
    return rows.reshape(weight.shape).to(weight.dtype)


@alternative("compare_models", "nanoseconds, and the accuracy by a call of its own after the timing")
def accuracy_last(models, images, labels, repeats):
    rows = []
    for name in models:
        model = models[name]
        mode, times = model.training, torch.zeros(repeats + 1, dtype=torch.float64)
        model.eval()
        with torch.inference_mode():
            for i in range(repeats + 1):
                if images.device.type != "cpu":
                    torch.accelerator.synchronize()
                begin = perf_counter_ns()
                model(images)
                if images.device.type != "cpu":
                    torch.accelerator.synchronize()
                times[i] = (perf_counter_ns() - begin) / 1e9
            right = int((model(images).max(dim=1).indices == labels).sum())
        model.train(mode)
        size = sum(map(torch.numel, model.parameters()))
        row = {"seconds": times[1:].median().item(), "name": name, "accuracy": right / len(labels), "num_parameters": size}
        rows.append(row)
    rows.sort(key=lambda row: row["num_parameters"])
    rows.sort(key=lambda row: row["accuracy"], reverse=True)
    return rows


@alternative("compare_models", "accuracy first, then two calls to warm up, sorted times")
@torch.no_grad()
def warmed_twice(models, images, labels, repeats):
    found = []
    for name, model in models.items():
        modes = [(module, module.training) for module in model.modules()]
        predicted = model.eval()(images).argmax(dim=1)
        times = []
        for i in range(repeats + 2):
            begin = finished(images)
            model(images)
            if i > 1:
                times.append(finished(images) - begin)
        for module, mode in modes:
            module.training = mode
        accuracy = (predicted == labels).float().mean().item()
        numbers = sum(len(p.flatten()) for p in model.parameters())
        found.append((-accuracy, numbers, name, sorted(times)[repeats // 2]))
    return [{"name": n, "accuracy": -a, "num_parameters": p, "seconds": s} for a, p, n, s in sorted(found)]


def finished(images):
    """Return the time at which all work is done."""
    if images.device.type != "cpu":
        torch.accelerator.synchronize(images.device)
    return time.perf_counter()
