"""Our own faults: they say so, cost no points, end with exit code 3, and the report is complete all the same."""

import shutil
import subprocess
import sys
import textwrap

import pytest

from learn import pytest_plugin
from learn.course import Course
from learn.errors import ContentError
from learn.results import Outcome, points_of


@pytest.fixture
def course(tiny, tmp_path):
    """Return a copy of the tiny course with short limits, whose graders may be broken."""
    shutil.copytree(tiny.root, tmp_path / "course")
    toml = tmp_path / "course" / "exercises" / "chapter1_tiny" / "chapter.toml"
    toml.write_text(toml.read_text().replace("cpu_s = 1.5, wall_s = 5.0", "cpu_s = 0.1, wall_s = 0.2"))
    return Course(tmp_path / "course")


def break_first_check(course, body):
    """Put ``body`` in place of the first check's."""
    path = course.root / "graders" / "chapter1_tiny" / "checks" / "basics.py"
    old = path.read_text()
    start = old.index("    for shape in")
    end = old.index('@check("double", title="lets gradients')
    path.write_text(old[:start] + textwrap.indent(textwrap.dedent(body), "    ") + "\n\n" + old[end:])
    return path


@pytest.mark.parametrize(
    ("body", "summary"),
    [
        ("raise KeyError('x')", "KeyError: 'x'"),
        ("assert 1 == 2, 'not so'", "AssertionError: not so"),
        ("submission.observe('no_such_probe')", "has no probe 'no_such_probe'"),
        ("reference.call('double', 'text', 'more')", "the reference raised TypeError"),
    ],
)
def test_a_check_that_raises_is_the_graders_fault_and_names_its_line(course, graded, checks_of, body, summary):
    """Nothing is taken from the learner, and the author is told where to look."""
    path = break_first_check(course, body)
    report = graded(course, course.root / "solutions", ("basics",))
    check = checks_of(report)["double/test_double_values"]
    assert check.outcome is Outcome.GRADER_FAULT
    assert summary in check.feedback.summary
    assert check.feedback.file == str(path)
    assert check.feedback.line >= 7
    assert report.exit_code == 3
    assert points_of([check]) == (0, 0)
    assert len(report.checks) == 4


def test_a_result_that_a_check_stumbles_over_is_no_fault_of_the_graders(course, graded, checks_of, tmp_path):
    """Odd results cannot turn failed checks into ones that cost nothing."""
    break_first_check(course, "assert submission.call('double', rng.randn(3)).sum() != 0")
    (tmp_path / "basics.py").write_text("def double(x):\n    return 'no tensor'\n")
    check = checks_of(graded(course, tmp_path / "basics.py", ("double",)))["double/test_double_values"]
    assert check.outcome is Outcome.FAILED
    assert "The result has a form that this check cannot judge (AttributeError" in check.feedback.summary


@pytest.mark.parametrize("body", ["while True:\n    pass", "import time\ntime.sleep(1000)"])
def test_a_check_that_hangs_is_the_graders_fault(course, graded, checks_of, monkeypatch, body):
    """pytest-timeout ends it; the other checks are run."""
    monkeypatch.setattr(pytest_plugin, "OWN_MARGIN_S", 6.0)
    break_first_check(course, body)
    report = graded(course, course.root / "solutions", ("basics",))
    checks = checks_of(report)
    assert checks["double/test_double_values"].outcome is Outcome.GRADER_FAULT
    assert "did not end by itself" in checks["double/test_double_values"].feedback.summary
    assert checks["Counter/test_counter"].outcome is Outcome.PASSED
    assert report.exit_code == 3


WITHOUT_SIGALRM = """
import sys
sys.path.insert(0, {tests!r})
import without_fork
without_fork.remove()
from learn import pytest_plugin
pytest_plugin.OWN_MARGIN_S, pytest_plugin.GRACE_S = 8.0, 1.0
from learn.cli import main
main()
"""


@pytest.mark.parametrize(
    ("body", "others"),
    [("while True:\n    pass", Outcome.PASSED), ("import threading\nthreading.Lock().acquire(timeout=1000)\n" * 2, None)],
    ids=["a loop in Python", "a wait in C"],
)
def test_a_hung_check_leaves_a_full_report_where_there_is_no_sigalrm(course, root, tmp_path, body, others):
    """A loop is interrupted; a wait that cannot be is given up, with a result for every check."""
    from learn.report.json import parse

    body = (
        body.replace("threading.Lock().acquire", "lock = threading.Lock()\nlock.acquire()\nlock.acquire", 1)
        if others is None
        else body
    )
    break_first_check(course, body)
    program = WITHOUT_SIGALRM.format(tests=str(root / "tests"))
    command = [sys.executable, "-c", program, "grade", "basics", "--course", str(course.root)]
    out = tmp_path / "out.json"
    done = subprocess.run(
        [*command, "--submission", str(course.root / "solutions"), "--json", str(out)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    report = parse(out.read_text())
    checks = {check.id.partition(":")[2]: check.outcome for check in report.checks}
    assert len(checks) == 4
    assert checks["double/test_double_values"] is Outcome.GRADER_FAULT
    assert checks["Counter/test_counter"] is (others or Outcome.GRADER_FAULT)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("from learn.checks import check", "from learn.checks import chekc", r"basics.py:3: cannot be imported: ImportError"),
        ('@check("Counter"', '@check("Count"', r"has no task 'Count'. Did you mean 'Counter'"),
        ("def test_counter(submission, rng)", "def test_counter(submission, rgn)", r"test_counter asks for 'rgn'"),
        ('@check("Counter", points=2, title="counts its calls")\n', "", r"test_counter has no @check"),
    ],
)
def test_a_grader_that_cannot_be_collected_is_one_sentence(course, graded, old, new, sentence):
    """It names the author's file, and is our fault, not the learner's."""
    path = course.root / "graders" / "chapter1_tiny" / "checks" / "basics.py"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(ContentError, match=sentence):
        graded(course, course.root / "solutions", ("basics",))
