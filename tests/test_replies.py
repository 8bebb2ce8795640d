"""A submission that answers in the worker's place: it can say what it returned, and nothing else."""

from __future__ import annotations

import textwrap

import pytest

from learn.errors import WireError
from learn.results import Outcome
from learn.sandbox.hosts import can_fork
from learn.sandbox.workers import _require_reply
from learn.values import Raised

FORGER = """
import os, sys
from learn import wire


def forge(reply):
    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    connection, sequence = frame.f_locals["connection"], frame.f_locals["sequence"]
    connection.sendall(wire.encode(reply, sequence))
    os.read(connection.fileno(), 1)
    os._exit(0)


def double(x):
    import torch
    from learn.values import Raised

    forge({reply})


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count
"""
ODD = [
    "5",
    "None",
    "[1]",
    "'passed'",
    "{}",
    "{'outcome': 'passed'}",
    "{'value': 2 * x}",
    "{'value': 2 * x, 'calls': 5}",
    "{'value': 2 * x, 'calls': [[1]]}",
    "{'value': 2 * x, 'calls': [], 'outcome': 'passed'}",
    "{'lines': {'double': -1}}",
    "{'lines': {'double': 1 << 70}}",
    "{'lines': [1]}",
    "{'unsendable': 5}",
    "Raised('ValueError', (), '', '', 1 << 60)",
]


@pytest.mark.skipif(not can_fork(), reason="descriptors are those of Unix")
@pytest.mark.parametrize("reply", ODD)
def test_an_answer_of_another_form_ends_the_worker(tiny, graded, checks_of, tmp_path, reply):
    """It is neither a verdict nor a fault of the grader's; the next task is graded in a new worker."""
    (tmp_path / "basics.py").write_text(FORGER.replace("{reply}", reply))
    checks = checks_of(graded(tiny, tmp_path, ("basics",)))
    assert checks["double/test_double_values"].outcome is Outcome.CRASHED
    assert "the answer has no form that an answer has" in checks["double/test_double_values"].feedback.summary
    assert checks["Counter/test_counter"].outcome is Outcome.PASSED


@pytest.mark.skipif(not can_fork(), reason="descriptors are those of Unix")
@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ("{'value': 3 * x, 'calls': []}", Outcome.FAILED),
        ("{'unsendable': 'x' * 100000}", Outcome.LIMIT_EXCEEDED),
        ("{'lines': {'double': 1}}", Outcome.LIMIT_EXCEEDED),
        ("Raised('NotImplementedError', ('NotImplementedError',), '', '', 0, 'raise NotImplementedError')", None),
        ("Raised('MemoryError', ('MemoryError',), 'x' * 2000)", Outcome.OUT_OF_MEMORY),
    ],
)
def test_an_answer_of_a_legal_form_is_judged_by_what_it_says(tiny, graded, checks_of, tmp_path, reply, outcome):
    """A wrong value is a wrong value, and whatever else is said earns nothing."""
    (tmp_path / "basics.py").write_text(FORGER.replace("{reply}", reply))
    check = checks_of(graded(tiny, tmp_path, ("basics",)))["double/test_double_values"]
    assert check.outcome is outcome or (outcome is None and check.outcome in {Outcome.NOT_STARTED, Outcome.SKIPPED})
    assert len(check.feedback.summary if check.feedback else "") < 3000


def test_what_a_worker_answers_is_legal():
    """The four forms that it has."""
    _require_reply({"lines": {"double": 3}})
    _require_reply({"value": None, "calls": ["add"]})
    _require_reply({"unsendable": "too large"})
    _require_reply(Raised("ValueError", ("ValueError",), "no", "file.py", 3))
    with pytest.raises(WireError):
        _require_reply({"value": None})


@pytest.mark.skipif(not can_fork(), reason="descriptors are those of Unix")
def test_a_value_that_breaks_the_next_question_costs_the_check(tiny, graded, checks_of, tmp_path):
    """A check that feeds a result into another question stumbles over one that cannot be sent: that is no fault of ours."""
    import shutil

    from learn.course import Course

    shutil.copytree(tiny.root, tmp_path / "course")
    path = tmp_path / "course" / "graders" / "chapter1_tiny" / "checks" / "basics.py"
    once = 'expect(submission.call("double", x)).to_match(reference.call("double", x))'
    twice = 'expect(submission.call("double", submission.call("double", x))).to_match(4 * x)'
    assert once in path.read_text()
    path.write_text(path.read_text().replace(once, twice, 1))
    deep = "def double(x):\n    value = []\n    for _ in range(31):\n        value = [value]\n    return value\n"
    (tmp_path / "basics.py").write_text(textwrap.dedent(deep))
    check = checks_of(graded(Course(tmp_path / "course"), tmp_path / "basics.py", ("double",)))["double/test_double_values"]
    assert check.outcome is Outcome.FAILED
    assert "a form that this check cannot judge" in check.feedback.summary


@pytest.mark.skipif(not can_fork(), reason="descriptors are those of Unix")
def test_a_syntax_error_may_hold_anything(tiny, graded, checks_of, tmp_path):
    """A learner who raises one by hand with parts of odd types gets a sentence, too."""
    body = "    error = SyntaxError('odd')\n    error.text, error.lineno, error.filename, error.offset = 5, 'x', [], {}\n"
    (tmp_path / "basics.py").write_text(f"def double(x):\n{body}    raise error\n")
    check = checks_of(graded(tiny, tmp_path / "basics.py", ("double",)))["double/test_double_values"]
    assert check.outcome is Outcome.ERRORED
    assert "SyntaxError: odd" in check.feedback.summary


@pytest.mark.skipif(not can_fork(), reason="descriptors are those of Unix")
def test_a_long_value_is_shown_in_part(tiny, graded, checks_of, tmp_path):
    """Thousands of texts do not become megabytes of feedback."""
    (tmp_path / "basics.py").write_text("def double(x):\n    return ['x' * 100] * 25000\n")
    check = checks_of(graded(tiny, tmp_path / "basics.py", ("double",)))["double/test_double_values"]
    assert check.outcome is Outcome.FAILED
    assert len(check.feedback.got) < 1100
