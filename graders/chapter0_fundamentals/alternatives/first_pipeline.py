"""Unusual but right versions of the tasks in chapter0_fundamentals/first_pipeline."""

import torch

from learn.variants import alternative


@alternative("prepare", "float64 inside, and the deviation from the mean of the squares")
def by_moments(images):
    values = images.double() / 255
    mean = values.mean()
    std = ((values**2).mean() - mean**2).clamp(min=0).sqrt()
    return values[:, None].float(), mean.float(), std.float()


@alternative("centroids", "a product with the one-hot labels")
def by_one_hot(features, labels, num_classes):
    members = torch.nn.functional.one_hot(labels, num_classes).float()
    return members.T @ features / members.sum(dim=0).clamp(min=1).unsqueeze(1)


@alternative("centroids", "a Python loop over the examples that moves running means")
def by_running_means(features, labels, num_classes):
    means = features.new_zeros(num_classes, features.shape[1], dtype=torch.float64)
    counts = [0] * num_classes
    for row, k in zip(features.double(), labels.tolist(), strict=True):
        counts[k] += 1
        means[k] += (row - means[k]) / counts[k]
    return means.float()


@alternative("predict", "the square multiplied out: a matrix product instead of differences, in float64")
def multiplied_out(features, centers):
    features, centers = features.double(), centers.double()
    return ((centers**2).sum(dim=1) - 2 * features @ centers.T).argmin(dim=1)


@alternative("predict", "two Python loops")
def by_loops(features, centers):
    classes = []
    for x in features:
        distances = [float((x - center).norm()) for center in centers]
        classes.append(distances.index(min(distances)))
    return torch.tensor(classes, device=features.device)


@alternative("accuracy", "Python lists")
def by_lists(predicted, labels):
    pairs = list(zip(predicted.flatten().tolist(), labels.tolist(), strict=True))
    return sum(p == t for p, t in pairs) / max(len(pairs), 1)


@alternative("confusion", "index_put_ that accumulates")
def by_index_put(predicted, labels, num_classes):
    counts = labels.new_zeros(num_classes, num_classes)
    return counts.index_put_((labels, predicted), labels.new_ones(()), accumulate=True)


@alternative("confusion", "a product of one-hot matrices")
def by_one_hots(predicted, labels, num_classes):
    classes = torch.arange(num_classes, device=labels.device)
    return (classes[:, None] == labels).long() @ (predicted[:, None] == classes).long()


@alternative("gradient_step", "a Python loop over the examples and their outer products")
def example_by_example(weights, features, labels, lr):
    gradient = torch.zeros_like(weights)
    for x, label in zip(features, labels.tolist(), strict=True):
        error = x @ weights
        error[label] -= 1
        gradient += 2 * torch.outer(x, error)
    return weights - lr * gradient / len(features)


@alternative("gradient_step", "einsum in float64, in place on a copy")
def by_einsum(weights, features, labels, lr):
    w, x = weights.double(), features.double()
    errors = x @ w
    errors[torch.arange(len(x)), labels] -= 1
    w -= 2 * lr / len(x) * torch.einsum("nd,nk->dk", x, errors)
    return w.float()
