"""Random inputs: repeatable, decisive and as announced."""

import os
import subprocess
import sys

import pytest
import torch

from learn.rng import Rng, derive

SEEDS = range(30)


@pytest.mark.parametrize("seed", SEEDS)
def test_sizes_all_differ_and_stay_in_their_range(seed):
    """Swapped dimensions show, since no two sizes are equal."""
    sizes = Rng(seed).sizes(6)
    assert sorted(sizes) == [2, 3, 4, 5, 6, 7]
    assert set(Rng(seed).sizes(2, low=9, high=10)) == {9, 10}


def test_more_sizes_than_there_are_is_one_sentence():
    """The author is told the range."""
    with pytest.raises(ValueError, match=r"there are no 7 different sizes in \[2, 7\]"):
        Rng(0).sizes(7)


def draw(rng):
    return [
        rng.integer(0, 10**6),
        rng.sizes(3),
        rng.uniform(-1, 1),
        rng.choice("abcdefgh"),
        rng.randn(3).tolist(),
        rng.rand(3).tolist(),
        rng.randint(-9, 9, 3).tolist(),
        rng.permutation(9).tolist(),
        rng.bools(20).tolist(),
        rng.shuffled("abcdefgh"),
    ]


def test_restart_repeats_every_kind_of_draw():
    """The same seed gives the same inputs, after restart() and in a new Rng; another seed gives others."""
    rng = Rng(5)
    first, second = draw(rng), draw(rng)
    rng.restart()
    assert draw(rng) == first == draw(Rng(5))
    assert first != second
    assert first != draw(Rng(6))


def test_draws_neither_use_nor_change_torchs_own_random_state():
    """What else is random in the process has no influence on the inputs, nor they on it."""
    torch.manual_seed(1)
    state = torch.get_rng_state()
    first = draw(Rng(5))
    assert torch.equal(torch.get_rng_state(), state)
    torch.manual_seed(2)
    assert draw(Rng(5)) == first


def test_derived_seeds_differ_by_seed_and_by_every_name():
    """No two checks get the same inputs by accident, however their names are split."""
    seeds = {
        derive(seed, *names) for seed in (0, 1, 10) for names in ((), ("a",), ("b",), ("a", "b"), ("ab",), ("b", "a"), ("0",))
    }
    assert len(seeds) == 3 * 7
    assert all(0 <= seed < 2**32 for seed in seeds)


def test_derived_seeds_are_the_same_everywhere_and_for_ever():
    """Neither the process nor Python's hash seed has a say, so that a verdict can be repeated years later."""
    program = "from learn.rng import derive; print(derive(7, 'shapes:pad', 'x'))"
    command = [sys.executable, "-c", program]
    fresh = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "123"}, capture_output=True, text=True, check=True)
    assert int(fresh.stdout) == derive(7, "shapes:pad", "x") == 3_838_073_348


def test_both_ends_of_a_range_of_ints_are_drawn():
    """integer() and randint() include low and high, and nothing beyond."""
    rng = Rng(0)
    assert {rng.integer(-1, 1) for _ in range(100)} == {-1, 0, 1}
    assert rng.integer(4, 4) == 4
    drawn = rng.randint(-1, 1, 10, 10)
    assert drawn.dtype == torch.int64
    assert set(drawn.flatten().tolist()) == {-1, 0, 1}
    assert rng.randint(255, 255, 2, dtype=torch.uint8).tolist() == [255, 255]


def test_the_other_draws_are_what_they_say():
    """Ranges, dtypes and shapes."""
    rng = Rng(0)
    assert all(2 <= rng.uniform(2, 3) < 3 for _ in range(100))
    assert {rng.choice("ab") for _ in range(50)} == {"a", "b"}
    assert (rng.randn(2, 3).dtype, rng.randn(2, 3).shape) == (torch.float32, (2, 3))
    assert rng.randn(1, dtype=torch.float64).dtype == torch.float64
    assert bool(((rng.rand(100) >= 0) & (rng.rand(100) < 1)).all())
    assert sorted(rng.permutation(5).tolist()) == sorted(rng.shuffled(range(5))) == [0, 1, 2, 3, 4]
    assert rng.bools(3, 2).dtype == torch.bool
    assert 30 < int(rng.bools(100).sum()) < 70


@pytest.mark.parametrize("shape", [(5,), (3, 4), (1, 4), (4, 1), (2, 3, 4), (1, 3, 4), (4, 3, 1), (4, 1, 1), (2, 3, 4, 5)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.int64, torch.bool], ids=str)
def test_strided_is_equal_and_not_contiguous(shape, dtype):
    """Code that relies on contiguous memory shows, whatever the shape."""
    tensor = Rng(0).randint(0, 1, *shape).to(dtype)
    strided = Rng(0).strided(tensor)
    assert strided.dtype == dtype
    assert torch.equal(strided, tensor)
    assert not strided.is_contiguous()


@pytest.mark.parametrize("shape", [(), (1,), (0,), (0, 3), (1, 1)])
def test_strided_leaves_what_has_no_gaps_equal(shape):
    """A tensor of at most one element is contiguous however it lies; it is still equal."""
    tensor = Rng(0).randn(*shape)
    assert torch.equal(Rng(0).strided(tensor), tensor)


@pytest.mark.parametrize("seed", SEEDS)
def test_labels_come_as_often_as_they_should_and_seeds_lie_apart(seed):
    """A count of 0 leaves a class out."""
    labels = Rng(seed).labels(3, 0, 2)
    assert (labels.dtype, labels.bincount().tolist()) == (torch.int64, [3, 0, 2])
    seeds = Rng(seed).seeds(3)
    assert [(s - 10**6 * i) in range(10**6 + 1) for i, s in enumerate(seeds)] == [True] * 3
