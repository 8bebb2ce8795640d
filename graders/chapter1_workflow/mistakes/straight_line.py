"""Plausible wrong versions of the tasks in chapter1_workflow/straight_line."""

import torch

from learn.variants import mistake

# ------------------------------------------------------------------ make_line


def _x(count, generator, even):
    return torch.linspace(0, 1, count).unsqueeze(1) if even else torch.rand(count, 1, generator=generator)


@mistake(
    "make_line", "Your x and y have shape (N,): (N,) against a model's (N, 1) broadcasts to (N, N). Make columns, (N, 1)."
)
def flat(count, weight, bias, noise, generator, *, even=True):
    x = _x(count, generator, even).squeeze(1)
    return x, weight * x + bias + noise * torch.randn(count, generator=generator)


@mistake("make_line", "Your noise has shape (N,), and (N, 1) + (N,) broadcasts to (N, N): draw it in shape (N, 1).")
def flat_noise(count, weight, bias, noise, generator, *, even=True):
    x = _x(count, generator, even)
    return x, weight * x + bias + noise * torch.randn(count, generator=generator)


@mistake("make_line", "You drew one number for all points, which moves the whole line: each point needs its own, randn(N, 1).")
def one_number_for_all(count, weight, bias, noise, generator, *, even=True):
    x = _x(count, generator, even)
    return x, weight * x + bias + noise * torch.randn(1, generator=generator)


@mistake("make_line", "arange(N) / N stops one step before 1: torch.linspace(0, 1, N) includes both ends.")
def end_left_out(count, weight, bias, noise, generator, *, even=True):
    x = torch.arange(count).unsqueeze(1) / count if even else torch.rand(count, 1, generator=generator)
    return x, weight * x + bias + noise * torch.randn(count, 1, generator=generator)


@mistake("make_line", "You drew the noise before x, and the generator hands its numbers out in order: x comes first.")
def noise_first(count, weight, bias, noise, generator, *, even=True):
    e = torch.randn(count, 1, generator=generator)
    x = _x(count, generator, even)
    return x, weight * x + bias + noise * e


@mistake("make_line", "You seeded the generator, so every call draws the same numbers: leave its seed alone and just draw.")
def noise_reseeded(count, weight, bias, noise, generator, *, even=True):
    x = _x(count, generator.manual_seed(0), even)
    return x, weight * x + bias + noise * torch.randn(count, 1, generator=generator)


@mistake("make_line", "Your randn draws from PyTorch's global generator, not from yours: say generator=generator there, too.")
def noise_from_global(count, weight, bias, noise, generator, *, even=True):
    x = _x(count, generator, even)
    return x, weight * x + bias + noise * torch.randn(count, 1)


# ------------------------------------------------------------------ split_data


def _sizes(count, val_fraction, test_fraction):
    num_val, num_test = round(count * val_fraction), round(count * test_fraction)
    return [count - num_val - num_test, num_val, num_test]


@mistake("split_data", "You cut without shuffling: with sorted data the test part is all of one kind. Shuffle before you cut.")
def unshuffled(x, y, val_fraction, test_fraction, generator):
    sizes = _sizes(len(x), val_fraction, test_fraction)
    return tuple(zip(x.split(sizes), y.split(sizes), strict=True))


@mistake("split_data", "You shuffled x and left y as it was, so labels went astray: index both with the same order.")
def labels_left(x, y, val_fraction, test_fraction, generator):
    sizes = _sizes(len(x), val_fraction, test_fraction)
    x = x[torch.randperm(len(x), generator=generator)]
    return tuple(zip(x.split(sizes), y.split(sizes), strict=True))


@mistake("split_data", "You drew a new order for each part, so parts overlap and test data is trained on: cut one order.")
def new_order_for_each_part(x, y, val_fraction, test_fraction, generator):
    sizes = _sizes(len(x), val_fraction, test_fraction)
    parts = [torch.randperm(len(x), generator=generator)[:size] for size in sizes]
    return tuple((x[part], y[part]) for part in parts)


