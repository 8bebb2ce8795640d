"""Plausible wrong versions of the tasks in chapter0_fundamentals/randomness."""

import functools

import torch

from learn.variants import mistake

# ------------------------------------------------------------------ seeded_normal


@mistake(
    "seeded_normal",
    "torch.manual_seed seeds the global generator and returns it; make your own with torch.Generator().",
)
def global_generator(seed, shape, mean=0.0, std=1.0):
    generator = torch.manual_seed(seed)
    return mean + std * torch.randn(shape, generator=generator)


@mistake("seeded_normal", "You made a generator but never seeded it: call manual_seed(seed) on it.")
def never_seeded(seed, shape, mean=0.0, std=1.0):
    return mean + std * torch.randn(shape, generator=torch.Generator())


@mistake("seeded_normal", "You made a seeded generator but did not hand it to randn: pass generator=generator.")
def generator_not_passed(seed, shape, mean=0.0, std=1.0):
    torch.Generator().manual_seed(seed)
    return mean + std * torch.randn(shape)


@functools.cache
def _generator_of(seed):
    return torch.Generator().manual_seed(seed)


@mistake(
    "seeded_normal",
    "You kept the generator between calls, so the next call goes on where it stopped: make a new one each time.",
)
def kept_generator(seed, shape, mean=0.0, std=1.0):
    return mean + std * torch.randn(shape, generator=_generator_of(seed))


@mistake("seeded_normal", "torch.rand is uniform in [0, 1); normally distributed numbers come from torch.randn.")
def uniform(seed, shape, mean=0.0, std=1.0):
    return mean + std * torch.rand(shape, generator=torch.Generator().manual_seed(seed))


@mistake(
    "seeded_normal",
    "You multiplied by the square root of std; std is already the standard deviation, not the variance.",
)
def std_as_variance(seed, shape, mean=0.0, std=1.0):
    return mean + std**0.5 * torch.randn(shape, generator=torch.Generator().manual_seed(seed))


@mistake("seeded_normal", "You added the mean first and scaled it too: scale by std, then add the mean.")
def mean_scaled(seed, shape, mean=0.0, std=1.0):
    return (torch.randn(shape, generator=torch.Generator().manual_seed(seed)) + mean) * std


# ------------------------------------------------------------------ shuffle_together


@mistake(
    "shuffle_together",
    "You drew a permutation for x and another one for y, so rows lost their labels: use one for both.",
)
def two_permutations(x, y, seed):
    generator = torch.Generator().manual_seed(seed)
    return x[torch.randperm(len(x), generator=generator)], y[torch.randperm(len(y), generator=generator)]


@mistake("shuffle_together", "You shuffled x and left y in its old order: index both with the permutation.")
def labels_left(x, y, seed):
    return x[torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))], y.clone()


@mistake(
    "shuffle_together",
    "You applied the permutation backwards: place i gets what was at order[i], so index with x[order].",
)
def backwards(x, y, seed):
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    new_x, new_y = torch.empty_like(x), torch.empty_like(y)
    new_x[order], new_y[order] = x, y
    return new_x, new_y


@mistake(
    "shuffle_together",
    "randint draws with replacement: some rows come twice, others never. randperm uses each index once.",
)
def with_replacement(x, y, seed):
    order = torch.randint(len(x), (len(x),), generator=torch.Generator().manual_seed(seed))
    return x[order], y[order]


@mistake(
    "shuffle_together",
    "You shuffled the numbers of the whole matrix, which takes the rows apart: permute whole rows.",
)
def elements_shuffled(x, y, seed):
    generator = torch.Generator().manual_seed(seed)
    elements = torch.randperm(x.numel(), generator=generator)
    return x.flatten()[elements].reshape(x.shape), y[torch.randperm(len(y), generator=generator)]


@mistake(
    "shuffle_together",
    "You permuted the columns of x: examples are rows, so the permutation belongs to dimension 0.",
)
def columns_shuffled(x, y, seed):
    generator = torch.Generator().manual_seed(seed)
    columns = torch.randperm(x.shape[1], generator=generator)
    return x[:, columns], y[torch.randperm(len(y), generator=generator)]


