"""Plausible wrong versions of the tasks in chapter0_fundamentals/first_pipeline."""

import torch

from learn.variants import mistake

# ------------------------------------------------------------------ prepare


@mistake("prepare", "You left the values between 0 and 255: divide by 255.")
def not_scaled(images):
    x = images.float().unsqueeze(1)
    return x, x.mean(), x.std(correction=0)


@mistake("prepare", "You divided by 256: the largest byte is 255, and it should become 1.")
def by_256(images):
    x = images.float().unsqueeze(1) / 256
    return x, x.mean(), x.std(correction=0)


@mistake("prepare", "You divided by the largest byte that occurs: divide by 255, so that all images have one scale.")
def by_largest(images):
    x = images.float().unsqueeze(1) / images.max()
    return x, x.mean(), x.std(correction=0)


@mistake("prepare", "You returned the statistics as Python numbers: they are tensors of shape (), so leave item() out.")
def statistics_as_numbers(images):
    x = images.float().unsqueeze(1) / 255
    return x, x.mean().item(), x.std(correction=0).item()


@mistake("prepare", "You divided integers with //, so that almost everything became 0: convert to float32 first.")
def floor_divided(images):
    x = (images // 255).float().unsqueeze(1)
    return x, x.mean(), x.std(correction=0)


@mistake("prepare", "unsqueeze(0) puts the new dimension before the batch: the channel comes after it, at position 1.")
def channel_before_batch(images):
    x = images.float().unsqueeze(0) / 255
    return x, x.mean(), x.std(correction=0)


@mistake("prepare", "PyTorch wants the channel before height and width: (N, 1, H, W), not (N, H, W, 1).")
def channel_last(images):
    x = images.float().unsqueeze(-1) / 255
    return x, x.mean(), x.std(correction=0)


@mistake("prepare", "squeeze() dropped the batch dimension of a single image: the result always has four dimensions.")
def batch_squeezed(images):
    x = images.float().squeeze().unsqueeze(1) / 255
    return x, x.mean(), x.std(correction=0)


@mistake("prepare", "The statistics are those of the bytes: measure the values in [0, 1].")
def statistics_of_bytes(images):
    raw = images.float()
    return raw.unsqueeze(1) / 255, raw.mean(), raw.std(correction=0)


@mistake("prepare", "You measured each image on its own: one mean and one deviation describe the whole data set.")
def statistics_per_image(images):
    x = images.float().unsqueeze(1) / 255
    return x, x.mean(dim=(1, 2, 3)), x.std(dim=(1, 2, 3), correction=0)


@mistake("prepare", "std() divides by M - 1 unless you say correction=0, and gives NaN for a single value.")
def sample_deviation(images):
    x = images.float().unsqueeze(1) / 255
    return x, x.mean(), x.std()


@mistake("prepare", "You returned the variance: the standard deviation is its square root.")
def variance(images):
    x = images.float().unsqueeze(1) / 255
    return x, x.mean(), x.var(correction=0)


@mistake("prepare", "You standardised the images already: return them in [0, 1], with the statistics beside them.")
def standardised_already(images):
    x = images.float().unsqueeze(1) / 255
    mean, std = x.mean(), x.std(correction=0)
    return (x - mean) / std, mean, std


@mistake("prepare", "You wrote the size of one data set into the code: N, H and W come from images.shape.", raises=True)
def hard_coded_size(images):
    x = images.float().reshape(-1, 1, 28, 28) / 255
    return x, x.mean(), x.std(correction=0)


@mistake(
    "prepare", "torch.tensor(... .item()) leaves the statistics on the CPU, wherever the images are: return x.mean() itself."
)
def statistics_on_cpu(images):
    x = images.float().unsqueeze(1) / 255
    return x, torch.tensor(x.mean().item()), torch.tensor(x.std(correction=0).item())


# ------------------------------------------------------------------ centroids


@mistake("centroids", "A class without examples has no mean, and mean() gives NaN: leave its row at zero.")
def nan_for_empty(features, labels, num_classes):
    return torch.stack([features[labels == k].mean(dim=0) for k in range(num_classes)])


@mistake(
    "centroids",
    "unique() knows only the classes that occur, so the others lack their row: go through range(num_classes).",
)
def only_present(features, labels, num_classes):
    return torch.stack([features[labels == k].mean(dim=0) for k in labels.unique()])


@mistake(
    "centroids",
    "You took the number of classes from the labels: the last classes may not occur, so use num_classes.",
)
def classes_from_labels(features, labels, num_classes):
    means = features.new_zeros(int(labels.max()) + 1, features.shape[1])
    for k in range(len(means)):
        if (labels == k).any():
            means[k] = features[labels == k].mean(dim=0)
    return means


@mistake(
    "centroids",
    "sums[labels] += features writes each class once, with its last example: use index_add_ or a loop.",
)
def last_write_wins(features, labels, num_classes):
    sums = features.new_zeros(num_classes, features.shape[1])
    sums[labels] += features
    counts = torch.bincount(labels, minlength=num_classes).clamp(min=1)
    return sums / counts.unsqueeze(1)


@mistake("centroids", "You divided by the number of all examples: divide by the number in the class.")
def divided_by_all(features, labels, num_classes):
    return features.new_zeros(num_classes, features.shape[1]).index_add_(0, labels, features) / len(features)


@mistake("centroids", "You summed up the members of each class and did not divide by their number.")
def sums_only(features, labels, num_classes):
    return features.new_zeros(num_classes, features.shape[1]).index_add_(0, labels, features)


@mistake("centroids", "mean() without dim averages over the features too: the members are along dim=0.")
def mean_of_everything(features, labels, num_classes):
    means = features.new_zeros(num_classes, features.shape[1])
    for k in range(num_classes):
        if (labels == k).any():
            means[k] = features[labels == k].mean()
    return means


@mistake("centroids", "You divided the caller's features in place: work on new tensors.")
def divided_in_place(features, labels, num_classes):
    counts = torch.bincount(labels, minlength=num_classes)
    features /= counts[labels].unsqueeze(1)
    return features.new_zeros(num_classes, features.shape[1]).index_add_(0, labels, features)


@mistake(
    "centroids",
    "You collect the means in a tensor that is made on the CPU, wherever the features are: pass device=features.device.",
)
def means_on_cpu(features, labels, num_classes):
    means = torch.zeros(num_classes, features.shape[1])
    for k in range(num_classes):
        if (labels == k).any():
            means[k] = features[labels == k].mean(dim=0)
    return means


# ------------------------------------------------------------------ predict


@mistake("predict", "argmax finds the centre that is farthest away: the nearest one has the smallest distance.")
def farthest(features, centers):
    return ((features.unsqueeze(1) - centers) ** 2).sum(dim=-1).argmax(dim=1)


@mistake(
    "predict",
    "You looked for the nearest example of each centre: take argmin over the classes, not over the examples.",
)
def over_examples(features, centers):
    return ((features.unsqueeze(1) - centers) ** 2).sum(dim=-1).argmin(dim=0)


@mistake("predict", "argmin() without dim counts through the whole (N, K) matrix: ask for it over the classes, dim=1.")
def flat_argmin(features, centers):
    return ((features.unsqueeze(1) - centers) ** 2).sum(dim=-1).argmin()


@mistake("predict", "You summed the differences without squaring them, so positive and negative ones cancel.")
def not_squared(features, centers):
    return (features.unsqueeze(1) - centers).sum(dim=-1).argmin(dim=1)


@mistake("predict", "You summed absolute differences, which is another distance: square them.")
def city_block(features, centers):
    return (features.unsqueeze(1) - centers).abs().sum(dim=-1).argmin(dim=1)


@mistake("predict", "You took the largest difference, which is another distance: sum the squares of all of them.")
def largest_difference(features, centers):
    return (features.unsqueeze(1) - centers).abs().amax(dim=-1).argmin(dim=1)


@mistake("predict", "The largest dot product prefers long centres: compare distances.")
def by_dot_product(features, centers):
    return (features @ centers.T).argmax(dim=1)


@mistake("predict", "Of equally near classes you took the last: a later class must be strictly nearer to win.")
def last_of_equal(features, centers):
    distances = ((features.unsqueeze(1) - centers) ** 2).sum(dim=-1)
    return len(centers) - 1 - distances.flip(1).argmin(dim=1)


@mistake("predict", "squeeze() dropped the batch dimension of a single example: name the dimension, or leave it out.")
def batch_dropped(features, centers):
    return ((features.unsqueeze(1) - centers) ** 2).sum(dim=-1).argmin(dim=1).squeeze()


@mistake("predict", "You returned the smallest distances: the class is their position, argmin.")
def distances_returned(features, centers):
    return ((features.unsqueeze(1) - centers) ** 2).sum(dim=-1).min(dim=1).values


@mistake(
    "predict",
    "torch.cdist is the ready-made answer: write the differences yourself, with unsqueeze and broadcasting.",
)
def by_cdist(features, centers):
    distances = torch.cdist(features, centers, compute_mode="donot_use_mm_for_euclid_dist")
    return distances.argmin(dim=1)


@mistake(
    "predict",
    "torch.tensor makes the classes on the CPU from a list: pass device=features.device, or take argmin of all rows at once.",
)
def classes_on_cpu(features, centers):
    return torch.tensor([int(((x - centers) ** 2).sum(dim=1).argmin()) for x in features])


# ------------------------------------------------------------------ accuracy


@mistake("accuracy", "(N, 1) == (N,) broadcasts to (N, N) and compares each with each: bring both to shape (N,) first.")
def column_broadcast(predicted, labels):
    return (predicted == labels).float().mean().item() if len(labels) else 0.0


@mistake("accuracy", "The result is a tensor: .item() makes a Python float of it.")
def tensor_returned(predicted, labels):
    return (predicted.reshape(-1) == labels).float().mean() if len(labels) else torch.tensor(0.0)


@mistake("accuracy", "The mean of nothing is NaN: return 0.0 where there are no examples.")
def nan_for_none(predicted, labels):
    return (predicted.reshape(-1) == labels).float().mean().item()


@mistake("accuracy", "You returned the number of right predictions: divide by the number of examples.")
def count(predicted, labels):
    return float((predicted.reshape(-1) == labels).sum())


@mistake("accuracy", "You returned a percentage: the share is between 0.0 and 1.0.")
def percentage(predicted, labels):
    return 100 * (predicted.reshape(-1) == labels).float().mean().item() if len(labels) else 0.0


@mistake("accuracy", "You returned the share of wrong predictions: compare with ==.")
def error_rate(predicted, labels):
    return (predicted.reshape(-1) != labels).float().mean().item() if len(labels) else 0.0


@mistake("accuracy", "// cuts the share down to 0 unless everything is right: divide with /.")
def floor_division(predicted, labels):
    return float((predicted.reshape(-1) == labels).sum() // len(labels)) if len(labels) else 0.0


@mistake("accuracy", "mean() refuses bools: turn the comparison into floats first.", raises=True)
def mean_of_bools(predicted, labels):
    return (predicted.reshape(-1) == labels).mean().item()


@mistake("accuracy", "numpy() refuses tensors that are not on the CPU: compare and average with torch, then call .item().")
def by_numpy(predicted, labels):
    return float((predicted.numpy().reshape(-1) == labels.numpy()).mean()) if len(labels) else 0.0


# ------------------------------------------------------------------ confusion


@mistake("confusion", "Rows and columns are swapped: the true class is the row.")
def swapped(predicted, labels, num_classes):
    cells = predicted * num_classes + labels
    return torch.bincount(cells, minlength=num_classes**2).reshape(num_classes, num_classes)


@mistake(
    "confusion",
    "counts[labels, predicted] += 1 counts a repeated pair once: use bincount, or index_put_ with accumulate.",
)
def counted_once(predicted, labels, num_classes):
    counts = labels.new_zeros(num_classes, num_classes)
    counts[labels, predicted] += 1
    return counts


@mistake("confusion", "bincount ends at the largest cell that occurs: pass minlength=num_classes**2.")
def minlength_forgotten(predicted, labels, num_classes):
    return torch.bincount(labels * num_classes + predicted).reshape(num_classes, num_classes)


@mistake(
    "confusion",
    "You took the number of classes from the data: classes that do not occur lack their row and column.",
)
def size_from_data(predicted, labels, num_classes):
    size = int(torch.cat([predicted, labels]).max()) + 1 if len(labels) else 0
    return torch.bincount(labels * size + predicted, minlength=size**2).reshape(size, size)


@mistake(
    "confusion",
    "You counted the right predictions alone: a wrong one belongs in the column of what was predicted.",
)
def diagonal_only(predicted, labels, num_classes):
    return torch.diag(torch.bincount(labels[predicted == labels], minlength=num_classes))


@mistake("confusion", "Counts are whole numbers: make the result int64.")
def float_counts(predicted, labels, num_classes):
    counts = torch.zeros(num_classes, num_classes, device=labels.device)
    return counts.index_put_((labels, predicted), torch.tensor(1.0), accumulate=True)


@mistake("confusion", "You divided each row by its sum: the task asks for the counts themselves.")
def row_shares(predicted, labels, num_classes):
    cells = torch.bincount(labels * num_classes + predicted, minlength=num_classes**2)
    counts = cells.reshape(num_classes, num_classes)
    return counts / counts.sum(dim=1, keepdim=True)


@mistake(
    "confusion",
    "You count in a tensor that is made on the CPU, wherever the labels are: pass device=labels.device to torch.zeros.",
)
def counts_on_cpu(predicted, labels, num_classes):
    counts = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for true, taken_for in zip(labels.tolist(), predicted.tolist(), strict=True):
        counts[true, taken_for] += 1
    return counts


# ------------------------------------------------------------------ gradient_step


def _gradient(weights, features, labels):
    targets = torch.eye(weights.shape[1], device=labels.device)[labels]
    return 2 * features.T @ (features @ weights - targets) / len(features)


@mistake("gradient_step", "You went up the gradient: subtract it from the weights.")
def ascent(weights, features, labels, lr):
    return weights + lr * _gradient(weights, features, labels)


@mistake("gradient_step", "The derivative of a square is 2 times the error: the factor 2 is missing.")
def factor_missing(weights, features, labels, lr):
    return weights - lr * _gradient(weights, features, labels) / 2


@mistake("gradient_step", "The loss is averaged over the examples: divide the gradient by N.")
def not_averaged(weights, features, labels, lr):
    return weights - lr * _gradient(weights, features, labels) * len(features)


@mistake("gradient_step", "You averaged over the classes too: the loss sums over classes and divides by N alone.")
def averaged_over_classes(weights, features, labels, lr):
    return weights - lr * _gradient(weights, features, labels) / weights.shape[1]


@mistake("gradient_step", "reshape(D, N) only cuts the rows anew: the gradient needs the transpose, features.T.")
def reshaped(weights, features, labels, lr):
    errors = features @ weights - torch.eye(weights.shape[1], device=labels.device)[labels]
    return weights - lr * 2 * features.reshape(features.T.shape) @ errors / len(features)


@mistake("gradient_step", "You returned the gradient: return the weights after the step.")
def gradient_returned(weights, features, labels, lr):
    return _gradient(weights, features, labels)


@mistake("gradient_step", "You compared every score with the class number: compare with one-hot labels, shape (N, K).")
def class_number_as_target(weights, features, labels, lr):
    errors = features @ weights - labels.unsqueeze(1)
    return weights - lr * 2 * features.T @ errors / len(features)


@mistake(
    "gradient_step",
    "one_hot(labels) has only the classes up to the largest label: give it the number of classes too.",
)
def classes_from_batch(weights, features, labels, lr):
    targets = torch.nn.functional.one_hot(labels).float()
    return weights - lr * 2 * features.T @ (features @ weights - targets) / len(features)


@mistake("gradient_step", "weights -= ... changed the caller's weights: return weights - ..., a new tensor.")
def stepped_in_place(weights, features, labels, lr):
    weights -= lr * _gradient(weights, features, labels)
    return weights


@mistake(
    "gradient_step",
    "You let autograd find the gradient: here, work it out by hand, X transposed times the errors.",
)
def by_autograd(weights, features, labels, lr):
    leaf = weights.clone().requires_grad_()
    errors = features @ leaf - torch.eye(weights.shape[1], device=labels.device)[labels]
    (errors.square().sum() / len(features)).backward()
    return weights - lr * leaf.grad


@mistake(
    "gradient_step",
    "torch.eye makes the one-hot rows on the CPU, and labels elsewhere cannot index it: pass device=labels.device.",
)
def one_hot_on_cpu(weights, features, labels, lr):
    targets = torch.eye(weights.shape[1])[labels]
    return weights - lr * 2 * features.T @ (features @ weights - targets) / len(features)