@mistake("split_data", "Your training part holds all examples, the ones to test on too: leave out what val and test got.")
def trained_on_everything(x, y, val_fraction, test_fraction, generator):
    order = torch.randperm(len(x), generator=generator)
    _, val, test = order.split(_sizes(len(x), val_fraction, test_fraction))
    return (x[order], y[order]), (x[val], y[val]), (x[test], y[test])


@mistake("split_data", "int() and // always round down: round() gives the nearest number, as the sizes are to be.")
def rounded_down(x, y, val_fraction, test_fraction, generator):
    order = torch.randperm(len(x), generator=generator)
    num_val, num_test = int(len(x) * val_fraction), int(len(x) * test_fraction)
    parts = order.split([len(x) - num_val - num_test, num_val, num_test])
    return tuple((x[part], y[part]) for part in parts)


@mistake("split_data", "A slice [-n:] is everything where n is 0, as -0 is 0: cut from the front, or with order.split(sizes).")
def minus_zero(x, y, val_fraction, test_fraction, generator):
    order = torch.randperm(len(x), generator=generator)
    _, num_val, num_test = _sizes(len(x), val_fraction, test_fraction)
    test, rest = order[-num_test:], order[:-num_test]
    val, train = rest[-num_val:], rest[:-num_val]
    return tuple((x[part], y[part]) for part in (train, val, test))


@mistake("split_data", "You shuffled with PyTorch's global generator, so no seed repeats the split: say generator=generator.")
def split_globally(x, y, val_fraction, test_fraction, generator):
    order = torch.randperm(len(x))
    return tuple((x[part], y[part]) for part in order.split(_sizes(len(x), val_fraction, test_fraction)))


# ------------------------------------------------------------------ batches


def _order(count, generator):
    return torch.arange(count) if generator is None else torch.randperm(count, generator=generator)


def _cut(x, y, order, size, drop_last):
    return [(x[part], y[part]) for part in order.split(size) if not drop_last or len(part) == size]


@mistake("batches", "You dropped the last batch because it is smaller: unless drop_last is True, its examples count too.")
def last_always_dropped(x, y, size, *, drop_last=False, generator=None):
    return _cut(x, y, _order(len(x), generator), size, drop_last=True)


@mistake("batches", "drop_last took a full batch away: leave the last one out only where it has fewer than size examples.")
def full_one_dropped(x, y, size, *, drop_last=False, generator=None):
    found = _cut(x, y, _order(len(x), generator), size, drop_last=False)
    return found[:-1] if drop_last else found


