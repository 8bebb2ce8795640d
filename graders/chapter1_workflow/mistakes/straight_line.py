"""Plausible wrong versions of the tasks in chapter1_workflow/straight_line."""

import math

import torch

from learn.variants import mistake

# ------------------------------------------------------------------ make_line


@mistake(
    "make_line", "Your x and y have shape (N,): (N,) against a model's (N, 1) broadcasts to (N, N). Make columns, (N, 1)."
)
def flat(count, weight, bias, noise, generator, *, even=True):
    x = torch.linspace(0, 1, count) if even else torch.rand(count, generator=generator)
    return x, weight * x + bias + noise * torch.randn(count, generator=generator)


@mistake("make_line", "Your noise has shape (N,), and (N, 1) + (N,) broadcasts to (N, N): draw it in shape (N, 1).")
def flat_noise(count, weight, bias, noise, generator, *, even=True):
    x = torch.linspace(0, 1, count).unsqueeze(1) if even else torch.rand(count, 1, generator=generator)
    return x, weight * x + bias + noise * torch.randn(count, generator=generator)


@mistake(
    "make_line", "You drew one number and gave it to all points, which moves the whole line: each point has its own noise."
)
def one_number_for_all(count, weight, bias, noise, generator, *, even=True):
    x = torch.linspace(0, 1, count).unsqueeze(1) if even else torch.rand(count, 1, generator=generator)
    return x, weight * x + bias + noise * torch.randn(1, generator=generator)


@mistake("make_line", "torch.rand is never negative and lifts the line: noise comes from torch.randn, with mean 0.")
def uniform_noise(count, weight, bias, noise, generator, *, even=True):
    x = torch.linspace(0, 1, count).unsqueeze(1) if even else torch.rand(count, 1, generator=generator)
    return x, weight * x + bias + noise * torch.rand(count, 1, generator=generator)


@mistake("make_line", "You took noise for a variance: it is the standard deviation already, so multiply by noise itself.")
def noise_as_variance(count, weight, bias, noise, generator, *, even=True):
    x = torch.linspace(0, 1, count).unsqueeze(1) if even else torch.rand(count, 1, generator=generator)
    return x, weight * x + bias + math.sqrt(noise) * torch.randn(count, 1, generator=generator)


@mistake("make_line", "You multiplied the bias by the weight too: it is weight * x + bias, not weight * (x + bias).")
def bias_inside(count, weight, bias, noise, generator, *, even=True):
    x = torch.linspace(0, 1, count).unsqueeze(1) if even else torch.rand(count, 1, generator=generator)
    return x, weight * (x + bias) + noise * torch.randn(count, 1, generator=generator)


@mistake("make_line", "arange(N) / N stops one step before 1: torch.linspace(0, 1, N) includes both ends.")
def end_left_out(count, weight, bias, noise, generator, *, even=True):
    x = torch.arange(count).unsqueeze(1) / count if even else torch.rand(count, 1, generator=generator)
    return x, weight * x + bias + noise * torch.randn(count, 1, generator=generator)


@mistake("make_line", "You divided by N - 1, which is 0 / 0 = NaN for a single point: torch.linspace takes care of that.")
def nan_for_one(count, weight, bias, noise, generator, *, even=True):
    x = torch.arange(count).unsqueeze(1) / (count - 1) if even else torch.rand(count, 1, generator=generator)
    return x, weight * x + bias + noise * torch.randn(count, 1, generator=generator)


@mistake("make_line", "You drew the noise before x: in the recipe x comes first, and the generator's numbers come in order.")
def noise_first(count, weight, bias, noise, generator, *, even=True):
    e = torch.randn(count, 1, generator=generator)
    x = torch.linspace(0, 1, count).unsqueeze(1) if even else torch.rand(count, 1, generator=generator)
    return x, weight * x + bias + noise * e


@mistake("make_line", "You spaced x evenly in any case: where even is False, draw it with torch.rand.")
def always_even(count, weight, bias, noise, generator, *, even=True):
    x = torch.linspace(0, 1, count).unsqueeze(1)
    return x, weight * x + bias + noise * torch.randn(count, 1, generator=generator)


@mistake("make_line", "You seeded the generator, so every call makes the same noise: take it as it comes.")
def noise_reseeded(count, weight, bias, noise, generator, *, even=True):
    generator.manual_seed(0)
    x = torch.linspace(0, 1, count).unsqueeze(1) if even else torch.rand(count, 1, generator=generator)
    return x, weight * x + bias + noise * torch.randn(count, 1, generator=generator)