@mistake(
    "shuffle_together",
    "You glued x and y into one tensor, so the labels took on the dtype of x: index each with the permutation.",
)
def labels_as_floats(x, y, seed):
    together = torch.cat([x, y.unsqueeze(1)], dim=1)
    together = together[torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))]
    return together[:, :-1], together[:, -1]


@mistake("shuffle_together", "You wrote the shuffled rows back into the caller's tensors: return new ones instead.")
def shuffled_in_place(x, y, seed):
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    x[:], y[:] = x[order], y[order]
    return x, y


@mistake("shuffle_together", "You made a seeded generator but did not hand it to randperm: pass generator=generator.")
def shuffled_without_generator(x, y, seed):
    torch.Generator().manual_seed(seed)
    order = torch.randperm(len(x))
    return x[order], y[order]


@mistake(
    "shuffle_together",
    "You drew from PyTorch's global generator, which all code shares: hand randperm a seeded torch.Generator().",
)
def shuffled_globally(x, y, seed):
    torch.manual_seed(seed)
    order = torch.randperm(len(x))
    return x[order], y[order]


@mistake(
    "shuffle_together",
    "With device=x.device the generator would have to be on that device, too: draw on the CPU, and index with x[order].",
)
def drawn_on_device(x, y, seed):
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed), device=x.device)
    return x[order], y[order]


@mistake(
    "shuffle_together",
    "x[order] takes an order on the CPU for any x, but index_select does not: move it first, with order.to(x.device).",
)
def selected_by_cpu_order(x, y, seed):
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    return x.index_select(0, order), y.index_select(0, order)


# ------------------------------------------------------------------ draws


@mistake(
    "draws",
    "All your vectors are the same: seed once, before the loop, and draw anew in each round.",
)
def reseeded(seed, count, size):
    vectors = torch.empty(count, size)
    generator = torch.Generator()
    for i in range(count):
        generator.manual_seed(seed)
        vectors[i] = torch.rand(size, generator=generator)
    return vectors


@mistake("draws", "You drew each vector with a seed of its own, seed + i: one generator, seeded once, draws them all.")
def seed_plus_row(seed, count, size):
    vectors = torch.empty(count, size)
    for i in range(count):
        vectors[i] = torch.rand(size, generator=torch.Generator().manual_seed(seed + i))
    return vectors


@mistake(
    "draws",
    "You filled the result column by column: the first vector takes the first D numbers of the generator.",
)
def by_columns(seed, count, size):
    return torch.rand(size, count, generator=torch.Generator().manual_seed(seed)).T


@mistake("draws", "torch.randn gives normally distributed numbers; the task asks for torch.rand, uniform in [0, 1).")
def normal_vectors(seed, count, size):
    generator = torch.Generator().manual_seed(seed)
    vectors = torch.empty(count, size)
    for i in range(count):
        vectors[i] = torch.randn(size, generator=generator)
    return vectors


@mistake("draws", "torch.stack refuses an empty list: make an empty (count, size) tensor first, and fill its rows.")
def stack_of_nothing(seed, count, size):
    generator = torch.Generator().manual_seed(seed)
    return torch.stack([torch.rand(size, generator=generator) for _ in range(count)])


@mistake(
    "draws",
    "You drew from PyTorch's global generator, which all code shares: hand rand a seeded torch.Generator().",
)
def drawn_globally(seed, count, size):
    torch.manual_seed(seed)
    return torch.rand(count, size)


# ------------------------------------------------------------------ split_indices


@mistake("split_indices", "You drew a permutation for each part, so the parts overlap: cut one permutation in two.")
def two_orders(count, test_count, seed):
    generator = torch.Generator().manual_seed(seed)
    train = torch.randperm(count, generator=generator)[: count - test_count]
    return train, torch.randperm(count, generator=generator)[count - test_count :]


