"""Secret seeds: read by the grader only, and told to nobody."""

from __future__ import annotations

import json

import pytest

from learn.errors import UsageError
from learn.judge import judge
from learn.rng import derive
from learn.secret import VARIABLE, read_secret_seed

LONG_ENOUGH = "0123456789abcdefghij"


@pytest.fixture
def tiny_work(root):
    """Return options that grade the tiny course's solutions."""
    return "basics", "--course", root / "tests/courses/tiny", "--submission", root / "tests/courses/tiny/solutions"


def test_a_seed_comes_from_a_file_or_from_the_environment(tmp_path, monkeypatch):
    """Both give the same seed, whatever stands round the secret; the variable is gone afterwards."""
    (tmp_path / "seed").write_text(f"{LONG_ENOUGH}\n")
    monkeypatch.setenv(VARIABLE, LONG_ENOUGH)
    from_environment = read_secret_seed(None)
    assert from_environment == read_secret_seed(tmp_path / "seed")
    assert 0 <= from_environment < 1 << 63
    assert read_secret_seed(None) is None


def test_the_file_counts_where_there_are_both(tmp_path, monkeypatch):
    """What was said on the command line is what was meant."""
    (tmp_path / "seed").write_text(LONG_ENOUGH)
    monkeypatch.setenv(VARIABLE, "something else, as long")
    with_both = read_secret_seed(tmp_path / "seed")
    assert with_both == read_secret_seed(tmp_path / "seed")


def test_what_can_be_guessed_is_no_secret(tmp_path, monkeypatch):
    """One sentence says how to make a good one."""
    (tmp_path / "seed").write_text("42\n" + " " * 100)
    with pytest.raises(UsageError, match=r"seed holds fewer than 16 characters, which is no secret: python -c "):
        read_secret_seed(tmp_path / "seed")
    monkeypatch.setenv(VARIABLE, "42")
    with pytest.raises(UsageError, match=f"The environment variable {VARIABLE} holds fewer than 16 characters"):
        read_secret_seed(None)


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path):
    """It says which."""
    with pytest.raises(UsageError, match="nowhere cannot be read: no such file or directory"):
        read_secret_seed(tmp_path / "nowhere")


def test_a_secret_seed_is_withheld_and_implies_the_sandbox(learn, tiny_work, tmp_path):
    """Nothing that is written or printed has it, and the canary was run first."""
    (tmp_path / "seed").write_text(LONG_ENOUGH)
    done = learn("grade", *tiny_work, "--seed-file", tmp_path / "seed", "--json", tmp_path / "out.json", "-v")
    assert done.returncode == 0, done.stderr
    assert "seed withheld" in " ".join(done.stdout.split())
    report = json.loads((tmp_path / "out.json").read_text())
    assert report["seed"] == -1
    assert {check["visibility"] for check in report["chapters"][0]["exercises"][0]["tasks"][0]["checks"]} == {"hidden"}


def test_a_secret_seed_needs_the_sandbox(learn_in_process, tiny_work, tmp_path, monkeypatch):
    """Marks under it are not given without."""
    from learn.sandbox import landlock

    monkeypatch.setattr(landlock, "missing", lambda: "there is no Landlock")
    (tmp_path / "seed").write_text(LONG_ENOUGH)
    code, _, error = learn_in_process("grade", *tiny_work, "--seed-file", tmp_path / "seed")
    assert code == 2
    assert "there is no Landlock" in error


def test_an_open_and_a_secret_seed_exclude_each_other(learn_in_process, tiny_work, monkeypatch):
    """One sentence."""
    monkeypatch.setenv(VARIABLE, LONG_ENOUGH)
    code, _, error = learn_in_process("grade", *tiny_work, "--seed", 3)
    assert (code, error) == (2, "learn: --seed and a secret seed exclude each other: leave one out.\n")


def test_a_worker_is_told_another_seed_than_the_one_inputs_come_from(tiny, graded, tmp_path, monkeypatch):
    """With the check's own it could draw the same numbers, labels among them."""
    told = []

    def spy(check, submission, reference, seed):
        result = judge(check, submission, reference, seed)
        told.append((submission.seed, derive(seed, check.id)))
        return result

    monkeypatch.setattr("learn.judge.judge", spy)
    graded(tiny, tiny.root / "solutions", ("basics",), seed=5)
    assert len(told) >= 4
    assert not {seed for seed, _ in told} & {own for _, own in told}