@mistake(
    "make_line", "You made a second generator with the first one's seed: it starts anew in each call. Use the one you get."
)
def noise_from_a_copy(count, weight, bias, noise, generator, *, even=True):
    own = torch.Generator().manual_seed(generator.initial_seed())
    x = torch.linspace(0, 1, count).unsqueeze(1) if even else torch.rand(count, 1, generator=own)
    return x, weight * x + bias + noise * torch.randn(count, 1, generator=own)


@mistake(
    "make_line", "You did not hand the generator to randn, which then draws from the global one: pass generator=generator."
)
def noise_from_global(count, weight, bias, noise, generator, *, even=True):
    x = torch.linspace(0, 1, count).unsqueeze(1) if even else torch.rand(count, 1, generator=generator)
    return x, weight * x + bias + noise * torch.randn(count, 1)


# ------------------------------------------------------------------ split_data


def _sizes(count, val_fraction, test_fraction):
    num_val, num_test = round(count * val_fraction), round(count * test_fraction)
    return [count - num_val - num_test, num_val, num_test]


@mistake(
    "split_data", "You cut without shuffling: sorted data would put its last kinds into the test part only. Shuffle first."
)
def unshuffled(x, y, val_fraction, test_fraction, generator):
    sizes = _sizes(len(x), val_fraction, test_fraction)
    return tuple(zip(x.split(sizes), y.split(sizes), strict=True))


@mistake(
    "split_data", "You cut first and shuffled inside each part, so the parts are still pieces of the data: shuffle, then cut."
)
def shuffled_inside_the_parts(x, y, val_fraction, test_fraction, generator):
    parts = torch.arange(len(x)).split(_sizes(len(x), val_fraction, test_fraction))
    mixed = [part[torch.randperm(len(part), generator=generator)] for part in parts]
    return tuple((x[part], y[part]) for part in mixed)


@mistake("split_data", "You drew an order for x and another one for y, so examples lost their labels: use one for both.")
def two_orders(x, y, val_fraction, test_fraction, generator):
    sizes = _sizes(len(x), val_fraction, test_fraction)
    x = x[torch.randperm(len(x), generator=generator)]
    y = y[torch.randperm(len(y), generator=generator)]
    return tuple(zip(x.split(sizes), y.split(sizes), strict=True))


@mistake("split_data", "You shuffled x and left y in its old order: index both with the same order.")
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


@mistake("split_data", "torch.randint draws with replacement: some examples come twice, others never. Use torch.randperm.")
def with_replacement(x, y, val_fraction, test_fraction, generator):
    order = torch.randint(len(x), (len(x),), generator=generator)
    return tuple((x[part], y[part]) for part in order.split(_sizes(len(x), val_fraction, test_fraction)))


@mistake(
    "split_data", "int() cuts off the fraction; the sizes of val and test are rounded to the nearest number, with round()."
)
def rounded_down(x, y, val_fraction, test_fraction, generator):
    order = torch.randperm(len(x), generator=generator)
    num_val, num_test = int(len(x) * val_fraction), int(len(x) * test_fraction)
    parts = order.split([len(x) - num_val - num_test, num_val, num_test])
    return tuple((x[part], y[part]) for part in parts)


@mistake("split_data", "You rounded all three sizes down, and examples got lost: training gets whatever val and test leave.")
def remainder_lost(x, y, val_fraction, test_fraction, generator):
    order = torch.randperm(len(x), generator=generator)
    fractions = 1 - val_fraction - test_fraction, val_fraction, test_fraction
    sizes = [int(len(x) * fraction + 1e-9) for fraction in fractions]
    return tuple((x[part], y[part]) for part in order[: sum(sizes)].split(sizes))


@mistake("split_data", "Validation and test are swapped: the order is train, val, test.")
def test_before_val(x, y, val_fraction, test_fraction, generator):
    order = torch.randperm(len(x), generator=generator)
    train, val, test = order.split(_sizes(len(x), val_fraction, test_fraction))
    return tuple((x[part], y[part]) for part in (train, test, val))


@mistake(
    "split_data", "For an empty part order[-0:] is everything: count the places from the front, or use order.split(sizes)."
)
def minus_zero(x, y, val_fraction, test_fraction, generator):
    order = torch.randperm(len(x), generator=generator)
    _, num_val, num_test = _sizes(len(x), val_fraction, test_fraction)
    test, rest = order[-num_test:], order[:-num_test]
    val, train = rest[-num_val:], rest[:-num_val]
    return tuple((x[part], y[part]) for part in (train, val, test))


