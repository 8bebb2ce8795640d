"""Checks for chapter0_fundamentals/randomness.  N = examples or vectors, D = numbers in each of them."""

import torch

from learn.checks import check
from learn.devices import follows_device
from learn.expect import expect

GLOBAL_CHANGED = "The call changed PyTorch's global random state: draw from a torch.Generator of your own."


def a_seed(rng):
    """Return a seed that no other check has used."""
    return rng.integer(1, 2**31)


def both(got, known):
    """Return the two parts of an answer, once it is sure to be a pair."""
    if not (isinstance(got, tuple) and len(got) == len(known)):
        expect(got).to_match(known)
    return got


def expect_global_state_kept(submission, task, *args):
    kept = submission.observe("keeps_global_state", task=task, args=args, kwargs={})
    expect(kept).to_be_true(GLOBAL_CHANGED)


# ------------------------------------------------------------------ seeded_normal


@check("seeded_normal", points=2, title="follows the recipe for every shape, mean and standard deviation")
def test_seeded_normal_values(submission, reference, rng):
    for shape in [tuple(rng.sizes(2)), (1,), (rng.integer(20, 40),), ()]:
        args = a_seed(rng), shape, rng.uniform(1, 3), rng.uniform(2, 5)
        expect(submission.call("seeded_normal", *args)).to_match(reference.call("seeded_normal", *args))


@check("seeded_normal", needs="test_seeded_normal_values", title="gives the same numbers when it is called again")
def test_seeded_normal_repeats(submission, rng):
    first, second = submission.observe("called_twice", task="seeded_normal", args=[a_seed(rng), (6,)], kwargs={})
    expect(second, "the second call's result").to_match(first)


@check("seeded_normal", needs="test_seeded_normal_values", title="leaves PyTorch's global random state as it was")
def test_seeded_normal_global(submission, rng):
    expect_global_state_kept(submission, "seeded_normal", a_seed(rng), (4,))


# ------------------------------------------------------------------ shuffle_together


@check("shuffle_together", title="puts the rows in the order that the recipe gives")
def test_shuffle_together_order(submission, reference, rng):
    for n in (rng.integer(20, 30), 1):
        x, y, seed = rng.strided(rng.randn(n, 3)), rng.randint(0, 9, n), a_seed(rng)
        known = reference.call("shuffle_together", x, y, seed)
        got = both(submission.call("shuffle_together", x, y, seed), known)
        expect(got[0], "the shuffled x").to_match(known[0])


@check("shuffle_together", points=2, title="keeps each row with its own label")
def test_shuffle_together_pairs(submission, reference, rng):
    y = rng.permutation(rng.integer(20, 30))
    x = torch.stack([y, -y], dim=1).float()
    seed = a_seed(rng)
    got = both(submission.call("shuffle_together", x, y, seed), reference.call("shuffle_together", x, y, seed))
    expect(got[0], "the shuffled x").to_have_shape(x.shape)
    belonging = torch.stack([got[0][:, 0], -got[0][:, 1]], dim=1).to(y.dtype)
    for column in belonging.unbind(dim=1):
        expect(got[1], "the label of each row").to_match(column)


@check("shuffle_together", needs="test_shuffle_together_order", title="leaves its inputs as they were")
def test_shuffle_together_pure(submission, rng):
    n = rng.integer(20, 30)
    x, y = rng.randn(n, 3), rng.permutation(n)
    args, _ = submission.inputs_after("shuffle_together", x, y, a_seed(rng))
    expect(args[0], "the input x").to_match(x)
    expect(args[1], "the input y").to_match(y)


@check("shuffle_together", needs="test_shuffle_together_order", title="leaves PyTorch's global random state as it was")
def test_shuffle_together_global(submission, rng):
    expect_global_state_kept(submission, "shuffle_together", rng.randn(5, 2), rng.permutation(5), a_seed(rng))


test_shuffle_together_device = follows_device(
    "shuffle_together",
    lambda rng: [rng.randn(20, 3), rng.permutation(20), a_seed(rng)],
    needs="test_shuffle_together_order",
)


# ------------------------------------------------------------------ draws


@check("draws", points=2, title="gives the vectors that one generator gives one after the other")
def test_draws_values(submission, reference, rng):
    for count, size in [rng.sizes(2), (1, 4), (5, 1)]:
        seed = a_seed(rng)
        expect(submission.call("draws", seed, count, size)).to_match(reference.call("draws", seed, count, size))