@mistake("batches", "N // size + 1 batches are one too many where N can be divided by size: the last one is empty.")
def empty_batch(x, y, size, *, drop_last=False, generator=None):
    order = _order(len(x), generator)
    parts = [order[i * size : (i + 1) * size] for i in range(len(x) // size + (not drop_last))]
    return [(x[part], y[part]) for part in parts]


@mistake("batches", "You shuffled x and y with two orders, so examples lost their labels: draw one order and use it for both.")
def shuffled_apart(x, y, size, *, drop_last=False, generator=None):
    x, y = (tensor[_order(len(tensor), generator)] for tensor in (x, y))
    return _cut(x, y, torch.arange(len(x)), size, drop_last)


@mistake(
    "batches", "You shuffled the batches, and the same examples stay together in each epoch: shuffle them before you cut."
)
def batches_shuffled(x, y, size, *, drop_last=False, generator=None):
    found = _cut(x, y, torch.arange(len(x)), size, drop_last)
    return [found[i] for i in _order(len(found), generator).tolist()]


@mistake("batches", "You seeded the generator, so every epoch has the same order: leave its seed alone and just draw.")
def same_every_epoch(x, y, size, *, drop_last=False, generator=None):
    order = _order(len(x), generator and generator.manual_seed(0))
    return _cut(x, y, order, size, drop_last)


@mistake("batches", "With device=x.device the generator would have to be there too: draw on the CPU, and index with x[order].")
def batch_order_on_device(x, y, size, *, drop_last=False, generator=None):
    order = _order(len(x), None)
    if generator is not None:
        order = torch.randperm(len(x), generator=generator, device=x.device)
    return _cut(x, y, order, size, drop_last)


# ------------------------------------------------------------------ standardise_split


def _safe(std):
    return torch.where(std > 0, std, 1)


@mistake("standardise_split", "Your statistics come from all data: validation and test leak into training. Use train alone.")
def fitted_on_everything(train, val, test):
    everything = torch.cat([train, val, test])
    mean, std = everything.mean(dim=0), _safe(everything.std(dim=0, correction=0))
    return (train - mean) / std, (val - mean) / std, (test - mean) / std


@mistake("standardise_split", "Each part got its own mean and deviation: the model has to see them all on train's scale.")
def each_on_its_own(train, val, test):
    def scaled(part):
        return (part - part.mean(dim=0)) / _safe(part.std(dim=0, correction=0))

    return scaled(train), scaled(val), scaled(test)


@mistake("standardise_split", "torch.std divides by N - 1 by default, and is NaN for a single row: say correction=0.")
def sample_deviation(train, val, test):
    mean, std = train.mean(dim=0), train.std(dim=0)
    std = torch.where(std == 0, 1, std)
    return (train - mean) / std, (val - mean) / std, (test - mean) / std


@mistake("standardise_split", "You took one mean and one deviation for the whole matrix: each column has its own. Say dim=0.")
def one_scale_for_all(train, val, test):
    mean, std = train.mean(), _safe(train.std(correction=0))
    return (train - mean) / std, (val - mean) / std, (test - mean) / std


@mistake("standardise_split", "A constant column has deviation 0, and you divided by it: NaN or infinity. Divide by 1 there.")
def divided_by_zero(train, val, test):
    mean, std = train.mean(dim=0), train.std(dim=0, correction=0)
    return (train - mean) / std, (val - mean) / std, (test - mean) / std


@mistake(
    "standardise_split", "With std + 1e-8, a constant column's val and test values grow a hundred million times: divide by 1."
)
def tiny_added(train, val, test):
    mean, std = train.mean(dim=0), train.std(dim=0, correction=0) + 1e-8
    return (train - mean) / std, (val - mean) / std, (test - mean) / std


@mistake(
    "standardise_split", "You made a tensor without device=, which is on the CPU, wherever train is: say device=train.device."
)
def ones_on_cpu(train, val, test):
    mean, std = train.mean(dim=0), train.std(dim=0, correction=0)
    std = torch.where(std > 0, std, torch.ones(train.shape[1], dtype=train.dtype))
    return (train - mean) / std, (val - mean) / std, (test - mean) / std


# ------------------------------------------------------------------ fold_indices


def _rounds(parts):
    parts = tuple(parts)
    return [(torch.cat(parts[:k] + parts[k + 1 :]), part) for k, part in enumerate(parts)]


@mistake("fold_indices", "N // K in each fold leaves the remainder out: the first N % K folds need one example more.")
def rest_lost(count, folds, generator):
    order = torch.randperm(count, generator=generator)
    size = count // folds
    return [(torch.cat([order[: k * size], order[(k + 1) * size :]]), order[k * size : (k + 1) * size]) for k in range(folds)]


@mistake("fold_indices", "torch.chunk rounds the size up, so too little is left for the last fold: tensor_split evens it out.")
def chunked(count, folds, generator):
    return _rounds(torch.randperm(count, generator=generator).chunk(folds))


@mistake(
    "fold_indices", "You shuffled anew for each round, so some examples are validated on twice, others never: shuffle once."
)
def shuffled_each_round(count, folds, generator):
    return [_rounds(torch.randperm(count, generator=generator).tensor_split(folds))[k] for k in range(folds)]


@mistake("fold_indices", "You did not shuffle, so each fold is a piece of the data in its order: use torch.randperm.")
def folds_in_order(count, folds, generator):
    return _rounds(torch.arange(count).tensor_split(folds))


@mistake("fold_indices", "You trained on all examples, also on those of fold k: leave that fold out of its round.")
def trains_on_val(count, folds, generator):
    order = torch.randperm(count, generator=generator)
    return [(order, part) for part in order.tensor_split(folds)]


@mistake("fold_indices", "You shuffled with PyTorch's global generator, so no seed repeats them: say generator=generator.")
def folds_globally(count, folds, generator):
    return _rounds(torch.randperm(count).tensor_split(folds))