@mistake("split_data", "You seeded the generator, so every split in a program is the same one: take it as it comes.")
def split_reseeded(x, y, val_fraction, test_fraction, generator):
    generator.manual_seed(0)
    order = torch.randperm(len(x), generator=generator)
    return tuple((x[part], y[part]) for part in order.split(_sizes(len(x), val_fraction, test_fraction)))


@mistake(
    "split_data", "You shuffled with PyTorch's global generator, so the split cannot be repeated: pass generator=generator."
)
def split_globally(x, y, val_fraction, test_fraction, generator):
    order = torch.randperm(len(x))
    return tuple((x[part], y[part]) for part in order.split(_sizes(len(x), val_fraction, test_fraction)))


@mistake(
    "split_data", "With device=x.device the generator would have to be there too: draw on the CPU, and index with x[order]."
)
def split_order_on_device(x, y, val_fraction, test_fraction, generator):
    order = torch.randperm(len(x), generator=generator, device=x.device)
    return tuple((x[part], y[part]) for part in order.split(_sizes(len(x), val_fraction, test_fraction)))


# ------------------------------------------------------------------ batches


@mistake("batches", "You dropped the last batch because it is smaller: unless drop_last is True, its examples count too.")
def last_always_dropped(x, y, size, *, drop_last=False, generator=None):
    order = torch.arange(len(x)) if generator is None else torch.randperm(len(x), generator=generator)
    ends = range(size, len(x) + 1, size)
    return [(x[order[end - size : end]], y[order[end - size : end]]) for end in ends]


@mistake("batches", "You did not look at drop_last: if it is True, a last batch that is smaller is left out.")
def never_dropped(x, y, size, *, drop_last=False, generator=None):
    order = torch.arange(len(x)) if generator is None else torch.randperm(len(x), generator=generator)
    return [(x[part], y[part]) for part in order.split(size)]


@mistake("batches", "drop_last took a full batch away: leave the last one out only where it has fewer than size examples.")
def full_one_dropped(x, y, size, *, drop_last=False, generator=None):
    order = torch.arange(len(x)) if generator is None else torch.randperm(len(x), generator=generator)
    parts = order.split(size)
    return [(x[part], y[part]) for part in (parts[:-1] if drop_last else parts)]


