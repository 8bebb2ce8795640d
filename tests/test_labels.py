"""Labels and hidden inputs stay with the grader: neither what a worker is told nor what a learner is shown gives them away."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from learn.course import Course, Limits
from learn.report import json as json_report
from learn.report.texts import redact
from learn.rng import Rng, derive
from learn.sandbox import bubblewrap
from learn.sandbox.channel import Channel
from learn.sandbox.hosts import can_fork, start_host
from learn.sandbox.workers import ProcessWorker
from learn.worker import canary

OPEN_SEED, SECRET_SEED = 0, 5_903_127_846_501_337_112
CHECKS = """

@check("double", title="tells labels")
def test_labels(submission, rng):
    x, labels = rng.randn(64), rng.bools(64)
    got = submission.call("double", x)
    expect(got).to_have_shape((64,))
    expect(float(((got > 0) == labels).float().mean()), "the share of right labels").to_be_at_least(0.9)


@check("double", title="leaves its input as it was", reported=True)
def test_pure(submission, rng):
    x = rng.randn(3)
    args, _ = submission.inputs_after("double", x)
    expect(args[0], "the input").to_match(x)
"""
GUESSES = """
import sys

import torch

from learn.rng import Rng, derive

NAMES = ("basics:double/test_labels", "test_labels", "double", "known to the worker")


def told(value, depth=0):
    if type(value) is int:
        yield value
    elif depth < 4 and isinstance(value, dict):
        for item in value.values():
            yield from told(item, depth + 1)


def double(x):
    seeds = {torch.initial_seed(), *range(-100, 100)}
    frame = sys._getframe()
    while frame is not None:
        seeds |= set(told(dict(frame.f_locals)))
        frame = frame.f_back
    seeds |= {derive(seed, name) for seed in seeds for name in NAMES}
    for seed in seeds:
        rng = Rng(seed % 2**64)
        if x.dim() == 1 and torch.equal(rng.randn(len(x)), x):
            return 2 * rng.bools(len(x)).float() - 1
    print("tried", len(seeds))
    return 2 * x
"""
LIES = """
import copy

from learn.worker import probes


def double(x):
    return x.mul_(2)


def inputs_after(exercise, task, args, kwargs):
    before = copy.deepcopy([list(args), kwargs])
    exercise.double(*args)
    return before


def shares_memory(exercise, task, args, kwargs):
    return False


probes.inputs_after, probes.shares_memory = inputs_after, shares_memory
"""
KEEPS = """
seen = []


def double(x):
    seen.append(x.tolist())
    print("seen:", seen)
    return 3 * x