@check("draws", title="gives vectors that all differ")
def test_draws_differ(submission, rng):
    count, size = rng.sizes(2, low=3)
    got = submission.call("draws", a_seed(rng), count, size)
    expect(got).to_have_shape((count, size))
    expect(len(got.unique(dim=0)) == count).to_be_true("Some vectors are equal, as if the generator had started again.")


@check("draws", title="gives no rows, but all columns, where no vector is asked for")
def test_draws_none(submission, reference, rng):
    args = a_seed(rng), 0, rng.integer(2, 5)
    expect(submission.call("draws", *args)).to_match(reference.call("draws", *args))


@check("draws", needs="test_draws_values", title="leaves PyTorch's global random state as it was")
def test_draws_global(submission, rng):
    expect_global_state_kept(submission, "draws", a_seed(rng), 3, 2)


# ------------------------------------------------------------------ split_indices


@check("split_indices", points=2, title="puts every index into exactly one of the two parts")
def test_split_indices_all_used(submission, reference, rng):
    count = rng.integer(30, 40)
    args = count, rng.integer(10, 20), a_seed(rng)
    known = reference.call("split_indices", *args)
    train, test = both(submission.call("split_indices", *args), known)
    for name, part in [("the training part", train), ("the test part", test)]:
        expect(part, name).to_have_dtype(torch.int64)
    together = torch.cat([train.flatten(), test.flatten()]).sort().values
    expect(together, "train and test together, sorted,").to_match(torch.arange(count))


@check("split_indices", title="makes parts of the sizes that were asked for")
def test_split_indices_sizes(submission, reference, rng):
    count = rng.integer(30, 40)
    for test_count in (rng.integer(5, 10), 1):
        args = count, test_count, a_seed(rng)
        known = reference.call("split_indices", *args)
        train, test = both(submission.call("split_indices", *args), known)
        expect(train, "the training part").to_have_shape((count - test_count,))
        expect(test, "the test part").to_have_shape((test_count,))


@check("split_indices", title="takes the training and the test indices from the recipe's order")
def test_split_indices_order(submission, reference, rng):
    args = rng.integer(30, 40), rng.integer(5, 10), a_seed(rng)
    expect(submission.call("split_indices", *args)).to_match(reference.call("split_indices", *args))


@check("split_indices", title="can leave either part empty")
def test_split_indices_empty(submission, reference, rng):
    count = rng.integer(20, 30)
    for test_count in (0, count):
        args = count, test_count, a_seed(rng)
        expect(submission.call("split_indices", *args)).to_match(reference.call("split_indices", *args))


@check("split_indices", needs="test_split_indices_all_used", title="leaves PyTorch's global random state as it was")
def test_split_indices_global(submission, rng):
    expect_global_state_kept(submission, "split_indices", 9, 3, a_seed(rng))


# ------------------------------------------------------------------ bernoulli_mask


@check("bernoulli_mask", points=2, title="follows the recipe for every shape and probability")
def test_bernoulli_mask_values(submission, reference, rng):
    for shape in [(rng.integer(8, 12), 7), (60,), (1, 30, 2)]:
        args = shape, rng.uniform(0.6, 0.9), a_seed(rng)
        expect(submission.call("bernoulli_mask", *args)).to_match(reference.call("bernoulli_mask", *args))


@check("bernoulli_mask", title="keeps nothing with probability 0 and everything with probability 1")
def test_bernoulli_mask_extremes(submission, rng):
    for keep in (0.0, 1.0):
        got = submission.call("bernoulli_mask", (40, 5), keep, a_seed(rng))
        expect(got, f"the mask for keep={keep}").to_match(torch.full((40, 5), bool(keep)))


@check("bernoulli_mask", title="drops an entry whose number is exactly keep")
def test_bernoulli_mask_strict(submission, reference, rng):
    count, keep = 40, 0.0
    while keep < 1 / count:  # a smaller one would round to a share of nothing, and hide a mask with an exact share
        seed = a_seed(rng)
        keep = float(torch.rand(count, generator=torch.Generator().manual_seed(seed)).min())
    args = (count,), keep, seed
    expect(submission.call("bernoulli_mask", *args)).to_match(reference.call("bernoulli_mask", *args))


@check("bernoulli_mask", needs="test_bernoulli_mask_values", title="leaves PyTorch's global random state as it was")
def test_bernoulli_mask_global(submission, rng):
    expect_global_state_kept(submission, "bernoulli_mask", (3, 4), 0.5, a_seed(rng))