@mistake(
    "batches", "range(0, N - size, size) stops too early: a batch may start anywhere below N, so it is range(0, N, size)."
)
def stopped_early(x, y, size, *, drop_last=False, generator=None):
    order = torch.arange(len(x)) if generator is None else torch.randperm(len(x), generator=generator)
    return [(x[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(x) - size, size)]


@mistake("batches", "N // size + 1 batches are one too many where N can be divided by size: the last one is empty.")
def empty_batch(x, y, size, *, drop_last=False, generator=None):
    order = torch.arange(len(x)) if generator is None else torch.randperm(len(x), generator=generator)
    parts = [order[i * size : (i + 1) * size] for i in range(len(x) // size + 1)]
    return [(x[part], y[part]) for part in parts if not drop_last or len(part) in (0, size)]


@mistake("batches", "You filled the last batch up with examples that were there before: it may be smaller than the others.")
def filled_up(x, y, size, *, drop_last=False, generator=None):
    order = torch.arange(len(x)) if generator is None else torch.randperm(len(x), generator=generator)
    parts = list(order.split(size))
    if len(parts[-1]) < size:
        parts[-1:] = [] if drop_last else [order[-size:]]
    return [(x[part], y[part]) for part in parts]


@mistake(
    "batches", "torch.chunk makes a given number of pieces and evens out their sizes: torch.split takes the size of a batch."
)
def even_chunks(x, y, size, *, drop_last=False, generator=None):
    order = torch.arange(len(x)) if generator is None else torch.randperm(len(x), generator=generator)
    parts = order[: len(x) // size * size] if drop_last else order
    return [(x[part], y[part]) for part in parts.chunk(math.ceil(len(parts) / size) or 1) if len(part)]


@mistake("batches", "You shuffled x and y with two orders, so examples lost their labels: draw one order and use it for both.")
def shuffled_apart(x, y, size, *, drop_last=False, generator=None):
    if generator is not None:
        x = x[torch.randperm(len(x), generator=generator)]
        y = y[torch.randperm(len(y), generator=generator)]
    end = len(x) - len(x) % size if drop_last else len(x)
    return list(zip(x[:end].split(size), y[:end].split(size), strict=True)) if end else []


@mistake("batches", "You shuffled x only: index y with the same order.")
def shuffled_x_only(x, y, size, *, drop_last=False, generator=None):
    if generator is not None:
        x = x[torch.randperm(len(x), generator=generator)]
    end = len(x) - len(x) % size if drop_last else len(x)
    return list(zip(x[:end].split(size), y[:end].split(size), strict=True)) if end else []


@mistake(
    "batches", "You shuffled the batches, and the same examples stay together in each epoch: shuffle them before you cut."
)
def batches_shuffled(x, y, size, *, drop_last=False, generator=None):
    end = len(x) - len(x) % size if drop_last else len(x)
    pairs = list(zip(x[:end].split(size), y[:end].split(size), strict=True)) if end else []
    return pairs if generator is None else [pairs[i] for i in torch.randperm(len(pairs), generator=generator).tolist()]


@mistake("batches", "You never shuffled: if there is a generator, the examples are to come in random order.")
def never_shuffled(x, y, size, *, drop_last=False, generator=None):
    end = len(x) - len(x) % size if drop_last else len(x)
    return list(zip(x[:end].split(size), y[:end].split(size), strict=True)) if end else []


@mistake("batches", "You shuffled although there is no generator: then the examples keep their order.")
def always_shuffled(x, y, size, *, drop_last=False, generator=None):
    order = torch.randperm(len(x), generator=generator)
    end = len(x) - len(x) % size if drop_last else len(x)
    return [(x[part], y[part]) for part in order[:end].split(size) if len(part)]


@mistake("batches", "You drew an order without a generator too, and did not use it: that changes PyTorch's global state.")
def drawn_in_vain(x, y, size, *, drop_last=False, generator=None):
    order = torch.randperm(len(x), generator=generator)
    if generator is None:
        order = torch.arange(len(x))
    end = len(x) - len(x) % size if drop_last else len(x)
    return [(x[part], y[part]) for part in order[:end].split(size) if len(part)]


@mistake("batches", "You shuffled with PyTorch's global generator, so the order cannot be repeated: pass generator=generator.")
def batches_from_global(x, y, size, *, drop_last=False, generator=None):
    order = torch.arange(len(x)) if generator is None else torch.randperm(len(x))
    end = len(x) - len(x) % size if drop_last else len(x)
    return [(x[part], y[part]) for part in order[:end].split(size) if len(part)]


@mistake("batches", "You seeded the generator, so every epoch has the same order: take the generator as it comes.")
def same_every_epoch(x, y, size, *, drop_last=False, generator=None):
    order = torch.arange(len(x)) if generator is None else torch.randperm(len(x), generator=generator.manual_seed(0))
    end = len(x) - len(x) % size if drop_last else len(x)
    return [(x[part], y[part]) for part in order[:end].split(size) if len(part)]


@mistake("batches", "With device=x.device the generator would have to be there too: draw on the CPU, and index with x[order].")
def batch_order_on_device(x, y, size, *, drop_last=False, generator=None):
    order = torch.arange(len(x))
    if generator is not None:
        order = torch.randperm(len(x), generator=generator, device=x.device)
    end = len(x) - len(x) % size if drop_last else len(x)
    return [(x[part], y[part]) for part in order[:end].split(size) if len(part)]


# ------------------------------------------------------------------ standardise_split


def _safe(std):
    return torch.where(std > 0, std, 1)


@mistake("standardise_split", "Your statistics come from all data: validation and test leak into training. Use train alone.")
def fitted_on_everything(train, val, test):
    everything = torch.cat([train, val, test])
    mean, std = everything.mean(dim=0), _safe(everything.std(dim=0, correction=0))
    return (train - mean) / std, (val - mean) / std, (test - mean) / std


@mistake("standardise_split", "Your statistics come from train and val together: validation data has to stay unseen, too.")
def fitted_on_train_and_val(train, val, test):
    seen = torch.cat([train, val])
    mean, std = seen.mean(dim=0), _safe(seen.std(dim=0, correction=0))
    return (train - mean) / std, (val - mean) / std, (test - mean) / std


@mistake("standardise_split", "Each part got its own mean and deviation: the model has to see them all on train's scale.")
def each_on_its_own(train, val, test):
    def scaled(part):
        return (part - part.mean(dim=0)) / _safe(part.std(dim=0, correction=0))

    return scaled(train), scaled(val), scaled(test)


@mistake(
    "standardise_split", "You changed train before taking val's statistics from it: compute mean and std once, before that."
)
def statistics_of_the_result(train, val, test):
    train = (train - train.mean(dim=0)) / _safe(train.std(dim=0, correction=0))
    mean, std = train.mean(dim=0), _safe(train.std(dim=0, correction=0))
    return train, (val - mean) / std, (test - mean) / std


@mistake("standardise_split", "You left the test part as it was: it needs the same treatment as the other two.")
def test_left(train, val, test):
    mean, std = train.mean(dim=0), _safe(train.std(dim=0, correction=0))
    return (train - mean) / std, (val - mean) / std, test.clone()


@mistake("standardise_split", "torch.std divides by N - 1 and is NaN for one row: the population's needs correction=0.")
def sample_deviation(train, val, test):
    mean, std = train.mean(dim=0), train.std(dim=0)
    std = torch.where(std == 0, 1, std)
    return (train - mean) / std, (val - mean) / std, (test - mean) / std


@mistake("standardise_split", "You took one mean and one deviation for the whole matrix: each column has its own, dim=0.")
def one_scale_for_all(train, val, test):
    mean, std = train.mean(), _safe(train.std(correction=0))
    return (train - mean) / std, (val - mean) / std, (test - mean) / std


@mistake("standardise_split", "You divided by the variance: the standard deviation is its square root.")
def by_variance(train, val, test):
    mean, variance = train.mean(dim=0), _safe(train.var(dim=0, correction=0))
    return (train - mean) / variance, (val - mean) / variance, (test - mean) / variance


@mistake("standardise_split", "A constant column has deviation 0, and you divided by it: NaN or infinity. Divide by 1 there.")
def divided_by_zero(train, val, test):
    mean, std = train.mean(dim=0), train.std(dim=0, correction=0)
    return (train - mean) / std, (val - mean) / std, (test - mean) / std


@mistake(
    "standardise_split", "std + 1e-8 blows a constant column up a hundred million times in val and test: divide by 1 there."
)
def tiny_added(train, val, test):
    mean, std = train.mean(dim=0), train.std(dim=0, correction=0) + 1e-8
    return (train - mean) / std, (val - mean) / std, (test - mean) / std


@mistake("standardise_split", "You set constant columns to 0 in all parts: subtract the mean there as well, and divide by 1.")
def constant_columns_erased(train, val, test):
    mean, std = train.mean(dim=0), train.std(dim=0, correction=0)
    return tuple(torch.where(std > 0, (part - mean) / std, 0) for part in (train, val, test))


@mistake("standardise_split", "-= and /= change the caller's tensors: part - mean makes a new one.")
def in_place(train, val, test):
    mean, std = train.mean(dim=0), _safe(train.std(dim=0, correction=0))
    for part in (train, val, test):
        part -= mean
        part /= std
    return train, val, test


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


@mistake("fold_indices", "You gave the whole remainder to the last fold: spread it, one example to a fold.")
def rest_in_the_last(count, folds, generator):
    size = count // folds
    sizes = [size] * (folds - 1) + [count - size * (folds - 1)]
    return _rounds(torch.randperm(count, generator=generator).split(sizes))


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


@mistake("fold_indices", "Dealing out 0, 1, 2, ... in turn leaves nothing to chance: deal out torch.randperm.")
def dealt_in_order(count, folds, generator):
    return _rounds(torch.arange(count)[k::folds] for k in range(folds))


@mistake("fold_indices", "The parts are swapped: return the training indices first. They are the many, fold k the few.")
def val_first(count, folds, generator):
    return [(val, train) for train, val in _rounds(torch.randperm(count, generator=generator).tensor_split(folds))]


@mistake("fold_indices", "You trained on all examples, also on those of fold k: leave that fold out of its round.")
def trains_on_val(count, folds, generator):
    order = torch.randperm(count, generator=generator)
    return [(order, part) for part in order.tensor_split(folds)]


@mistake("fold_indices", "You trained on one other fold only: training gets all the K - 1 folds that are not validated on.")
def trains_on_one_fold(count, folds, generator):
    parts = torch.randperm(count, generator=generator).tensor_split(folds)
    return [(parts[k - 1], part) for k, part in enumerate(parts)]


@mistake("fold_indices", "You seeded the generator, so the folds are the same in every call: take it as it comes.")
def folds_reseeded(count, folds, generator):
    return _rounds(torch.randperm(count, generator=generator.manual_seed(0)).tensor_split(folds))


@mistake(
    "fold_indices", "You shuffled with PyTorch's global generator, so the folds cannot be repeated: pass generator=generator."
)
def folds_globally(count, folds, generator):
    return _rounds(torch.randperm(count).tensor_split(folds))
