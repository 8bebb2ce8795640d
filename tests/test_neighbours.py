"""Hostile and honest submissions at the same time: honest results stay what they are alone, and nothing is left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import torch

from learn.course import Limits
from learn.sandbox.hosts import can_fork, start_host
from learn.sandbox.workers import ProcessWorker, StoppedError

pytestmark = pytest.mark.skipif(not can_fork(), reason="marks are given on Linux only")

HOSTILE = {
    "spins": "while True:\n    pass",
    "eats memory": "blocks = []\nwhile True:\n    blocks.append(bytearray(1 << 20))",
    "floods": "while True:\n    print('x' * 10000)",
    "fills its folder": "for index in range(10 ** 6):\n    open(f'file{index}', 'wb').write(bytes(1 << 16))",
    "starts threads": (
        "import threading\nthreading.stack_size(1 << 16)\nwhile True:\n"
        "    threading.Thread(target=threading.Event().wait, daemon=True).start()"
    ),
    "crashes": "import ctypes\nctypes.string_at(0)",
}


def without_times(report: str) -> dict:
    """Return what a report says of the work alone."""
    found = json.loads(report)
    for key in ("started_at", "duration_s"):
        del found[key]
    for chapter in found["chapters"]:
        for exercise in chapter["exercises"]:
            for task in exercise["tasks"]:
                for check in task["checks"]:
                    check.pop("duration_s", None)
    return found


def test_honest_results_are_the_same_beside_hostile_submissions(root, counter, tmp_path):
    """Six that break what they can are graded at the same time; then everything is as it was."""
    shared, scratch = set(Path("/", "dev", "shm").glob("*")), tmp_path / "scratch"
    scratch.mkdir()

    environment = {**os.environ, "TMPDIR": str(scratch)}

    def grading(name: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(root / "cli.py"), "grade", "basics", "--course", str(root / "tests/courses/tiny")]
        command += ["--submission", str(tmp_path / name), "--json", str(tmp_path / f"{name}.json"), "-q"]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)

    bodies = HOSTILE | {"honest": "return 2 * x", "partly right": "return x * x"}
    for name, body in bodies.items():
        (tmp_path / name).mkdir()
        text = f"def double(x):\n{textwrap.indent(body, '    ')}\n\n\n{counter}"
        (tmp_path / name / "basics.py").write_text(text)
    alone = {}
    for name in ("honest", "partly right"):
        assert grading(name).wait(120) in {0, 1}
        alone[name] = without_times((tmp_path / f"{name}.json").read_text())
    running = {name: grading(name) for name in bodies}
    codes = {name: process.wait(200) for name, process in running.items()}

    assert codes == dict.fromkeys(bodies, 1) | {"honest": 0}
    for name, expected in alone.items():
        assert without_times((tmp_path / f"{name}.json").read_text()) == expected
    for name in HOSTILE:
        report = without_times((tmp_path / f"{name}.json").read_text())
        outcomes = [check["outcome"] for task in report["chapters"][0]["exercises"][0]["tasks"] for check in task["checks"]]
        assert outcomes[0] != "passed"
        assert outcomes[-1] == "passed", name
    assert set(Path("/", "dev", "shm").glob("*")) == shared
    assert list(scratch.iterdir()) == []


PRYING = """
import ctypes, os
from pathlib import Path

libc = ctypes.CDLL(None, use_errno=True)


def look(folder, pid):
    found = []
    for attempt in (
        lambda: os.listdir(folder),
        lambda: Path(folder, "secret").read_text(),
        lambda: Path(folder, "mine").write_text("x"),
        lambda: os.listdir(Path(folder).parent),
        lambda: Path(f"/proc/{pid}/mem").open("rb"),
        lambda: Path(f"/proc/{pid}/cwd/secret").read_text(),
    ):
        try:
            found.append(str(attempt()))
        except OSError:
            found.append("refused")
    found.append("refused" if libc.kill(pid, 0) < 0 else "signalled")
    found.append("refused" if libc.ptrace(16, pid, 0, 0) < 0 else "traced")
    return found
"""
HONEST = """
from pathlib import Path


def keep(x):
    Path("secret").write_text("an honest answer")
    return x


def recall(x):
    return sorted(path.name for path in Path().iterdir()), Path("secret").read_text()
"""


@pytest.mark.parametrize("wrapped", [True, False], ids=["with bubblewrap", "without bubblewrap"])
def test_workers_of_one_host_cannot_see_each_other(wrapped, ask, monkeypatch):
    """Two submissions that are graded side by side share a zygote, and nothing else."""
    from learn.sandbox import bubblewrap

    if not wrapped:
        monkeypatch.setattr(bubblewrap, "missing", lambda: "left out here")
    elif bubblewrap.missing():
        pytest.skip(bubblewrap.missing())
    host = start_host(())
    honest, prying = ProcessWorker(host, Limits()), ProcessWorker(host, Limits())
    try:
        ask(honest, HONEST)
        ask(prying, PRYING)
        ask(honest, "keep", torch.ones(1))
        seen = ask(prying, "look", honest.scratch, honest.process.pid)["value"]
        assert seen == ["refused"] * 8
        assert ask(honest, "recall", torch.ones(1))["value"] == (["secret"], "an honest answer")
    finally:
        honest.close()
        prying.close()
        host.close()
    assert not Path(host.folder).exists()


def test_a_worker_that_is_stopped_does_not_stop_its_neighbour(ask):
    """They share a zygote; one goes over its time while the other waits to be asked."""
    host = start_host(())
    honest, spinning = ProcessWorker(host, Limits()), ProcessWorker(host, Limits(cpu_s=0.3))
    try:
        ask(honest, HONEST)
        ask(spinning, "def f(x):\n    while True:\n        pass\n")
        with pytest.raises(StoppedError, match=r"more than 0\.3 s of computing time"):
            ask(spinning, "f", torch.ones(1))
        spinning.close()
        assert torch.equal(ask(honest, "keep", torch.ones(3))["value"], torch.ones(3))
    finally:
        honest.close()
        host.close()
