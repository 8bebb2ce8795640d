"""Worker processes: forks that do not hang, platforms without fork, and nothing left behind."""

import os
import shutil
import subprocess
import sys
import tempfile
import textwrap

import psutil
import pytest
import torch

from learn.course import Course
from learn.grade import Grading
from learn.results import Outcome
from learn.session import grade
from learn.submission import read_submission


@pytest.fixture
def large(tiny, tmp_path):
    """Return a copy of the tiny course whose first check uses a tensor that is large enough for several threads."""
    shutil.copytree(tiny.root, tmp_path / "course")
    path = tmp_path / "course" / "graders" / "chapter1_tiny" / "checks" / "basics.py"
    path.write_text(path.read_text().replace("[(1,), rng.sizes(2)]", "[(1000, 1000)]"))
    return Course(tmp_path / "course")


@pytest.mark.parametrize("mended", [True, False])
def test_a_parallel_op_before_a_fork_does_not_hang_the_children(large, graded, checks_of, monkeypatch, root, mended):
    """The trap: threads do not survive a fork, and the child's first parallel op waits for them for ever.

    The grader sets one thread before it forks to play a known mistake.  Without that the mistakes hang and none is named,
    which shows that the trap is real.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(4)
    try:
        assert (torch.randn(600, 600) @ torch.randn(600, 600)).isfinite().all()
        if not mended:
            monkeypatch.setattr(torch, "set_num_threads", lambda _: None)
        check = checks_of(graded(large, root / "tests" / "outcomes" / "named_mistake", ("basics",)))[
            "double/test_double_values"
        ]
    finally:
        monkeypatch.undo()
        torch.set_num_threads(before)
    assert check.outcome is Outcome.FAILED
    assert check.feedback.diagnosis == ("You squared x: multiply it by 2 instead." if mended else "")


def test_nothing_is_left_behind(tiny, root, tmp_path, monkeypatch):
    """Neither processes nor scratch folders outlive a run, whatever the submission did."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    children = {process.pid for process in psutil.Process().children(recursive=True)}
    for case in ("right", "exits", "closes_descriptors"):
        work = read_submission(root / "tests" / "outcomes" / case, tiny)
        grade(Grading(tiny, tiny.resolve(("basics",)), work))
    left = [p for p in psutil.Process().children(recursive=True) if p.pid not in children and p.status() != "zombie"]
    assert left == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform is the case that is simulated here")
def test_the_core_works_without_fork_fcntl_resource_and_sigalrm(root):
    """Windows is more than a hope: the golden outcomes hold with spare worker processes, too."""
    chosen = "right or named_mistake or syntax_error or hangs or exits or segfaults or hungry or floods or answers_early"
    command = [sys.executable, str(root / "tests" / "without_fork.py"), "tests/test_outcomes.py", "-q", "-k", chosen]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "11 passed" in done.stdout


def test_global_state_of_a_submission_does_not_reach_the_next_check(tiny, graded, checks_of, tmp_path):
    """Dtype, grad mode and random state are put back before each observation."""
    (tmp_path / "basics.py").write_text(
        textwrap.dedent("""
        import torch

        def double(x):
            torch.set_default_dtype(torch.float64)
            torch.set_grad_enabled(False)
            return x + x

        class Counter:
            count = 0
            def __call__(self):
                assert torch.get_default_dtype() is torch.float32 and torch.is_grad_enabled()
                self.count += 1
                return self.count
        """)
    )
    assert checks_of(graded(tiny, tmp_path, ("basics",)))["Counter/test_counter"].outcome is Outcome.PASSED
