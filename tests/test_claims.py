"""Claims that many exercises make: what holds passes, and what does not is told in a sentence."""

import pytest
import torch

from learn.claims import expect_positions, expect_same, expect_seed_obeyed, expect_seen
from learn.verdict import Verdict
from learn.worker.samples import Samples
from learn.worker.seeds import after_seeds

pytestmark = pytest.mark.usefixtures("subject")


class Answers:
    """A subject that always answers alike."""

    def __init__(self, answer):
        self.answer = answer

    def call(self, task, /, *args, **kwargs):
        return self.answer, task, args, kwargs

    def observe(self, probe, /, **inputs):
        return self.answer, probe, inputs


def test_two_subjects_agree_or_the_difference_is_told():
    """Tasks and probes; a probe's own inputs may be called task or name."""
    one, other = Answers(1.0), Answers(2.0)
    expect_same(one, one, "f", 3, name="x")
    expect_seen(one, one, "seen", "what it is", task="f", name="x", probe=1)
    with pytest.raises(Verdict, match="got 1, expected 2"):
        expect_same(one, other, "f")
    with pytest.raises(Verdict, match="what it is"):
        expect_seen(one, other, "seen", "what it is")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (torch.tensor([0.0]), "train has dtype float32"),
        (torch.tensor([[0, 1]]), r"train has shape \(1, 2\)"),
        (torch.tensor([0, 5]), "Train holds numbers that are no positions in labels"),
        (torch.tensor([-1]), "which go from 0 to N - 1"),
    ],
)
def test_positions_are_whole_numbers_below_their_count(part, said):
    """In one dimension; an empty part is one."""
    expect_positions(torch.tensor([4, 0]), "train", 5, "labels")
    expect_positions(torch.tensor([], dtype=torch.int64), "train", 5, "labels")
    with pytest.raises(Verdict, match=said):
        expect_positions(part, "train", 5, "labels")


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (lambda: torch.manual_seed(0), "the same for every seed of the caller"),
        (torch.seed, "After the same seed and the same call"),
    ],
)
def test_a_run_that_seeds_anew_is_told_from_one_that_draws(run, said):
    """The next random numbers tell."""
    results, following = after_seeds([1, 1, 2], lambda: torch.rand(2).tolist())
    assert results[0] == results[1] != results[2]
    expect_seed_obeyed(following)
    with pytest.raises(Verdict, match=said):
        expect_seed_obeyed(after_seeds([1, 1, 2], run)[1])


def test_samples_are_transformed_when_they_are_asked_for():
    """As those of torchvision's data sets."""
    samples = Samples([1, 2], ["a", "b"])
    assert (len(samples), samples[torch.tensor(1)]) == (2, (2, "b"))
    samples.transform = lambda x: 10 * x
    assert samples[0] == (10, "a")
