"""``python -m pytest graders --submission PATH``: the same checks, for authors and IDEs."""

import subprocess
import sys


def run(*arguments, cwd):
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-c",
        "/dev/null",
        "--rootdir",
        str(cwd),
        *map(str, arguments),
    ]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


def test_right_work_passes_and_wrong_work_fails_with_its_feedback(tiny, root):
    """Without --submission the stubs are graded; failures show feedback, not a traceback of ours."""
    right = run("graders", "--submission", tiny.root / "solutions", cwd=tiny.root)
    assert "5 passed" in right.stdout, right.stdout + right.stderr
    wrong = run("graders", "--submission", root / "tests" / "outcomes" / "named_mistake", cwd=tiny.root)
    assert "double doubles every element: failed" in wrong.stdout
    assert "double(tensor([" in wrong.stdout
    assert "Traceback" not in wrong.stdout
    assert "2 failed, 1 passed, 2 skipped" in wrong.stdout


def test_one_file_or_one_check_can_be_named(tiny):
    """As an IDE does."""
    path = "graders/chapter1_tiny/checks/basics.py"
    done = run(f"{path}::test_counter", "--submission", tiny.root / "solutions", cwd=tiny.root)
    assert "1 passed" in done.stdout, done.stdout


def test_a_wrong_submission_path_is_one_sentence(tiny):
    """pytest's own usage error, exit code 4."""
    done = run("graders", "--submission", "nowhere", cwd=tiny.root)
    assert done.returncode == 4
    assert "nowhere does not exist" in done.stdout + done.stderr
