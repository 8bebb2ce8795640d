"""A deliberately naive grader, to show that an attack works somewhere: it does everything that this project does not.

It imports the submission, compares in the same process, keeps the answers within reach, believes what is printed, and runs
with the submission's folder as its own.  ``python naive.py CHECK`` runs one check in the current folder; the exit code is
its verdict, unless the check reads it from what was printed or written.
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
import sys
import traceback
import warnings
from pathlib import Path

import pytest
import torch

HERE = Path(__file__).resolve().parent
TIMEOUT_S = 20
MOST_DESCRIPTORS = 1 << 16


def run(folder: Path, check: str, environment: dict[str, str]) -> tuple[int, str]:
    """Grade the submission in ``folder`` in a fork of this process, where torch is warm; return exit code and output."""
    output = folder / "naive-output"
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            torch.set_num_threads(1)  # the threads of a parallel op before the fork are gone, and the next one waits for them
            signal.signal(signal.SIGALRM, signal.SIG_DFL)  # pytest-timeout's handler would wait for C to return
            signal.alarm(TIMEOUT_S)
            os.setsid()
            atexit._clear()
            descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(descriptor, 1)
            os.dup2(descriptor, 2)
            os.closerange(3, MOST_DESCRIPTORS)  # an attack must reach nothing of the tests' own
            sys.stdout = open(1, "w", 1, closefd=False)
            sys.stderr = open(2, "w", 1, closefd=False)
            os.environ.update(environment, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
            os.chdir(folder)
            sys.path.insert(0, str(folder))
            warnings.simplefilter("ignore")
            code = main(check)
            atexit._run_exitfuncs()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), output.read_text(errors="replace")


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