@mistake("split_indices", "randint draws with replacement: some indices come twice, others never. Use randperm.")
def drawn_with_replacement(count, test_count, seed):
    order = torch.randint(count, (count,), generator=torch.Generator().manual_seed(seed))
    return order[: count - test_count], order[count - test_count :]


@mistake(
    "split_indices",
    "Your training part reaches one index into the test part: both cuts must be at the same place.",
)
def overlap_of_one(count, test_count, seed):
    order = torch.randperm(count, generator=torch.Generator().manual_seed(seed))
    return order[: count - test_count + 1], order[count - test_count :]


@mistake(
    "split_indices",
    "You did not shuffle: if the data are sorted, the test part holds only the last kinds of examples.",
)
def unshuffled(count, test_count, seed):
    order = torch.arange(count)
    return order[: count - test_count], order[count - test_count :]


@mistake(
    "split_indices",
    "You took the test indices from the front of the order: they are its last test_count entries.",
)
def test_from_front(count, test_count, seed):
    order = torch.randperm(count, generator=torch.Generator().manual_seed(seed))
    return order[test_count:], order[:test_count]


@mistake(
    "split_indices",
    "With test_count = 0 a slice like order[:-0] is empty and order[-0:] is everything: count from the front.",
)
def minus_zero(count, test_count, seed):
    order = torch.randperm(count, generator=torch.Generator().manual_seed(seed))
    return order[:-test_count], order[-test_count:]


@mistake("split_indices", "The parts are swapped: return the training indices first.")
def test_first(count, test_count, seed):
    order = torch.randperm(count, generator=torch.Generator().manual_seed(seed))
    return order[count - test_count :], order[: count - test_count]


@mistake("split_indices", "You sorted the parts: their indices stay in the order in which randperm gave them.")
def parts_sorted(count, test_count, seed):
    order = torch.randperm(count, generator=torch.Generator().manual_seed(seed))
    return order[: count - test_count].sort().values, order[count - test_count :].sort().values


@mistake(
    "split_indices",
    "You drew from PyTorch's global generator, which all code shares: hand randperm a seeded torch.Generator().",
)
def split_globally(count, test_count, seed):
    torch.manual_seed(seed)
    order = torch.randperm(count)
    return order[: count - test_count], order[count - test_count :]


# ------------------------------------------------------------------ bernoulli_mask


@mistake(
    "bernoulli_mask",
    "You compared with > and kept the entries that should go: True is where the number is less than keep.",
)
def inverted(shape, keep, seed):
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed)) > keep


@mistake("bernoulli_mask", "keep is the probability of True, not of False: compare with keep, not with 1 - keep.")
def drop_probability(shape, keep, seed):
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed)) < 1 - keep


@mistake(
    "bernoulli_mask",
    "torch.randn is not uniform in [0, 1): less than keep is then no probability. Use torch.rand.",
)
def normal_numbers(shape, keep, seed):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed)) < keep


@mistake("bernoulli_mask", "You compared with <=: the recipe is strictly less, so that keep=0 can never keep an entry.")
def less_or_equal(shape, keep, seed):
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed)) <= keep


@mistake("bernoulli_mask", "A mask has dtype bool, and the comparison already gives it: do not turn it into floats.")
def float_mask(shape, keep, seed):
    return (torch.rand(shape, generator=torch.Generator().manual_seed(seed)) < keep).float()


@mistake(
    "bernoulli_mask",
    "You kept an exact share of the entries: each entry is decided on its own, so the share may vary.",
)
def exact_share(shape, keep, seed):
    numbers = torch.rand(shape, generator=torch.Generator().manual_seed(seed))
    ranks = numbers.flatten().argsort().argsort().reshape(shape)
    return ranks < round(keep * numbers.numel())


@mistake(
    "bernoulli_mask",
    "You drew from PyTorch's global generator, which all code shares: hand rand a seeded torch.Generator().",
)
def masked_globally(shape, keep, seed):
    torch.manual_seed(seed)
    return torch.rand(shape) < keep
