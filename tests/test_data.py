"""Data sets for checks: what is drawn has the form that it says, and what is read is scikit-learn's."""

import pytest
import torch
from sklearn import datasets

from learn import data
from learn.errors import ContentError
from learn.rng import Rng

DRAWN = {"moons": 2, "circles": 2, "spirals": 3}


@pytest.mark.parametrize(("name", "classes"), DRAWN.items())
def test_what_is_drawn_has_balanced_classes_in_random_order_and_repeats(name, classes):
    """Float32 points and int64 labels, the same for the same seed."""
    x, y = getattr(data, name)(Rng(3), 300)
    assert (x.shape, x.dtype, y.dtype) == ((300, 2), torch.float32, torch.int64)
    assert y.bincount().tolist() == [300 // classes] * classes
    assert (y[:-1] <= y[1:]).float().mean() < 0.9
    again, labels = getattr(data, name)(Rng(3), 300)
    assert torch.equal(x, again)
    assert torch.equal(y, labels)
    assert not torch.equal(x, getattr(data, name)(Rng(4), 300)[0])


def test_the_moons_are_those_of_scikit_learn():
    """Without noise every point lies on the same two arcs."""
    x, y = data.moons(Rng(0), 400, noise=0)
    theirs, labels = datasets.make_moons(2000, noise=0)
    for moon in (0, 1):
        known = torch.from_numpy(theirs[labels == moon]).float()
        assert torch.cdist(x[y == moon], known).min(dim=1).values.max() < 0.005


def test_circles_have_the_radii_that_were_asked_for():
    """1 outside, the factor inside."""
    x, y = data.circles(Rng(0), 100, noise=0, factor=0.3)
    torch.testing.assert_close(x.norm(dim=1), torch.where(y == 0, 1.0, 0.3))


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_spirals_differ_by_a_turn_of_their_arm(classes):
    """Turned back by its class, every point lies on the first arm."""
    x, y = data.spirals(Rng(0), 20 * classes, classes, noise=0)
    radius = x.norm(dim=1)
    angle = torch.atan2(x[:, 1], x[:, 0]) - 2 * torch.pi * (y / classes + radius * 2 / 3)
    torch.testing.assert_close(angle.cos(), torch.ones(len(x)))
    assert radius.max() <= 1 + 1e-6


@pytest.mark.parametrize("name", ["breast_cancer", "wine"])
def test_tables_are_those_of_scikit_learn(name):
    """They are read without its import, and are the same."""
    x, y = getattr(data, name)()
    theirs = getattr(datasets, f"load_{name}")()
    torch.testing.assert_close(x, torch.from_numpy(theirs.data).float())
    assert y.tolist() == theirs.target.tolist()


def test_without_scikit_learn_the_author_is_told_what_to_install(monkeypatch):
    """One sentence."""
    monkeypatch.setattr(data, "find_spec", lambda _: None)
    data.read_table.cache_clear()
    with pytest.raises(ContentError, match="pip install scikit-learn"):
        data.wine()


def test_parting_loses_no_sample_and_keeps_pairs_together():
    """Training and test samples are all samples, each with its own label."""
    x = torch.arange(20.0)[:, None]
    x_train, y_train, x_test, y_test = data.parted(Rng(1), x, torch.arange(20), 6)
    assert len(x_test) == 6
    assert sorted([*y_train.tolist(), *y_test.tolist()]) == list(range(20))
    assert torch.equal(x_train[:, 0].long(), y_train)
    assert torch.equal(x_test[:, 0].long(), y_test)