"""


@pytest.fixture(scope="module")
def labelled(tiny, tmp_path_factory):
    """Return a copy of the tiny course with a check that knows labels, and one that asks what became of the input."""
    root = tmp_path_factory.mktemp("labelled") / "course"
    shutil.copytree(tiny.root, root)
    path = root / "graders" / "chapter1_tiny" / "checks" / "basics.py"
    path.write_text(path.read_text() + CHECKS)
    return Course(root)


@pytest.fixture
def outcome_of(labelled, graded, tmp_path, checks_of, counter):
    """Return what grades a source text in the labelled course, and returns its checks by name."""

    def run(source, seed):
        (tmp_path / "basics.py").write_text(source + counter)
        return checks_of(graded(labelled, tmp_path, ("basics",), seed))

    return run


# ------------------------------------------------------------------ what a worker is told


def test_labels_can_be_drawn_again_where_the_seed_is_known(outcome_of):
    """Otherwise the next test would prove nothing: the guesser does find them from a seed that everybody knows."""
    assert str(outcome_of(GUESSES, OPEN_SEED)["double/test_labels"].outcome) == "passed"


def test_labels_cannot_be_drawn_again_from_what_a_worker_is_told(outcome_of):
    """Under a secret seed no number within reach of the submission, nor what is derived from it, gives the labels."""
    check = outcome_of(GUESSES, SECRET_SEED)["double/test_labels"]
    assert str(check.outcome) == "failed"
    assert check.output.startswith("tried ")


def test_labels_are_never_sent(outcome_of, monkeypatch):
    """The inputs of the same check are, which shows that this test looks at the right bytes."""
    sent, post = [], Channel.post
    monkeypatch.setattr(Channel, "post", lambda self, frame, tick: sent.append(bytes(frame)) or post(self, frame, tick))
    outcome_of(KEEPS, SECRET_SEED)
    rng = Rng(derive(SECRET_SEED, "basics:double/test_labels"))
    x, labels = rng.randn(64), rng.bools(64)
    assert any(x.numpy().tobytes() in frame for frame in sent)
    for form in (labels, labels.float(), labels.long(), 2 * labels.float() - 1):
        assert not any(form.numpy().tobytes() in frame for frame in sent)


# ------------------------------------------------------------------ what a worker can read


@pytest.fixture(scope="module", params=["with bubblewrap", "without bubblewrap"])
def installed(request, ask, tmp_path_factory):
    """Return a folder of packages with something like scikit-learn in it, and what reads a file in a worker."""
    if not can_fork():
        pytest.skip("workers are confined on Linux only")
    packages = tmp_path_factory.mktemp("installed") / "site-packages"
    for name in ("__init__.py", "data/__init__.py", "data/iris.csv", "tests/data/openml/id_40945/titanic.arff.gz"):
        path = packages / "sklearn" / "datasets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"this is {name}")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(packages)
        if request.param == "without bubblewrap":
            patch.setattr(bubblewrap, "missing", lambda: "left out here")
        elif bubblewrap.missing():
            pytest.skip(bubblewrap.missing())
        host = start_host(())

    def read(name):
        worker = ProcessWorker(host, Limits())
        ask(worker, Path(canary.__file__).read_text(encoding="utf-8"))
        reply = ask(worker, "read", str(packages / "sklearn" / "datasets" / name))
        worker.close()
        return reply["value"]

    yield read
    host.close()


def test_the_data_sets_that_come_with_scikit_learn_cannot_be_read(installed):
    """Their labels are what a grader asks for; the code beside them can be read, which shows that the package is there."""
    assert installed("__init__.py") == "this is __init__.py"
    assert installed("data/iris.csv") in {-errno.EACCES, -errno.ENOENT}


def test_the_data_sets_of_its_own_tests_cannot_be_read_either(installed):
    """For its tests scikit-learn ships the Titanic's passengers, Fisher's irises and Palmer's penguins, with their labels."""
    assert installed("tests/data/openml/id_40945/titanic.arff.gz") in {-errno.EACCES, -errno.ENOENT}


LOADS = """
def load(name):
    from sklearn import datasets

    return len(getattr(datasets, name)().target)
"""


@pytest.mark.skipif(not can_fork(), reason="workers are confined on Linux only")
def test_scikit_learn_itself_loads_no_labels_in_a_worker(ask):
    """The package can be imported by a submission, its tables of data cannot be opened."""
    host = start_host(())
    worker = ProcessWorker(host, Limits())
    ask(worker, LOADS)
    replies = [ask(worker, "load", name) for name in ("load_breast_cancer", "load_wine", "load_digits")]
    worker.close()
    host.close()
    assert all({"PermissionError", "FileNotFoundError"} & set(reply.bases) for reply in replies), replies


# ------------------------------------------------------------------ what a learner is shown


def test_what_a_hidden_check_asked_does_not_come_out_in_a_visible_one(graded, tiny, counter, tmp_path):
    """One worker serves both, and a submission can keep and print what it saw: hidden checks are run last."""
    (tmp_path / "basics.py").write_text(KEEPS + counter)
    report = graded(tiny, tmp_path, ("basics",), OPEN_SEED)
    hidden = str(Rng(derive(OPEN_SEED, "basics:double/test_double_integers")).randint(1, 9, 4).tolist())
    assert any(hidden in check.output for check in report.checks)
    shown = json_report.render(redact(report))
    assert "seen: " in shown
    assert hidden not in shown


def test_how_long_a_check_took_is_not_told_under_a_secret_seed(graded, tiny, counter, tmp_path):
    """A submission could take as many milliseconds as its input says, and so read it out, ten bits with each check."""
    (tmp_path / "basics.py").write_text(KEEPS + counter)
    shown = redact(graded(tiny, tmp_path, ("basics",), SECRET_SEED), secret_seed=True)
    assert {check.duration_s for check in shown.checks} == {0.0}


# ------------------------------------------------------------------ what only a worker's word says


def test_a_worker_can_lie_about_its_inputs_but_not_about_values(outcome_of):
    """So checks that ask what became of an input are marked: this one passes by a lie, with right values beside it."""
    checks = outcome_of(LIES, SECRET_SEED)
    assert str(checks["double/test_pure"].outcome) == "passed"
    assert checks["double/test_pure"].verdict == "reported"
    assert checks["double/test_double_values"].verdict == "derived"
