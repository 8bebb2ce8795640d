"""What several test modules share."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from learn import wire
from learn.course import Course
from learn.expect import UNDER_CHECK
from learn.grade import Grading
from learn.observe import Subject
from learn.sandbox.hosts import can_fork, start_host
from learn.sandbox.workers import ProcessWorker
from learn.session import grade
from learn.submission import read_submission

if TYPE_CHECKING:
    from learn.results import CheckResult, Report
    from learn.sandbox.hosts import Host

ROOT = Path(__file__).resolve().parent.parent
collect_ignore = ["courses", "outcomes"]  # courses have graders, which the plugin would collect


@pytest.fixture(scope="session")
def tiny() -> Course:
    """Return the small course below ``tests/courses``."""
    return Course(ROOT / "tests" / "courses" / "tiny")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def counter(root) -> str:
    """Return the source of a right ``Counter``, the tiny course's second task, for submissions that are about the first."""
    return (root / "tests" / "counter.py").read_text(encoding="utf-8")


@pytest.fixture
def subject(tiny):
    """Return a subject whose task stands in line 6 of basics.py, put under check; nothing is run."""
    subject = Subject(tiny.exercise("basics"), {"files": [{"path": "work/basics.py"}]}, start=None)
    subject.begin("double", 0)
    subject.lines = {"double": 6}
    token = UNDER_CHECK.set((None, subject))
    yield subject
    UNDER_CHECK.reset(token)


@pytest.fixture(scope="session")
def ask():
    """Return what puts one question to a worker: to load a source, or to call a function of what was loaded."""

    def ask(worker: ProcessWorker, what: str, *arguments):
        if arguments:
            inputs = {"task": what, "args": arguments, "kwargs": {}}
            request = {"op": "observe", "probe": "call", "inputs": inputs, "seed": 0, "record": False}
        else:
            file = {"name": "work", "path": "work.py", "source": what.encode()}
            request = {"op": "load", "exercise": "work", "files": [file]}
        worker.begin_check()
        worker.post(wire.encode(request))
        return worker.collect()

    return ask


@dataclass
class Lent:
    """A host that many gradings use one after the other, so that torch is imported once."""

    host: Host

    def __post_init__(self):
        self.layers = self.host.layers

    def start(self, limits, device="cpu"):
        return self.host.start(limits, device)

    def close(self):
        """Stay: the session closes it."""


@pytest.fixture(scope="session")
def lent():
    """Return what lends a host to a grading."""
    return Lent


@pytest.fixture(scope="session")
def hosts():
    """Return the hosts of this session by course and preload; they end with it."""
    started: dict[object, Host] = {}
    yield started
    for host in started.values():
        host.close()


@pytest.fixture
def graded(hosts):
    """Return what grades ``work`` in this process, as ``learn grade`` does, but with a host that is warm already."""

    def run_grade(course: Course, work: Path, targets: tuple[str, ...] = (), seed: int = 0, device: str = "auto") -> Report:
        grading = Grading(course, course.resolve(targets), read_submission(work, course), seed, device=device, warm=False)
        for exercise in grading.exercises:
            preload = exercise.chapter.spec.preload
            key = course.root, preload, can_fork()
            if key not in hosts:
                hosts[key] = start_host(preload, [str(course.root)])
                ProcessWorker(hosts[key], exercise.limits).close()  # now all its processes are there
            grading.players.hosts[preload] = Lent(hosts[key])
        return grade(grading)

    return run_grade


@pytest.fixture
def learn(root):
    """Return a function that runs the command line in a process of its own."""

    def run(
        *arguments: str | Path,
        cwd: Path = root,
        env: dict[str, str] | None = None,
        timeout: int = 120,
        stdin: str | None = None,
    ):
        command = [sys.executable, str(root / "cli.py"), *(str(argument) for argument in arguments)]
        environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", **(env or {})}
        return subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )

    return run


def by_name(report: Report) -> dict[str, CheckResult]:
    """Return a report's checks by ``task/function``."""
    return {check.id.partition(":")[2]: check for check in report.checks}


@pytest.fixture
def checks_of():
    """Return :func:`by_name`."""
    return by_name


@pytest.fixture
def learn_in_process(monkeypatch, capfd):
    """Return a function that runs the command line in this process and returns exit code, output and errors."""
    monkeypatch.setenv("COLUMNS", "120")

    def run(*arguments):
        from learn.cli import _run

        monkeypatch.setattr("sys.argv", ["learn", *map(str, arguments)])
        code = _run()  # main() ends the process
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return run
