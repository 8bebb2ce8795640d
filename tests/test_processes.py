"""Worker processes: forks that do not hang, platforms without fork, and nothing left behind."""

import os
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import psutil
import pytest

from learn.results import Outcome

TRAP = """
import os, signal, sys
import torch

torch.set_num_threads(4)
a = torch.randn(600, 600)
(a @ a).sum()  # a parallel op: its threads do not survive a fork
{mend}
pid = os.fork()
if pid == 0:
    signal.alarm(20)
    (a @ a).sum()
    os._exit(0)
_, status = os.waitpid(pid, 0)
sys.exit(status != 0)
"""


def test_one_thread_before_a_fork_keeps_the_child_from_hanging(root):
    """The trap: after a parallel op, a forked child's first parallel op may hang; the zygote and the grader set one thread."""
    done = subprocess.run([sys.executable, "-c", TRAP.format(mend="torch.set_num_threads(1)")], timeout=60, check=False)
    assert done.returncode == 0
    zygote = (root / "src" / "learn" / "worker" / "zygote.py").read_text()
    assert zygote.index("torch.set_num_threads(1)") < zygote.index("os.fork()")


def test_a_grader_that_used_all_its_threads_still_grades(tiny, graded):
    """The grader's own parallel ops before the first fork do not hang the reference."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(4)
    try:
        product = torch.randn(600, 600) @ torch.randn(600, 600)
        assert product.isfinite().all()
        report = graded(tiny, tiny.root / "solutions", ("basics",))
        assert all(check.outcome is Outcome.PASSED for check in report.checks)
    finally:
        torch.set_num_threads(before)


def test_nothing_is_left_behind(tiny, graded, root):
    """Neither processes nor scratch folders outlive a run, whatever the submission did."""
    scratch = set(Path(tempfile.gettempdir()).glob("learn-*"))
    children = {process.pid for process in psutil.Process().children(recursive=True)}
    for case in ("right", "exits", "closes_descriptors"):
        graded(tiny, root / "tests" / "outcomes" / case, ("basics",))
    left = [p for p in psutil.Process().children(recursive=True) if p.pid not in children and p.status() != "zombie"]
    assert left == []
    assert set(Path(tempfile.gettempdir()).glob("learn-*")) - scratch == set()


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
