"""A deliberately naive grader, to show that an attack works somewhere: it does everything that this project does not.

It imports the submission, compares in the same process, keeps the answers within reach, believes what is printed, and runs
with the submission's folder as its own.  The exit code of a run is its verdict, unless the check reads it from what was
printed or written.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import traceback
import warnings
from pathlib import Path

import pytest
import torch  # noqa: F401  so that it is warm in every fork

HERE = Path(__file__).resolve().parent
TIMEOUT_S = 20
MOST_DESCRIPTORS = 1 << 16
OUTPUT = "naive-output"


class Naive:
    """The naive grader in a process of its own, where torch is warm: each run is a fork of it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"OMP_NUM_THREADS": "1"},  # a parallel op before a fork would hang the child
        )

    def run(self, folder: Path, check: str, environment: dict[str, str]) -> tuple[int, str]:
        """Grade the submission in ``folder``; return exit code and output."""
        self.process.stdin.write(json.dumps([str(folder), check, environment]) + "\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        return code, (folder / OUTPUT).read_text(errors="replace")

    def close(self) -> None:
        """End the process."""
        with self.process:  # closes both pipes, then waits
            pass


def answer() -> None:
    """Grade what standard input names, line by line, and answer with exit codes."""
    for line in sys.stdin:
        print(grade(*json.loads(line)), flush=True)


def grade(folder: str, check: str, environment: dict[str, str]) -> int:
    """Grade one submission in a fork of this process and return its exit code."""
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            signal.alarm(TIMEOUT_S)
            os.setsid()
            atexit._clear()
            os.chdir(folder)
            descriptor = os.open(OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(descriptor, 1)
            os.dup2(descriptor, 2)
            os.closerange(3, MOST_DESCRIPTORS)  # an attack must reach nothing of the tests' own
            sys.stdout = open(1, "w", 1, closefd=False)
            sys.stderr = open(2, "w", 1, closefd=False)
            os.environ.update(environment, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
            sys.path.insert(0, folder)
            warnings.simplefilter("ignore")
            code = main(check)
            atexit._run_exitfuncs()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def main(check: str) -> int:
    """Run one check with pytest, believing whatever configuration lies beside the submission."""
    connection, ours = socket.socketpair()
    ours.setblocking(False)
    shutil.copy(HERE / "naive_checks.py", "test_naive.py")
    if check == "script":
        return as_script("test_naive.py")
    own = next(Path.cwd().glob("tests/test_*.py"), None) if check == "brought" else None
    options = ["-q", "-p", "no:cacheprovider", "--junitxml=report.xml", "-s", "-W", "ignore"]
    code = int(pytest.main([str(own) if own else f"test_naive.py::test_{check}", *options]))
    with contextlib.suppress(OSError):  # a result from before must do then
        Path("old.json").write_text(json.dumps({"passed": code == 0}))
    if not Path("result.json").exists():
        Path("result.json").write_text(json.dumps({"passed": code == 0}))
    try:
        said = ours.recv(64)
    except BlockingIOError:
        said = b""
    connection.close()
    return 0 if said == b"pass" else code


def as_script(path: str) -> int:
    """Run the checks as a script, and believe its exit code."""
    try:
        runpy.run_path(path, run_name="__main__")
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def verdict(folder: Path, check: str, code: int, printed: str) -> bool:
    """Tell whether the naive grader takes the submission for right work."""
    if check == "printed":
        return "1 passed" in printed
    if check == "written":
        return bool(json.loads((folder / "result.json").read_text())["passed"])
    if check == "kept":
        return bool(json.loads((folder / "old.json").read_text())["passed"])
    if check == "junit":
        return 'failures="0"' in (folder / "report.xml").read_text() and 'errors="0"' in (folder / "report.xml").read_text()
    return code == 0


if __name__ == "__main__":
    answer()
